BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE api_keys (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	last_four TEXT NOT NULL, 
	former_hash TEXT, 
	former_last_four TEXT, 
	former_until VARCHAR(32), 
	created_at VARCHAR(32) NOT NULL, 
	expires_at VARCHAR(32) NOT NULL, 
	revoked_at VARCHAR(32), 
	made_with CHAR(32), 
	CONSTRAINT pk_api_keys PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_api_keys_users FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id), 
	CONSTRAINT fk_api_keys_made_with FOREIGN KEY(tenant_id, made_with) REFERENCES api_keys (tenant_id, id)
);
INSERT INTO "api_keys" VALUES('00000000000000060000000000000007','00000000000000200000000000000007','000000000000000e0000000000000007','Till','["audit.read"]','697cdfd5331045de58d67f5233ad93f38bbabd4ab187d2d744e12f3607d7c5af','0031',NULL,NULL,NULL,'2026-03-01T09:30:15.123456+00:00','2026-05-30T09:30:15.123456+00:00',NULL,NULL);
CREATE TABLE assignments (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	role_id CHAR(32) NOT NULL, 
	department_id CHAR(32), 
	since VARCHAR(32) NOT NULL, 
	until VARCHAR(32), 
	approval_limit_minor BIGINT, 
	user_active BOOLEAN NOT NULL, 
	CONSTRAINT pk_assignments PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_assignments_departments FOREIGN KEY(tenant_id, department_id) REFERENCES departments (tenant_id, id), 
	CONSTRAINT fk_assignments_roles FOREIGN KEY(tenant_id, role_id) REFERENCES roles (tenant_id, id), 
	CONSTRAINT fk_assignments_users FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id)
);
INSERT INTO "assignments" VALUES('00000000000000060000000000000007','000000000000000f0000000000000007','000000000000000e0000000000000007','000000000000000c0000000000000007',NULL,'2026-03-01T09:30:15.123456+00:00',NULL,NULL,1);
CREATE TABLE break_glass_grants (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	staff_id CHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	scope VARCHAR(40) NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	until VARCHAR(32) NOT NULL, 
	approved_by CHAR(32), 
	approved_at VARCHAR(32), 
	ended_by TEXT, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_break_glass_grants PRIMARY KEY (tenant_id, id), 
	CONSTRAINT ck_break_glass_grants_two_people CHECK (approved_by <> staff_id), 
	CONSTRAINT ck_break_glass_grants_grantscope CHECK (scope IN ('read', 'change'))
);
CREATE TABLE credential_uses (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	used_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_credential_uses PRIMARY KEY (tenant_id, id)
);
CREATE TABLE department_states (
	tenant_id CHAR(32) NOT NULL, 
	department_id CHAR(32) NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	until VARCHAR(32), 
	name TEXT NOT NULL, 
	parent_id CHAR(32), 
	CONSTRAINT pk_department_states PRIMARY KEY (tenant_id, department_id, since), 
	CONSTRAINT fk_department_states_departments FOREIGN KEY(tenant_id, department_id) REFERENCES departments (tenant_id, id), 
	CONSTRAINT fk_department_states_parent FOREIGN KEY(tenant_id, parent_id) REFERENCES departments (tenant_id, id)
);
INSERT INTO "department_states" VALUES('00000000000000060000000000000007','000000000000001b0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Sales',NULL);
INSERT INTO "department_states" VALUES('00000000000000060000000000000007','00000000000000220000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Shops','000000000000001b0000000000000007');
CREATE TABLE departments (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	CONSTRAINT pk_departments PRIMARY KEY (tenant_id, id)
);
INSERT INTO "departments" VALUES('00000000000000060000000000000007','000000000000001b0000000000000007');
INSERT INTO "departments" VALUES('00000000000000060000000000000007','00000000000000220000000000000007');
CREATE TABLE directory (
	slug TEXT NOT NULL, 
	tenant_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_directory PRIMARY KEY (slug)
);
INSERT INTO "directory" VALUES('corn','00000000000000060000000000000007');
CREATE TABLE due_work (
	tenant_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	wanted BIGINT NOT NULL, 
	due_at VARCHAR(32) NOT NULL, 
	attempts BIGINT NOT NULL, 
	token CHAR(32), 
	leased_until VARCHAR(32), 
	parked_at VARCHAR(32), 
	fault TEXT NOT NULL, 
	CONSTRAINT pk_due_work PRIMARY KEY (tenant_id, kind, subject)
);
INSERT INTO "due_work" VALUES('00000000000000000000000000000000','sweep','everybody',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('00000000000000000000000000000000','reconcile','all',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('00000000000000060000000000000007','sweep','client',4,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('00000000000000060000000000000007','effects','billing',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
CREATE TABLE inbox (
	endpoint TEXT NOT NULL, 
	event TEXT NOT NULL, 
	tenant_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	account TEXT NOT NULL, 
	occurred_at VARCHAR(32) NOT NULL, 
	received_at VARCHAR(32) NOT NULL, 
	done_at VARCHAR(32), 
	CONSTRAINT pk_inbox PRIMARY KEY (endpoint, event)
);
CREATE TABLE incidents (
	tenant_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	raised_at VARCHAR(32) NOT NULL, 
	says TEXT NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_incidents PRIMARY KEY (tenant_id, kind, subject, raised_at)
);
CREATE TABLE invitations (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	token_hash TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	expires_at VARCHAR(32) NOT NULL, 
	used_at VARCHAR(32), 
	revoked_at VARCHAR(32), 
	CONSTRAINT pk_invitations PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_invitations_users FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id), 
	CONSTRAINT uq_invitations_token_hash UNIQUE (tenant_id, token_hash)
);
INSERT INTO "invitations" VALUES('00000000000000060000000000000007','00000000000000110000000000000007','000000000000000e0000000000000007','6ad8ab4fbac08989a639d5c8c199a1f3dfe5e225820230eae343c0c18dac674a','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00',NULL);
CREATE TABLE journal_entries (
	tenant_id CHAR(32) NOT NULL, 
	position BIGINT NOT NULL, 
	id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	actor TEXT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	details TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_journal_entries PRIMARY KEY (tenant_id, position), 
	CONSTRAINT uq_journal_entries_id UNIQUE (tenant_id, id), 
	CONSTRAINT ck_journal_entries_entrykind CHECK (kind IN ('change', 'refusal'))
);
INSERT INTO "journal_entries" VALUES('00000000000000000000000000000000',1,'00000000000000010000000000000007','2026-03-01T09:30:15.123456+00:00','system:setup','change','policy.publish_terms','terms:2026-01','{"digest":"68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8","effective_from":"2026-01-01T00:00:00+00:00","hourly_rate_minor":6500}','0000000000000000000000000000000000000000000000000000000000000000','01e13cda809caa5cbb0d45d16dc8b5e15a7021efa8d18d9cd1fd080699abb801');
INSERT INTO "journal_entries" VALUES('00000000000000000000000000000000',2,'00000000000000050000000000000007','2026-03-01T09:30:15.123456+00:00','system:setup','change','access.add_staff','staff:00000000-0000-0002-0000-000000000007','{"email":"7739ddf7ed77fae49e1120556fb24c5fbb209eca51e7f3ab47c44c49bceaee9f","key":"00000000-0000-0004-0000-000000000007","name":"d0f165a2028541b886c490d0bdf79315b6c5bc8142f576e39c198c1508cdcfbc","permissions":["staff.admin"]}','01e13cda809caa5cbb0d45d16dc8b5e15a7021efa8d18d9cd1fd080699abb801','2686b8b216610b13fdf05690daacc387e23d09f9626f6fda227b02a1aa141430');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',1,'00000000000000090000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','tenancy.add_tenant','tenant:00000000-0000-0006-0000-000000000007','{"instance":"00000000-0000-0007-0000-000000000007","kind":"business_operator","region":"us-east-1","slug":"corn"}','0000000000000000000000000000000000000000000000000000000000000000','41125ec386ae554d0a6be04d741de28039b0c68f0bb384b675fd7bfec4ee9d29');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',2,'000000000000000a0000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','tenancy.configure_account','tenant:00000000-0000-0006-0000-000000000007','{"after":{"contact_email":"920b93214c7a0a2c60cb0d5c72afab0ec1cdf72af60a635a3de3d2c9ac56a04c","country":"GB","language":"en","legal_name":"cb78ed3862a1ee806d7dae662fc52a459b00179ab719f68f20c76139b93eaefe","time_zone":"Europe/London"},"before":null}','41125ec386ae554d0a6be04d741de28039b0c68f0bb384b675fd7bfec4ee9d29','970e2956fb5a721867ecb1281709238766a6ea1403b9ce435ecdb08c03e3574f');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',3,'000000000000000b0000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','licensing.record_payment','license:00000000-0000-0008-0000-000000000007','{"invoice":"I-1","paid_at":null,"since":"2026-03-01T09:30:15.123456+00:00","until":"2026-03-31T09:30:15.123456+00:00"}','970e2956fb5a721867ecb1281709238766a6ea1403b9ce435ecdb08c03e3574f','4d44d11f6f4e1d8d603ac7d12ea0dbe56aa9d82b3a6351056b0887b0ea2b05b2');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',4,'000000000000000d0000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','access.create_role','role:00000000-0000-000c-0000-000000000007','{"after":{"name":"Owner","permissions":["*"]},"before":null}','4d44d11f6f4e1d8d603ac7d12ea0dbe56aa9d82b3a6351056b0887b0ea2b05b2','64a5a48a06f544e47eb1c873c26bc3c71f2929591f8d2133afba7919fef98e93');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',5,'00000000000000130000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','access.add_user','user:00000000-0000-000e-0000-000000000007','{"assignments":[{"assignment":"00000000-0000-000f-0000-000000000007","department":null,"limit":null,"role":"00000000-0000-000c-0000-000000000007"}],"email":"4d33f61136179994280d6c0f104ed601f1f85927c40a6248c3c96f0a0bd0da3e","invitation":"00000000-0000-0011-0000-000000000007","name":"7313fb3e139ed41d8536bdcd16c6d81bb89ec6177106f26c4513928bdf770844","state":"invited"}','64a5a48a06f544e47eb1c873c26bc3c71f2929591f8d2133afba7919fef98e93','9c9553a81dc5bfa3612e1112ed8ff89d4b80cf3eea0a4eaf8f34afa4ee34a60d');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',6,'00000000000000190000000000000007','2026-03-01T09:30:15.123456+00:00','user:00000000-0000-000e-0000-000000000007','change','access.accept_invitation','user:00000000-0000-000e-0000-000000000007','{"after":"active","before":"invited","ended_keys":[],"invitation":"00000000-0000-0011-0000-000000000007","key":"00000000-0000-0018-0000-000000000007","terms":"68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8"}','9c9553a81dc5bfa3612e1112ed8ff89d4b80cf3eea0a4eaf8f34afa4ee34a60d','765d0e529744468fc15accc9ade9b75b0997d0995af199e9c98c0be9aee54e0b');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',7,'000000000000001a0000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','tenancy.activate','tenant:00000000-0000-0006-0000-000000000007','{"clauses":["2.1"],"instance":"00000000-0000-0007-0000-000000000007","terms":"2026-01"}','765d0e529744468fc15accc9ade9b75b0997d0995af199e9c98c0be9aee54e0b','e443d7d5f80fa78281253fefd67434925dae6cd0c913a94543be83ea86e7460c');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',8,'000000000000001c0000000000000007','2026-03-01T09:30:15.123456+00:00','user:00000000-0000-000e-0000-000000000007','change','access.create_department','department:00000000-0000-001b-0000-000000000007','{"after":{"name":"Sales","parent":null},"before":null}','e443d7d5f80fa78281253fefd67434925dae6cd0c913a94543be83ea86e7460c','202594f7347a71405c4882b0121ecb40200153aee907d3aa6345c635c7557a44');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',9,'000000000000001e0000000000000007','2026-03-01T09:30:15.123456+00:00','user:00000000-0000-000e-0000-000000000007','change','access.create_role','role:00000000-0000-001d-0000-000000000007','{"after":{"name":"Clerk","permissions":["audit.read"]},"before":null}','202594f7347a71405c4882b0121ecb40200153aee907d3aa6345c635c7557a44','33b061ef7ef8b22e50a447aa617d72b55941829edf0c5b2fde11e184d6c0c2d8');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',10,'00000000000000210000000000000007','2026-03-01T09:30:15.123456+00:00','user:00000000-0000-000e-0000-000000000007','change','access.create_api_key','api_key:00000000-0000-0020-0000-000000000007','{"expires_at":"2026-05-30T09:30:15.123456+00:00","name":"b6745d9b507e5fd167e4f47c0ec917b7a723b7b74e9e753a79b87cbe14c9e0b1","scopes":["audit.read"],"user":"00000000-0000-000e-0000-000000000007"}','33b061ef7ef8b22e50a447aa617d72b55941829edf0c5b2fde11e184d6c0c2d8','4523c5214461b3d5f66b86bb7344712a8314750f322759b7d9d05c70c965d4c7');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',11,'00000000000000230000000000000007','2026-03-01T09:30:15.123456+00:00','user:00000000-0000-000e-0000-000000000007','change','access.create_department','department:00000000-0000-0022-0000-000000000007','{"after":{"name":"Shops","parent":"00000000-0000-001b-0000-000000000007"},"before":null}','4523c5214461b3d5f66b86bb7344712a8314750f322759b7d9d05c70c965d4c7','e2efb245eac19eff2edaca159ed1f9f6a297f85170eaa3eb23d74bd3c50d08ef');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',12,'00000000000000260000000000000007','2026-03-01T09:30:15.123456+00:00','user:00000000-0000-000e-0000-000000000007','change','billing.subscribe','billing','{"license":"00000000-0000-0008-0000-000000000007"}','e2efb245eac19eff2edaca159ed1f9f6a297f85170eaa3eb23d74bd3c50d08ef','db140495e3e64e60a1fd5d2f68c8509b8f97dfffadb70862d18c93a0715b33d6');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',13,'00000000000000280000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','licensing.place_hold','license:00000000-0000-0008-0000-000000000007','{"clause":"0.2","kind":"abuse"}','db140495e3e64e60a1fd5d2f68c8509b8f97dfffadb70862d18c93a0715b33d6','8eaa1d45a29191b75393942f42f4dfd633ff04f1ba5fa088158890c27bf2d23a');
INSERT INTO "journal_entries" VALUES('00000000000000060000000000000007',14,'00000000000000290000000000000007','2026-03-01T09:30:15.123456+00:00','staff:00000000-0000-0002-0000-000000000007','change','licensing.lift_hold','license:00000000-0000-0008-0000-000000000007','{"hold":"00000000-0000-0027-0000-000000000007"}','8eaa1d45a29191b75393942f42f4dfd633ff04f1ba5fa088158890c27bf2d23a','73637780abd4509eb19a0a6ee61f364668359c1d9aa4e2529772a53719814992');
CREATE TABLE keys (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	holder TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_keys PRIMARY KEY (tenant_id, id)
);
INSERT INTO "keys" VALUES('00000000000000000000000000000000','00000000000000040000000000000007','staff:00000000-0000-0002-0000-000000000007','c78eb8e308fb6df8bc2de481b8d2a362113f3ce2adacaaa7310b4e4c81e44127','2026-03-01T09:30:15.123456+00:00',NULL);
INSERT INTO "keys" VALUES('00000000000000060000000000000007','00000000000000180000000000000007','user:00000000-0000-000e-0000-000000000007','a341718201c7332028f85ccc530e269e089a94538aa513d205b3c723492b6012','2026-03-01T09:30:15.123456+00:00',NULL);
CREATE TABLE license_facts (
	tenant_id CHAR(32) NOT NULL, 
	license_id CHAR(32) NOT NULL, 
	"key" TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	effective_at VARCHAR(32) NOT NULL, 
	recorded_at VARCHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_license_facts PRIMARY KEY (tenant_id, license_id, "key"), 
	CONSTRAINT fk_license_facts_licenses FOREIGN KEY(tenant_id, license_id) REFERENCES licenses (tenant_id, id), 
	CONSTRAINT uq_license_facts_position UNIQUE (tenant_id, license_id, position)
);
INSERT INTO "license_facts" VALUES('00000000000000060000000000000007','00000000000000080000000000000007','PeriodPaid|2026-03-01T09:30:15.123456+00:00|I-1|2026-03-01T09:30:15.123456+00:00|2026-03-31T09:30:15.123456+00:00',1,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','period_paid','{"effective_at":"2026-03-01T09:30:15.123456+00:00","invoice":"I-1","recorded_at":"2026-03-01T09:30:15.123456+00:00","since":"2026-03-01T09:30:15.123456+00:00","until":"2026-03-31T09:30:15.123456+00:00"}');
INSERT INTO "license_facts" VALUES('00000000000000060000000000000007','00000000000000080000000000000007','TermsAccepted|2026-03-01T09:30:15.123456+00:00|2026-01|68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8|00000000-0000-000e-0000-000000000007',2,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','terms_accepted','{"by":"00000000-0000-000e-0000-000000000007","digest":"68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8","effective_at":"2026-03-01T09:30:15.123456+00:00","recorded_at":"2026-03-01T09:30:15.123456+00:00","version":"2026-01"}');
INSERT INTO "license_facts" VALUES('00000000000000060000000000000007','00000000000000080000000000000007','HoldPlaced|2026-03-01T09:30:15.123456+00:00|00000000-0000-0027-0000-000000000007|abuse|00000000-0000-0002-0000-000000000007|Resold.|0.2',3,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','hold_placed','{"by":"00000000-0000-0002-0000-000000000007","clause":"0.2","effective_at":"2026-03-01T09:30:15.123456+00:00","hold":"00000000-0000-0027-0000-000000000007","kind":"abuse","recorded_at":"2026-03-01T09:30:15.123456+00:00","why":"Resold."}');
INSERT INTO "license_facts" VALUES('00000000000000060000000000000007','00000000000000080000000000000007','HoldLifted|2026-03-01T09:30:15.123456+00:00|00000000-0000-0027-0000-000000000007|00000000-0000-0002-0000-000000000007|Settled.',4,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','hold_lifted','{"by":"00000000-0000-0002-0000-000000000007","effective_at":"2026-03-01T09:30:15.123456+00:00","hold":"00000000-0000-0027-0000-000000000007","recorded_at":"2026-03-01T09:30:15.123456+00:00","why":"Settled."}');
CREATE TABLE licenses (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	instance_id CHAR(32) NOT NULL, 
	terms_version TEXT NOT NULL, 
	opened_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_licenses PRIMARY KEY (tenant_id, id), 
	CONSTRAINT uq_licenses_tenant_id UNIQUE (tenant_id)
);
INSERT INTO "licenses" VALUES('00000000000000060000000000000007','00000000000000080000000000000007','00000000000000070000000000000007','2026-01','2026-03-01T09:30:15.123456+00:00');
CREATE TABLE linked_accounts (
	account TEXT NOT NULL, 
	tenant_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_linked_accounts PRIMARY KEY (account)
);
CREATE TABLE mailings (
	id CHAR(32) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	unanswered BIGINT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_mailings PRIMARY KEY (id), 
	CONSTRAINT ck_mailings_mailstate CHECK (state IN ('sending', 'sent', 'unknown', 'refused', 'suppressed', 'delivered', 'bounced', 'complained'))
);
INSERT INTO "mailings" VALUES('00000000000000120000000000000007','sent',0,'2026-03-01T09:30:15.123456+00:00');
CREATE TABLE notices (
	tenant_id CHAR(32) NOT NULL, 
	cause TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	decided_at VARCHAR(32) NOT NULL, 
	facts TEXT NOT NULL, 
	CONSTRAINT pk_notices PRIMARY KEY (tenant_id, cause)
);
CREATE TABLE open_invoices (
	tenant_id CHAR(32) NOT NULL, 
	ref TEXT NOT NULL, 
	number TEXT NOT NULL, 
	owed_minor BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	due_at VARCHAR(32), 
	failed BOOLEAN NOT NULL, 
	link TEXT NOT NULL, 
	CONSTRAINT pk_open_invoices PRIMARY KEY (tenant_id, ref)
);
CREATE TABLE outbox (
	tenant_id CHAR(32) NOT NULL, 
	position BIGINT NOT NULL, 
	id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	aggregate TEXT NOT NULL, 
	body TEXT NOT NULL, 
	done_at VARCHAR(32), 
	CONSTRAINT pk_outbox PRIMARY KEY (tenant_id, position), 
	CONSTRAINT uq_outbox_id UNIQUE (tenant_id, id)
);
INSERT INTO "outbox" VALUES('00000000000000060000000000000007',1,'00000000000000120000000000000007','2026-03-01T09:30:15.123456+00:00','mail.invitation','user:00000000-0000-000e-0000-000000000007','{}','2026-03-01T09:30:15.123456+00:00');
INSERT INTO "outbox" VALUES('00000000000000060000000000000007',2,'00000000000000240000000000000007','2026-03-01T09:30:15.123456+00:00','billing.account','billing','{}',NULL);
INSERT INTO "outbox" VALUES('00000000000000060000000000000007',3,'00000000000000250000000000000007','2026-03-01T09:30:15.123456+00:00','billing.checkout','billing','{"plan":"price_month","return_url":"https://client.example/billing"}',NULL);
CREATE TABLE payment_accounts (
	tenant_id CHAR(32) NOT NULL, 
	account TEXT NOT NULL, 
	opened_at VARCHAR(32) NOT NULL, 
	subscription TEXT NOT NULL, 
	checkout_ref TEXT, 
	checkout_url TEXT, 
	checkout_opened_at VARCHAR(32), 
	checkout_expires_at VARCHAR(32), 
	CONSTRAINT pk_payment_accounts PRIMARY KEY (tenant_id)
);
CREATE TABLE permissions (
	tenant_id CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_permissions PRIMARY KEY (tenant_id, name)
);
CREATE TABLE replies (
	tenant_id CHAR(32) NOT NULL, 
	"key" TEXT NOT NULL, 
	command TEXT NOT NULL, 
	request TEXT NOT NULL, 
	result TEXT NOT NULL, 
	CONSTRAINT pk_replies PRIMARY KEY (tenant_id, "key")
);
INSERT INTO "replies" VALUES('00000000000000000000000000000000','tenancy.add_tenant','tenancy.add_tenant','0bdbae54f92684b6d6805f5c19e322e54a095f4c348ea6375c0d7229ce1915ad','{"tenant_id": "00000000-0000-0006-0000-000000000007", "instance_id": "00000000-0000-0007-0000-000000000007"}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','tenancy.add_tenant','tenancy.add_tenant','0bdbae54f92684b6d6805f5c19e322e54a095f4c348ea6375c0d7229ce1915ad','{"tenant_id": "00000000-0000-0006-0000-000000000007", "slug": "corn", "kind": "business_operator", "added_at": "2026-03-01T09:30:15.123456+00:00", "instance_id": "00000000-0000-0007-0000-000000000007", "region": "us-east-1", "activated_at": null, "account": null, "checklist": [{"task": "account_configuration", "title": "account configuration", "done": false}, {"task": "users", "title": "user setup", "done": false}, {"task": "activation", "title": "core system activation", "done": false}], "missing": ["account configuration", "user setup", "acceptance of the terms", "a license in good standing"]}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','tenancy.configure_account','tenancy.configure_account','3507fcc3b9d50b65b13c3370322a5192845138b5a2d7e4cd48e13f060d46f465','"00000000-0000-0006-0000-000000000007"');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','licensing.record_payment','licensing.record_payment','253dff1d04372ebd7cb9a666d272e5060dad46f88c7ae2ccfe3901508838950c','{"id": "00000000-0000-0008-0000-000000000007", "tenant_id": "00000000-0000-0006-0000-000000000007", "terms_version": "2026-01", "term": "running", "payment": "good", "good_standing": false, "holds": [], "open": ["appeal", "export", "pay", "read_license"], "reasons": [{"code": "TERMS_NOT_ACCEPTED", "clauses": ["0.1"], "sentence": "The terms were not accepted by the license holder yet.", "remedy": "ACCEPT_TERMS"}], "at": "2026-03-01T09:30:15.123456+00:00", "valid_until": "2026-03-31T09:30:15.123456+00:00", "facts": [{"kind": "PeriodPaid", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "invoice I-1, since 2026-03-01T09:30:15.123456+00:00, until 2026-03-31T09:30:15.123456+00:00"}]}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','access.invite_user','access.invite_user','958dadaf7c4331a0ddc9b8e5130b157c58055ad905f71430ae8f6447dacd6ad3','{"user_id": "00000000-0000-000e-0000-000000000007", "state": "invited", "assignment_ids": ["00000000-0000-000f-0000-000000000007"], "invited_until": "2026-03-08T09:30:15.123456+00:00"}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','tenancy.activate','tenancy.activate','113d3281b12a4eafa061d6db120aabfd53279f51075506d5ec79a3e12ce11216','{"tenant_id": "00000000-0000-0006-0000-000000000007", "slug": "corn", "instance_id": "00000000-0000-0007-0000-000000000007", "region": "us-east-1", "activated_at": "2026-03-01T09:30:15.123456+00:00"}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','access.create_department','access.create_department','d61e740bae19b608bcd9f82e8474e86aef8426edad79fa9fd8483cf38e9f21e0','{"department_id": "00000000-0000-001b-0000-000000000007", "name": "Sales", "parent_id": null, "path": "Sales"}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','access.create_role','access.create_role','d38e1ba0116a87a580a1713e8ecafb18f020249c10fe747b3f643d0bcbd0946e','{"role_id": "00000000-0000-001d-0000-000000000007", "name": "Clerk", "permissions": ["audit.read"], "built_in": false}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','access.create_api_key','access.create_api_key','11a55fc02452399477f1706b14f177e1770f29bdc408185b9bf106a8acb86c1d','{"key_id": "00000000-0000-0020-0000-000000000007"}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','access.create_department below','access.create_department','e1b5f59f94debe7fa0eb5edd2ce633cc89b6ca097ab24e5d7931b4ea34bcd0e4','{"department_id": "00000000-0000-0022-0000-000000000007", "name": "Shops", "parent_id": "00000000-0000-001b-0000-000000000007", "path": "Sales/Shops"}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','billing.subscribe','billing.subscribe','44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a','{"url": "", "expires_at": null}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','licensing.place_hold','licensing.place_hold','ad954e0adf55c0fd24b9ee5d0c3e4d4063a71f58cb3215ae22bc71cc00fa3f2e','{"id": "00000000-0000-0008-0000-000000000007", "tenant_id": "00000000-0000-0006-0000-000000000007", "terms_version": "2026-01", "term": "running", "payment": "good", "good_standing": false, "holds": [{"id": "00000000-0000-0027-0000-000000000007", "kind": "abuse", "why": "Resold.", "clause": "0.2"}], "open": ["appeal", "export", "pay", "read_license"], "reasons": [{"code": "LICENSE_ON_HOLD", "clauses": ["0.1", "1.3", "0.2"], "sentence": "The provider placed a hold on the license: Resold.", "remedy": "CONTACT_PROVIDER"}], "at": "2026-03-01T09:30:15.123456+00:00", "valid_until": "2026-03-31T09:30:15.123456+00:00", "facts": [{"kind": "TermsAccepted", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "version 2026-01, digest 68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8, by 00000000-0000-000e-0000-000000000007"}, {"kind": "HoldPlaced", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "hold 00000000-0000-0027-0000-000000000007, kind abuse, by 00000000-0000-0002-0000-000000000007, why Resold., clause 0.2"}, {"kind": "PeriodPaid", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "invoice I-1, since 2026-03-01T09:30:15.123456+00:00, until 2026-03-31T09:30:15.123456+00:00"}]}');
INSERT INTO "replies" VALUES('00000000000000060000000000000007','licensing.lift_hold','licensing.lift_hold','c88b43ee98ad43fcd70ae84b46cf1d753389e0ac7040884dc657212a440c6bd1','{"id": "00000000-0000-0008-0000-000000000007", "tenant_id": "00000000-0000-0006-0000-000000000007", "terms_version": "2026-01", "term": "running", "payment": "good", "good_standing": true, "holds": [], "open": ["appeal", "custom_work", "export", "integrations", "pay", "platform", "read_license", "support"], "reasons": [], "at": "2026-03-01T09:30:15.123456+00:00", "valid_until": "2026-03-31T09:30:15.123456+00:00", "facts": [{"kind": "TermsAccepted", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "version 2026-01, digest 68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8, by 00000000-0000-000e-0000-000000000007"}, {"kind": "HoldPlaced", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "hold 00000000-0000-0027-0000-000000000007, kind abuse, by 00000000-0000-0002-0000-000000000007, why Resold., clause 0.2"}, {"kind": "HoldLifted", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "hold 00000000-0000-0027-0000-000000000007, by 00000000-0000-0002-0000-000000000007, why Settled."}, {"kind": "PeriodPaid", "effective_at": "2026-03-01T09:30:15.123456+00:00", "recorded_at": "2026-03-01T09:30:15.123456+00:00", "says": "invoice I-1, since 2026-03-01T09:30:15.123456+00:00, until 2026-03-31T09:30:15.123456+00:00"}]}');
CREATE TABLE role_states (
	tenant_id CHAR(32) NOT NULL, 
	role_id CHAR(32) NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	until VARCHAR(32), 
	name TEXT NOT NULL, 
	permissions TEXT NOT NULL, 
	CONSTRAINT pk_role_states PRIMARY KEY (tenant_id, role_id, since), 
	CONSTRAINT fk_role_states_roles FOREIGN KEY(tenant_id, role_id) REFERENCES roles (tenant_id, id)
);
INSERT INTO "role_states" VALUES('00000000000000060000000000000007','000000000000000c0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Owner','["*"]');
INSERT INTO "role_states" VALUES('00000000000000060000000000000007','000000000000001d0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Clerk','["audit.read"]');
CREATE TABLE roles (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	built_in BOOLEAN NOT NULL, 
	CONSTRAINT pk_roles PRIMARY KEY (tenant_id, id)
);
INSERT INTO "roles" VALUES('00000000000000060000000000000007','000000000000000c0000000000000007',1);
INSERT INTO "roles" VALUES('00000000000000060000000000000007','000000000000001d0000000000000007',0);
CREATE TABLE sessions (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	expires_at VARCHAR(32) NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_sessions PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_sessions_users FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id)
);
CREATE TABLE sign_in_links (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	token_hash TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	expires_at VARCHAR(32) NOT NULL, 
	used_at VARCHAR(32), 
	revoked_at VARCHAR(32), 
	CONSTRAINT pk_sign_in_links PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_sign_in_links_users FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id), 
	CONSTRAINT uq_sign_in_links_token_hash UNIQUE (tenant_id, token_hash)
);
CREATE TABLE staff (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	permissions TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_staff PRIMARY KEY (tenant_id, id)
);
INSERT INTO "staff" VALUES('00000000000000000000000000000000','00000000000000020000000000000007','Sam','sam@provider.example','["staff.admin"]',1,'2026-03-01T09:30:15.123456+00:00');
CREATE TABLE suppressions (
	address TEXT NOT NULL, 
	why TEXT NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	mail CHAR(32), 
	lifted_at VARCHAR(32), 
	CONSTRAINT pk_suppressions PRIMARY KEY (address)
);
CREATE TABLE tenant_heads (
	tenant_id CHAR(32) NOT NULL, 
	epoch BIGINT NOT NULL, 
	edition BIGINT NOT NULL, 
	journal_position BIGINT NOT NULL, 
	journal_hash TEXT NOT NULL, 
	outbox_position BIGINT NOT NULL, 
	CONSTRAINT pk_tenant_heads PRIMARY KEY (tenant_id)
);
INSERT INTO "tenant_heads" VALUES('00000000000000000000000000000000',3,1,2,'2686b8b216610b13fdf05690daacc387e23d09f9626f6fda227b02a1aa141430',0);
INSERT INTO "tenant_heads" VALUES('00000000000000060000000000000007',15,11,14,'73637780abd4509eb19a0a6ee61f364668359c1d9aa4e2529772a53719814992',3);
CREATE TABLE tenants (
	tenant_id CHAR(32) NOT NULL, 
	slug TEXT NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	instance_id CHAR(32) NOT NULL, 
	region TEXT NOT NULL, 
	activated_at VARCHAR(32), 
	added_at VARCHAR(32) NOT NULL, 
	legal_name TEXT, 
	country TEXT, 
	time_zone TEXT, 
	language TEXT, 
	contact_email TEXT, 
	CONSTRAINT pk_tenants PRIMARY KEY (tenant_id), 
	CONSTRAINT ck_tenants_licenseekind CHECK (kind IN ('end_user', 'business_operator', 'agency', 'developer'))
);
INSERT INTO "tenants" VALUES('00000000000000060000000000000007','corn','business_operator','00000000000000070000000000000007','us-east-1','2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','Corn Ltd','GB','Europe/London','en','office@corn.example');
CREATE TABLE terms (
	tenant_id CHAR(32) NOT NULL, 
	version TEXT NOT NULL, 
	effective_from VARCHAR(32) NOT NULL, 
	digest TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_terms PRIMARY KEY (tenant_id, version)
);
INSERT INTO "terms" VALUES('00000000000000000000000000000000','2026-01','2026-01-01T00:00:00.000000+00:00','68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8','{"actions":[{"access":"platform","clauses":["1.2"],"in_setup":false,"kind":"never_granted","name":"server.access","permission":null,"title":"direct access to a server"},{"access":"platform","clauses":["1.2"],"in_setup":false,"kind":"never_granted","name":"root.access","permission":null,"title":"root access"},{"access":"platform","clauses":["1.2"],"in_setup":false,"kind":"never_granted","name":"backend.access","permission":null,"title":"backend access"},{"access":"platform","clauses":["1.2"],"in_setup":false,"kind":"never_granted","name":"database.access","permission":null,"title":"direct access to the database"},{"access":"platform","clauses":["0.3"],"in_setup":false,"kind":"never_granted","name":"source.access","permission":null,"title":"access to source code"},{"access":"platform","clauses":["0.3"],"in_setup":false,"kind":"never_granted","name":"source.escrow","permission":null,"title":"source code placed in escrow"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"never_granted","name":"hosting.on_premises","permission":null,"title":"running the service on the client''s own servers"},{"access":"platform","clauses":["1.1","1.2"],"in_setup":false,"kind":"never_granted","name":"hosting.account_takeover","permission":null,"title":"taking over the AWS account"},{"access":"platform","clauses":["5.2"],"in_setup":false,"kind":"never_granted","name":"enhancement.ownership","permission":null,"title":"ownership of custom work"},{"access":"platform","clauses":["5.3"],"in_setup":false,"kind":"never_granted","name":"enhancement.export","permission":null,"title":"a copy of an enhancement for another host"},{"access":"platform","clauses":["2.1","1.5"],"in_setup":true,"kind":"operation","name":"account.manage","permission":"account.manage","title":"configuring the account and activating the instance"},{"access":"platform","clauses":["1.5","1.4.a"],"in_setup":true,"kind":"operation","name":"people.manage","permission":"people.manage","title":"managing users and departments"},{"access":"platform","clauses":["1.5","1.4.b"],"in_setup":true,"kind":"operation","name":"roles.manage","permission":"roles.manage","title":"managing roles and assignments"},{"access":"platform","clauses":["1.5"],"in_setup":true,"kind":"operation","name":"people.read","permission":"people.manage","title":"seeing users and departments"},{"access":"platform","clauses":["1.5","1.4.b"],"in_setup":true,"kind":"operation","name":"roles.read","permission":"roles.manage","title":"seeing roles and assignments"},{"access":"platform","clauses":["1.5","1.4.b"],"in_setup":false,"kind":"operation","name":"keys.manage","permission":"keys.manage","title":"making API keys for the own programs"},{"access":"integrations","clauses":["2.2"],"in_setup":false,"kind":"operation","name":"integrations.manage","permission":"integrations.manage","title":"managing integrations"},{"access":"custom_work","clauses":["4.1"],"in_setup":false,"kind":"operation","name":"engagements.request","permission":"engagements.request","title":"asking for an estimate"},{"access":"custom_work","clauses":["4.2"],"in_setup":false,"kind":"operation","name":"engagements.approve","permission":"engagements.approve","title":"approving an estimate in writing"},{"access":"platform","clauses":["1.4"],"in_setup":true,"kind":"operation","name":"audit.read","permission":"audit.read","title":"reading the journal"},{"access":"support","clauses":["2.3.a"],"in_setup":true,"kind":"operation","name":"support.open","permission":"support.open","title":"opening a support ticket"},{"access":"support","clauses":["2.3.b","2.4"],"in_setup":false,"kind":"topic","name":"topic.feature_usage","permission":"support.open","title":"how to use a feature"},{"access":"support","clauses":["2.3.b","2.4"],"in_setup":false,"kind":"topic","name":"topic.locate_tool_or_setting","permission":"support.open","title":"where a tool or setting is"},{"access":"support","clauses":["2.3.b","2.4"],"in_setup":false,"kind":"topic","name":"topic.basic_troubleshooting","permission":"support.open","title":"basic troubleshooting"},{"access":"support","clauses":["2.1"],"in_setup":false,"kind":"topic","name":"topic.basic_setup","permission":"support.open","title":"help with basic setup"},{"access":"support","clauses":["2.2"],"in_setup":false,"kind":"topic","name":"topic.standard_integration","permission":"support.open","title":"help with a standard integration"},{"access":"support","clauses":["1.1"],"in_setup":false,"kind":"topic","name":"topic.platform_defect","permission":"support.open","title":"repair of a defect of the platform"},{"access":"support","clauses":["2.1"],"in_setup":false,"kind":"setup","name":"setup.account_configuration","permission":"support.open","title":"account configuration"},{"access":"support","clauses":["2.1"],"in_setup":false,"kind":"setup","name":"setup.users","permission":"support.open","title":"user setup"},{"access":"support","clauses":["2.1"],"in_setup":false,"kind":"setup","name":"setup.activation","permission":"support.open","title":"core system activation"},{"access":"integrations","clauses":["2.2"],"in_setup":false,"kind":"integration","name":"integration.payment_gateway","permission":"integrations.manage","title":"connection of a payment gateway"},{"access":"integrations","clauses":["0.1","2.2"],"in_setup":false,"kind":"integration_use","name":"integration.payment_gateway.use","permission":"integrations.use","title":"use of the payment gateway integration"},{"access":"integrations","clauses":["2.2"],"in_setup":false,"kind":"integration","name":"integration.email","permission":"integrations.manage","title":"email configuration"},{"access":"integrations","clauses":["0.1","2.2"],"in_setup":false,"kind":"integration_use","name":"integration.email.use","permission":"integrations.use","title":"use of the email integration"},{"access":"integrations","clauses":["2.2"],"in_setup":false,"kind":"integration","name":"integration.financial_settings","permission":"integrations.manage","title":"setup of financial settings"},{"access":"integrations","clauses":["0.1","2.2"],"in_setup":false,"kind":"integration_use","name":"integration.financial_settings.use","permission":"integrations.use","title":"use of the financial settings integration"},{"access":"custom_work","clauses":["3.1","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.advanced_sms","permission":null,"title":"an advanced SMS integration"},{"access":"custom_work","clauses":["3.2","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.call_systems","permission":null,"title":"a call system integration"},{"access":"custom_work","clauses":["3.3","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.plugin_installation","permission":null,"title":"installation of a custom plugin"},{"access":"custom_work","clauses":["3.4","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.plugin_configuration","permission":null,"title":"configuration of a custom plugin"},{"access":"custom_work","clauses":["3.5","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.custom_features","permission":null,"title":"development of a custom feature"},{"access":"custom_work","clauses":["3.6","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.third_party_advanced","permission":null,"title":"an advanced integration with a third party"},{"access":"custom_work","clauses":["3.7","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.workflow_changes","permission":null,"title":"a modification of a workflow"},{"access":"custom_work","clauses":["3.8","5.1"],"in_setup":false,"kind":"exclusion","name":"exclusion.design_ui","permission":null,"title":"a customization of design or user interface"},{"access":"custom_work","clauses":["3.1","5.1"],"in_setup":false,"kind":"exclusion","name":"integration.bulk_sms","permission":null,"title":"bulk messaging by SMS"},{"access":"custom_work","clauses":["3.2","5.1"],"in_setup":false,"kind":"exclusion","name":"integration.telephone_system","permission":null,"title":"a telephone system"},{"access":"custom_work","clauses":["3.6","5.1"],"in_setup":false,"kind":"exclusion","name":"integration.accounting_suite","permission":null,"title":"an accounting suite"},{"access":"custom_work","clauses":["4.1"],"in_setup":false,"kind":"paid_work","name":"custom.development","permission":null,"title":"custom work"},{"access":"custom_work","clauses":["2.4","4.1"],"in_setup":false,"kind":"paid_work","name":"custom.done_for_you","permission":null,"title":"doing the client''s task instead of explaining it"},{"access":"custom_work","clauses":["4.2"],"in_setup":false,"kind":"work","name":"custom.perform","permission":"staff.support","title":"performing custom work"},{"access":"pay","clauses":["0.1"],"in_setup":false,"kind":"open","name":"billing.pay","permission":"billing.manage","title":"paying for the license"},{"access":"read_license","clauses":["0.1"],"in_setup":false,"kind":"open","name":"billing.invoices","permission":"billing.manage","title":"reading the own invoices"},{"access":"read_license","clauses":["0.1"],"in_setup":false,"kind":"open","name":"license.read","permission":null,"title":"reading the own license"},{"access":"export","clauses":["0.1"],"in_setup":false,"kind":"open","name":"data.export","permission":"data.export","title":"exporting the own data"},{"access":"appeal","clauses":["0.1"],"in_setup":false,"kind":"open","name":"appeal.open","permission":"support.open","title":"one ticket about the license itself"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.tenants","permission":"staff.support","title":"adding and setting up clients"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.payments","permission":"staff.billing","title":"recording payments"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.licenses","permission":"staff.licensing","title":"holding, lifting and ending licenses"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.terms","permission":"staff.licensing","title":"publishing terms"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.permissions","permission":"staff.admin","title":"registering the platform''s permissions"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.staff","permission":"staff.admin","title":"managing staff"},{"access":"platform","clauses":["1.1"],"in_setup":false,"kind":"provider","name":"provider.journal","permission":"staff.support","title":"reading a client''s journal"},{"access":"platform","clauses":["1.1","1.5"],"in_setup":false,"kind":"provider","name":"provider.break_glass","permission":"staff.support","title":"asking to see or change a client''s users and roles for a while"},{"access":"platform","clauses":["1.1","1.5"],"in_setup":false,"kind":"provider","name":"provider.break_glass_approval","permission":"staff.admin","title":"approving what another member of staff asked for"}],"clauses":[{"key":"license.required","number":"0.1","text":"The platform, the support services and the included integrations are open only while the client''s subscription license is valid and in good standing."},{"key":"license.eligibility","number":"0.2","text":"The license is for end-users and business operators. Agencies and developers are not served under it."},{"key":"license.no-source","number":"0.3","text":"The license brings no access to source code."},{"key":"hosting.managed","number":"1.1","text":"The provider hosts, manages and maintains everything (servers, data storage, system configuration) in its own controlled AWS environment."},{"key":"hosting.no-backend","number":"1.2","text":"No license holder gets direct server, root or backend access."},{"key":"hosting.license-at-all-times","number":"1.3","text":"System access lasts only as long as the license is active, at every instant."},{"key":"operations.full-rights","number":"1.4","text":"Inside its licensed instance a client has full operational rights."},{"key":"operations.unlimited-users","number":"1.4.a","text":"Inside its instance a client may have any number of internal users."},{"key":"operations.role-based","number":"1.4.b","text":"Access inside the instance follows roles."},{"key":"operations.departments","number":"1.4.c","text":"Permissions are managed across departments."},{"key":"operations.client-controls","number":"1.5","text":"User access and role configuration belong to the client alone, inside the system interface."},{"key":"included.basic-setup","number":"2.1","text":"Included in the subscription: account configuration, user setup, core system activation."},{"key":"included.standard-integrations","number":"2.2","text":"Included: payment gateway connection, email configuration, financial settings setup."},{"key":"included.ticketing","number":"2.3.a","text":"Included: the official ticketing system."},{"key":"included.guidance","number":"2.3.b","text":"Included: how to use features, where to find tools and settings, basic troubleshooting."},{"key":"support.guidance-only","number":"2.4","text":"Support is guidance on using the system, and nothing else."},{"key":"excluded.advanced-sms","number":"3.1","text":"Not included in standard support: advanced SMS integrations."},{"key":"excluded.call-systems","number":"3.2","text":"Not included in standard support: call system integrations."},{"key":"excluded.plugin-installation","number":"3.3","text":"Not included in standard support: installation of custom plugins."},{"key":"excluded.plugin-configuration","number":"3.4","text":"Not included in standard support: configuration of custom plugins."},{"key":"excluded.custom-features","number":"3.5","text":"Not included in standard support: development of custom features."},{"key":"excluded.third-party-advanced","number":"3.6","text":"Not included in standard support: advanced integrations with third parties."},{"key":"excluded.workflow-changes","number":"3.7","text":"Not included in standard support: modifications of workflows."},{"key":"excluded.design-ui","number":"3.8","text":"Not included in standard support: customizations of design or user interface."},{"key":"custom.hourly-rate","number":"4.1","text":"All custom work is a paid development service at 65 US dollars per hour."},{"key":"custom.written-approval","number":"4.2","text":"Custom work is performed only after the time estimate was approved in writing."},{"key":"clarification.support-not-custom","number":"5.1","text":"Support does not include customization."},{"key":"clarification.no-ownership","number":"5.2","text":"Customization does not bring ownership of code."},{"key":"clarification.stays-hosted","number":"5.3","text":"Every enhancement remains part of the hosted environment."},{"key":"house.cited","number":"9.1","text":"Every answer names the clause or clauses that decided it, those they overruled, and the version of the terms."},{"key":"house.order","number":"9.2","text":"Order of judgement: never-granted rights, then eligibility, then staff holds, then the license, then exclusions, then inclusions, then the client''s own roles. An exclusion outranks an inclusion."},{"key":"house.silence","number":"9.3","text":"Where the text is silent, a person decides; silence never bills and never grants."},{"key":"house.terms-of-the-day","number":"9.4","text":"The terms in force for that license at that moment decide; a replay of an old request gives the old answer."}],"currency":"USD","digest":"68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8","document":"# The terms of the license, in the project''s own words. An operator replaces the texts by its own legal document;\n# the keys and the numbers stay. What a licensee accepts is this exact document, by its SHA-256.\n\nversion = \"2026-01\"\neffective_from = 2026-01-01T00:00:00Z\ncurrency = \"USD\"\nhourly_rate = \"65.00\"\ntime_zone = \"UTC\"\neligible = [\"end_user\", \"business_operator\"]\n\n# Where the text is silent: the house readings, each a setting that legal may change.\n[settings]\ngrace_days = 0                            # days an overdue invoice leaves the license in good standing\ngrace_needs_earlier_payment = true        # grace only for a licensee that paid before\ngrace_longest_invoice_age_days = 30       # no grace for an invoice overdue longer than this\nrenewal_tolerance_minutes = 60            # a renewal announced by the payment provider may be late by this much\ntrial_is_valid = true                     # a trial is a valid license\nfull_refund_ends_good_standing = true     # a full refund of the current period ends good standing\nopen_dispute_ends_good_standing = true    # so does an open dispute\nlost_dispute_ends_good_standing = true    # and a lost one\n\n[[clause]]\nnumber = \"0.1\"\nkey = \"license.required\"\ntext = \"The platform, the support services and the included integrations are open only while the client''s subscription license is valid and in good standing.\"\n\n[[clause]]\nnumber = \"0.2\"\nkey = \"license.eligibility\"\ntext = \"The license is for end-users and business operators. Agencies and developers are not served under it.\"\n\n[[clause]]\nnumber = \"0.3\"\nkey = \"license.no-source\"\ntext = \"The license brings no access to source code.\"\n\n[[clause]]\nnumber = \"1.1\"\nkey = \"hosting.managed\"\ntext = \"The provider hosts, manages and maintains everything (servers, data storage, system configuration) in its own controlled AWS environment.\"\n\n[[clause]]\nnumber = \"1.2\"\nkey = \"hosting.no-backend\"\ntext = \"No license holder gets direct server, root or backend access.\"\n\n[[clause]]\nnumber = \"1.3\"\nkey = \"hosting.license-at-all-times\"\ntext = \"System access lasts only as long as the license is active, at every instant.\"\n\n[[clause]]\nnumber = \"1.4\"\nkey = \"operations.full-rights\"\ntext = \"Inside its licensed instance a client has full operational rights.\"\n\n[[clause]]\nnumber = \"1.4.a\"\nkey = \"operations.unlimited-users\"\ntext = \"Inside its instance a client may have any number of internal users.\"\n\n[[clause]]\nnumber = \"1.4.b\"\nkey = \"operations.role-based\"\ntext = \"Access inside the instance follows roles.\"\n\n[[clause]]\nnumber = \"1.4.c\"\nkey = \"operations.departments\"\ntext = \"Permissions are managed across departments.\"\n\n[[clause]]\nnumber = \"1.5\"\nkey = \"operations.client-controls\"\ntext = \"User access and role configuration belong to the client alone, inside the system interface.\"\n\n[[clause]]\nnumber = \"2.1\"\nkey = \"included.basic-setup\"\ntext = \"Included in the subscription: account configuration, user setup, core system activation.\"\n\n[[clause]]\nnumber = \"2.2\"\nkey = \"included.standard-integrations\"\ntext = \"Included: payment gateway connection, email configuration, financial settings setup.\"\n\n[[clause]]\nnumber = \"2.3.a\"\nkey = \"included.ticketing\"\ntext = \"Included: the official ticketing system.\"\n\n[[clause]]\nnumber = \"2.3.b\"\nkey = \"included.guidance\"\ntext = \"Included: how to use features, where to find tools and settings, basic troubleshooting.\"\n\n[[clause]]\nnumber = \"2.4\"\nkey = \"support.guidance-only\"\ntext = \"Support is guidance on using the system, and nothing else.\"\n\n[[clause]]\nnumber = \"3.1\"\nkey = \"excluded.advanced-sms\"\ntext = \"Not included in standard support: advanced SMS integrations.\"\n\n[[clause]]\nnumber = \"3.2\"\nkey = \"excluded.call-systems\"\ntext = \"Not included in standard support: call system integrations.\"\n\n[[clause]]\nnumber = \"3.3\"\nkey = \"excluded.plugin-installation\"\ntext = \"Not included in standard support: installation of custom plugins.\"\n\n[[clause]]\nnumber = \"3.4\"\nkey = \"excluded.plugin-configuration\"\ntext = \"Not included in standard support: configuration of custom plugins.\"\n\n[[clause]]\nnumber = \"3.5\"\nkey = \"excluded.custom-features\"\ntext = \"Not included in standard support: development of custom features.\"\n\n[[clause]]\nnumber = \"3.6\"\nkey = \"excluded.third-party-advanced\"\ntext = \"Not included in standard support: advanced integrations with third parties.\"\n\n[[clause]]\nnumber = \"3.7\"\nkey = \"excluded.workflow-changes\"\ntext = \"Not included in standard support: modifications of workflows.\"\n\n[[clause]]\nnumber = \"3.8\"\nkey = \"excluded.design-ui\"\ntext = \"Not included in standard support: customizations of design or user interface.\"\n\n[[clause]]\nnumber = \"4.1\"\nkey = \"custom.hourly-rate\"\ntext = \"All custom work is a paid development service at 65 US dollars per hour.\"\n\n[[clause]]\nnumber = \"4.2\"\nkey = \"custom.written-approval\"\ntext = \"Custom work is performed only after the time estimate was approved in writing.\"\n\n[[clause]]\nnumber = \"5.1\"\nkey = \"clarification.support-not-custom\"\ntext = \"Support does not include customization.\"\n\n[[clause]]\nnumber = \"5.2\"\nkey = \"clarification.no-ownership\"\ntext = \"Customization does not bring ownership of code.\"\n\n[[clause]]\nnumber = \"5.3\"\nkey = \"clarification.stays-hosted\"\ntext = \"Every enhancement remains part of the hosted environment.\"\n\n# House rules: written by the project, signed by nobody yet.\n\n[[clause]]\nnumber = \"9.1\"\nkey = \"house.cited\"\ntext = \"Every answer names the clause or clauses that decided it, those they overruled, and the version of the terms.\"\n\n[[clause]]\nnumber = \"9.2\"\nkey = \"house.order\"\ntext = \"Order of judgement: never-granted rights, then eligibility, then staff holds, then the license, then exclusions, then inclusions, then the client''s own roles. An exclusion outranks an inclusion.\"\n\n[[clause]]\nnumber = \"9.3\"\nkey = \"house.silence\"\ntext = \"Where the text is silent, a person decides; silence never bills and never grants.\"\n\n[[clause]]\nnumber = \"9.4\"\nkey = \"house.terms-of-the-day\"\ntext = \"The terms in force for that license at that moment decide; a replay of an old request gives the old answer.\"\n\n# What is never granted: single capabilities, and areas that no role may name (in any spelling).\n\n[[reserved]]\narea = \"server\"\nclause = \"1.2\"\n\n[[reserved]]\narea = \"root\"\nclause = \"1.2\"\n\n[[reserved]]\narea = \"backend\"\nclause = \"1.2\"\n\n[[reserved]]\narea = \"source\"\nclause = \"0.3\"\n\n# What is never granted.\n\n[[action]]\nname = \"server.access\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"1.2\"]\ntitle = \"direct access to a server\"\n\n[[action]]\nname = \"root.access\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"1.2\"]\ntitle = \"root access\"\n\n[[action]]\nname = \"backend.access\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"1.2\"]\ntitle = \"backend access\"\n\n[[action]]\nname = \"database.access\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"1.2\"]\ntitle = \"direct access to the database\"\n\n[[action]]\nname = \"source.access\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"0.3\"]\ntitle = \"access to source code\"\n\n[[action]]\nname = \"source.escrow\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"0.3\"]\ntitle = \"source code placed in escrow\"\n\n[[action]]\nname = \"hosting.on_premises\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"running the service on the client''s own servers\"\n\n[[action]]\nname = \"hosting.account_takeover\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"1.1\", \"1.2\"]\ntitle = \"taking over the AWS account\"\n\n[[action]]\nname = \"enhancement.ownership\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"5.2\"]\ntitle = \"ownership of custom work\"\n\n[[action]]\nname = \"enhancement.export\"\nkind = \"never_granted\"\naccess = \"platform\"\nclauses = [\"5.3\"]\ntitle = \"a copy of an enhancement for another host\"\n\n# Operations that are part of every instance; the platform registers its own beside them.\n\n[[action]]\nname = \"account.manage\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"2.1\", \"1.5\"]\ntitle = \"configuring the account and activating the instance\"\npermission = \"account.manage\"\nin_setup = true\n\n[[action]]\nname = \"people.manage\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"1.5\", \"1.4.a\"]\ntitle = \"managing users and departments\"\npermission = \"people.manage\"\nin_setup = true\n\n[[action]]\nname = \"roles.manage\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"1.5\", \"1.4.b\"]\ntitle = \"managing roles and assignments\"\npermission = \"roles.manage\"\nin_setup = true\n\n[[action]]\nname = \"people.read\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"1.5\"]\ntitle = \"seeing users and departments\"\npermission = \"people.manage\"\nin_setup = true\n\n[[action]]\nname = \"roles.read\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"1.5\", \"1.4.b\"]\ntitle = \"seeing roles and assignments\"\npermission = \"roles.manage\"\nin_setup = true\n\n[[action]]\nname = \"keys.manage\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"1.5\", \"1.4.b\"]\ntitle = \"making API keys for the own programs\"\npermission = \"keys.manage\"\n\n[[action]]\nname = \"integrations.manage\"\nkind = \"operation\"\naccess = \"integrations\"\nclauses = [\"2.2\"]\ntitle = \"managing integrations\"\npermission = \"integrations.manage\"\n\n[[action]]\nname = \"engagements.request\"\nkind = \"operation\"\naccess = \"custom_work\"\nclauses = [\"4.1\"]\ntitle = \"asking for an estimate\"\npermission = \"engagements.request\"\n\n[[action]]\nname = \"engagements.approve\"\nkind = \"operation\"\naccess = \"custom_work\"\nclauses = [\"4.2\"]\ntitle = \"approving an estimate in writing\"\npermission = \"engagements.approve\"\n\n[[action]]\nname = \"audit.read\"\nkind = \"operation\"\naccess = \"platform\"\nclauses = [\"1.4\"]\ntitle = \"reading the journal\"\npermission = \"audit.read\"\nin_setup = true\n\n[[action]]\nname = \"support.open\"\nkind = \"operation\"\naccess = \"support\"\nclauses = [\"2.3.a\"]\ntitle = \"opening a support ticket\"\npermission = \"support.open\"\nin_setup = true\n\n# What support covers.\n\n[[action]]\nname = \"topic.feature_usage\"\nkind = \"topic\"\naccess = \"support\"\nclauses = [\"2.3.b\", \"2.4\"]\ntitle = \"how to use a feature\"\npermission = \"support.open\"\n\n[[action]]\nname = \"topic.locate_tool_or_setting\"\nkind = \"topic\"\naccess = \"support\"\nclauses = [\"2.3.b\", \"2.4\"]\ntitle = \"where a tool or setting is\"\npermission = \"support.open\"\n\n[[action]]\nname = \"topic.basic_troubleshooting\"\nkind = \"topic\"\naccess = \"support\"\nclauses = [\"2.3.b\", \"2.4\"]\ntitle = \"basic troubleshooting\"\npermission = \"support.open\"\n\n[[action]]\nname = \"topic.basic_setup\"\nkind = \"topic\"\naccess = \"support\"\nclauses = [\"2.1\"]\ntitle = \"help with basic setup\"\npermission = \"support.open\"\n\n[[action]]\nname = \"topic.standard_integration\"\nkind = \"topic\"\naccess = \"support\"\nclauses = [\"2.2\"]\ntitle = \"help with a standard integration\"\npermission = \"support.open\"\n\n[[action]]\nname = \"topic.platform_defect\"\nkind = \"topic\"\naccess = \"support\"\nclauses = [\"1.1\"]\ntitle = \"repair of a defect of the platform\"\npermission = \"support.open\"\n\n# What is set up once.\n\n[[action]]\nname = \"setup.account_configuration\"\nkind = \"setup\"\naccess = \"support\"\nclauses = [\"2.1\"]\ntitle = \"account configuration\"\npermission = \"support.open\"\n\n[[action]]\nname = \"setup.users\"\nkind = \"setup\"\naccess = \"support\"\nclauses = [\"2.1\"]\ntitle = \"user setup\"\npermission = \"support.open\"\n\n[[action]]\nname = \"setup.activation\"\nkind = \"setup\"\naccess = \"support\"\nclauses = [\"2.1\"]\ntitle = \"core system activation\"\npermission = \"support.open\"\n\n# The standard integrations.\n\n[[action]]\nname = \"integration.payment_gateway\"\nkind = \"integration\"\naccess = \"integrations\"\nclauses = [\"2.2\"]\ntitle = \"connection of a payment gateway\"\npermission = \"integrations.manage\"\n\n[[action]]\nname = \"integration.payment_gateway.use\"\nkind = \"integration_use\"\naccess = \"integrations\"\nclauses = [\"0.1\", \"2.2\"]\ntitle = \"use of the payment gateway integration\"\npermission = \"integrations.use\"\n\n[[action]]\nname = \"integration.email\"\nkind = \"integration\"\naccess = \"integrations\"\nclauses = [\"2.2\"]\ntitle = \"email configuration\"\npermission = \"integrations.manage\"\n\n[[action]]\nname = \"integration.email.use\"\nkind = \"integration_use\"\naccess = \"integrations\"\nclauses = [\"0.1\", \"2.2\"]\ntitle = \"use of the email integration\"\npermission = \"integrations.use\"\n\n[[action]]\nname = \"integration.financial_settings\"\nkind = \"integration\"\naccess = \"integrations\"\nclauses = [\"2.2\"]\ntitle = \"setup of financial settings\"\npermission = \"integrations.manage\"\n\n[[action]]\nname = \"integration.financial_settings.use\"\nkind = \"integration_use\"\naccess = \"integrations\"\nclauses = [\"0.1\", \"2.2\"]\ntitle = \"use of the financial settings integration\"\npermission = \"integrations.use\"\n\n# What is not included in standard support.\n\n[[action]]\nname = \"exclusion.advanced_sms\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.1\", \"5.1\"]\ntitle = \"an advanced SMS integration\"\n\n[[action]]\nname = \"exclusion.call_systems\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.2\", \"5.1\"]\ntitle = \"a call system integration\"\n\n[[action]]\nname = \"exclusion.plugin_installation\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.3\", \"5.1\"]\ntitle = \"installation of a custom plugin\"\n\n[[action]]\nname = \"exclusion.plugin_configuration\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.4\", \"5.1\"]\ntitle = \"configuration of a custom plugin\"\n\n[[action]]\nname = \"exclusion.custom_features\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.5\", \"5.1\"]\ntitle = \"development of a custom feature\"\n\n[[action]]\nname = \"exclusion.third_party_advanced\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.6\", \"5.1\"]\ntitle = \"an advanced integration with a third party\"\n\n[[action]]\nname = \"exclusion.workflow_changes\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.7\", \"5.1\"]\ntitle = \"a modification of a workflow\"\n\n[[action]]\nname = \"exclusion.design_ui\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.8\", \"5.1\"]\ntitle = \"a customization of design or user interface\"\n\n[[action]]\nname = \"integration.bulk_sms\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.1\", \"5.1\"]\ntitle = \"bulk messaging by SMS\"\n\n[[action]]\nname = \"integration.telephone_system\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.2\", \"5.1\"]\ntitle = \"a telephone system\"\n\n[[action]]\nname = \"integration.accounting_suite\"\nkind = \"exclusion\"\naccess = \"custom_work\"\nclauses = [\"3.6\", \"5.1\"]\ntitle = \"an accounting suite\"\n\n# Custom work.\n\n[[action]]\nname = \"custom.development\"\nkind = \"paid_work\"\naccess = \"custom_work\"\nclauses = [\"4.1\"]\ntitle = \"custom work\"\n\n[[action]]\nname = \"custom.done_for_you\"\nkind = \"paid_work\"\naccess = \"custom_work\"\nclauses = [\"2.4\", \"4.1\"]\ntitle = \"doing the client''s task instead of explaining it\"\n\n[[action]]\nname = \"custom.perform\"\nkind = \"work\"\naccess = \"custom_work\"\nclauses = [\"4.2\"]\ntitle = \"performing custom work\"\npermission = \"staff.support\"\n\n# What stays open without a license.\n\n[[action]]\nname = \"billing.pay\"\nkind = \"open\"\naccess = \"pay\"\nclauses = [\"0.1\"]\ntitle = \"paying for the license\"\npermission = \"billing.manage\"\n\n[[action]]\nname = \"billing.invoices\"\nkind = \"open\"\naccess = \"read_license\"\nclauses = [\"0.1\"]\ntitle = \"reading the own invoices\"\npermission = \"billing.manage\"\n\n[[action]]\nname = \"license.read\"\nkind = \"open\"\naccess = \"read_license\"\nclauses = [\"0.1\"]\ntitle = \"reading the own license\"\n\n[[action]]\nname = \"data.export\"\nkind = \"open\"\naccess = \"export\"\nclauses = [\"0.1\"]\ntitle = \"exporting the own data\"\npermission = \"data.export\"\n\n[[action]]\nname = \"appeal.open\"\nkind = \"open\"\naccess = \"appeal\"\nclauses = [\"0.1\"]\ntitle = \"one ticket about the license itself\"\npermission = \"support.open\"\n\n# What only staff of the provider does.\n\n[[action]]\nname = \"provider.tenants\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"adding and setting up clients\"\npermission = \"staff.support\"\n\n[[action]]\nname = \"provider.payments\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"recording payments\"\npermission = \"staff.billing\"\n\n[[action]]\nname = \"provider.licenses\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"holding, lifting and ending licenses\"\npermission = \"staff.licensing\"\n\n[[action]]\nname = \"provider.terms\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"publishing terms\"\npermission = \"staff.licensing\"\n\n[[action]]\nname = \"provider.permissions\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"registering the platform''s permissions\"\npermission = \"staff.admin\"\n\n[[action]]\nname = \"provider.staff\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"managing staff\"\npermission = \"staff.admin\"\n\n[[action]]\nname = \"provider.journal\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\"]\ntitle = \"reading a client''s journal\"\npermission = \"staff.support\"\n\n[[action]]\nname = \"provider.break_glass\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\", \"1.5\"]\ntitle = \"asking to see or change a client''s users and roles for a while\"\npermission = \"staff.support\"\n\n[[action]]\nname = \"provider.break_glass_approval\"\nkind = \"provider\"\naccess = \"platform\"\nclauses = [\"1.1\", \"1.5\"]\ntitle = \"approving what another member of staff asked for\"\npermission = \"staff.admin\"\n","effective_from":"2026-01-01T00:00:00+00:00","eligible":["business_operator","end_user"],"hourly_rate":{"currency":"USD","minor":6500},"reserved":[{"area":"server","clause":"1.2"},{"area":"root","clause":"1.2"},{"area":"backend","clause":"1.2"},{"area":"source","clause":"0.3"}],"settings":{"full_refund_ends_good_standing":true,"grace_days":0,"grace_longest_invoice_age_days":30,"grace_needs_earlier_payment":true,"lost_dispute_ends_good_standing":true,"open_dispute_ends_good_standing":true,"renewal_tolerance_minutes":60,"trial_is_valid":true},"time_zone":"UTC","version":"2026-01"}');
CREATE TABLE user_states (
	tenant_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	until VARCHAR(32), 
	state VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_user_states PRIMARY KEY (tenant_id, user_id, since), 
	CONSTRAINT fk_user_states_users FOREIGN KEY(tenant_id, user_id) REFERENCES users (tenant_id, id), 
	CONSTRAINT ck_user_states_userstate CHECK (state IN ('invited', 'active', 'deactivated'))
);
INSERT INTO "user_states" VALUES('00000000000000060000000000000007','000000000000000e0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'active');
CREATE TABLE users (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (tenant_id, id), 
	CONSTRAINT uq_users_email_key UNIQUE (tenant_id, email_key)
);
INSERT INTO "users" VALUES('00000000000000060000000000000007','000000000000000e0000000000000007','Ola Ünal','Ola@corn.example','ola@corn.example');
CREATE INDEX ix_due_work_due_at ON due_work (due_at, kind) WHERE parked_at IS NULL;
CREATE INDEX ix_inbox_received_at ON inbox (received_at, endpoint, event);
CREATE INDEX ix_inbox_account ON inbox (account) WHERE done_at IS NULL;
CREATE INDEX ix_incidents_open ON incidents (tenant_id) WHERE ended_at IS NULL;
CREATE INDEX ix_outbox_pending ON outbox (tenant_id, position) WHERE done_at IS NULL;
CREATE INDEX ix_outbox_aggregate ON outbox (tenant_id, aggregate, position) WHERE done_at IS NULL;
CREATE INDEX ix_keys_holder ON keys (tenant_id, holder);
CREATE UNIQUE INDEX uq_roles_built_in ON roles (tenant_id) WHERE built_in;
CREATE INDEX ix_assignments_department_id ON assignments (tenant_id, department_id, role_id, id);
CREATE INDEX ix_assignments_role_id ON assignments (tenant_id, role_id, user_id, id);
CREATE INDEX ix_assignments_user_id ON assignments (tenant_id, user_id, id);
CREATE INDEX ix_assignments_active ON assignments (tenant_id, role_id, department_id, user_id) WHERE until IS NULL AND user_active;
CREATE UNIQUE INDEX uq_department_states_present ON department_states (tenant_id, department_id) WHERE until IS NULL;
CREATE INDEX ix_invitations_user_id ON invitations (tenant_id, user_id);
CREATE UNIQUE INDEX uq_role_states_present ON role_states (tenant_id, role_id) WHERE until IS NULL;
CREATE INDEX ix_user_states_state ON user_states (tenant_id, state, user_id) WHERE until IS NULL AND state IS NOT NULL;
CREATE UNIQUE INDEX uq_user_states_present ON user_states (tenant_id, user_id) WHERE until IS NULL;
CREATE INDEX ix_api_keys_user_id ON api_keys (tenant_id, user_id, id);
CREATE INDEX ix_sign_in_links_user_id ON sign_in_links (tenant_id, user_id, created_at);
CREATE INDEX ix_sessions_user_id ON sessions (tenant_id, user_id, id) WHERE ended_at IS NULL;
CREATE INDEX ix_break_glass_grants_until ON break_glass_grants (tenant_id, until);
CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries BEGIN SELECT RAISE(ABORT, 'rows of journal_entries are only ever added'); END;
CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries BEGIN SELECT RAISE(ABORT, 'rows of journal_entries are only ever added'); END;
CREATE TRIGGER license_facts_no_update BEFORE UPDATE ON license_facts BEGIN SELECT RAISE(ABORT, 'rows of license_facts are only ever added'); END;
CREATE TRIGGER license_facts_no_delete BEFORE DELETE ON license_facts BEGIN SELECT RAISE(ABORT, 'rows of license_facts are only ever added'); END;
COMMIT;
