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
INSERT INTO "api_keys" VALUES('00000ace000000000000000000000000','00000000000000000000000000000005','000000000000000c0000000000000007','Shop','["orders.read"]','3333333333333333333333333333333333333333333333333333333333333333','wxyz','4444444444444444444444444444444444444444444444444444444444444444','abcd','2026-03-02T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,NULL);
INSERT INTO "api_keys" VALUES('00000ace000000000000000000000000','00000000000000120000000000000007','000000000000000c0000000000000007','Till','[]','5555555555555555555555555555555555555555555555555555555555555555','efgh',NULL,NULL,NULL,'2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,'00000000000000000000000000000005');
INSERT INTO "api_keys" VALUES('0000be7a000000000000000000000000','00000000000000000000000000000005','00000000000000260000000000000007','Shop','["orders.read"]','3333333333333333333333333333333333333333333333333333333333333333','wxyz','4444444444444444444444444444444444444444444444444444444444444444','abcd','2026-03-02T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,NULL);
INSERT INTO "api_keys" VALUES('0000be7a000000000000000000000000','000000000000002c0000000000000007','00000000000000260000000000000007','Till','[]','5555555555555555555555555555555555555555555555555555555555555555','efgh',NULL,NULL,NULL,'2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,'00000000000000000000000000000005');
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
INSERT INTO "assignments" VALUES('00000ace000000000000000000000000','000000000000000e0000000000000007','000000000000000c0000000000000007','00000000000000080000000000000007',NULL,'2026-03-01T09:30:15.123456+00:00',NULL,NULL,1);
INSERT INTO "assignments" VALUES('00000ace000000000000000000000000','000000000000000f0000000000000007','000000000000000c0000000000000007','00000000000000090000000000000007','000000000000000b0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,5000,1);
INSERT INTO "assignments" VALUES('0000be7a000000000000000000000000','00000000000000280000000000000007','00000000000000260000000000000007','00000000000000220000000000000007',NULL,'2026-03-01T09:30:15.123456+00:00',NULL,NULL,1);
INSERT INTO "assignments" VALUES('0000be7a000000000000000000000000','00000000000000290000000000000007','00000000000000260000000000000007','00000000000000230000000000000007','00000000000000250000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,5000,1);
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
INSERT INTO "break_glass_grants" VALUES('00000ace000000000000000000000000','00000000000000150000000000000007','00000000000000160000000000000007','Ticket 7','change','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','00000000000000170000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,NULL);
INSERT INTO "break_glass_grants" VALUES('0000be7a000000000000000000000000','000000000000002f0000000000000007','00000000000000300000000000000007','Ticket 7','change','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','00000000000000310000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,NULL);
CREATE TABLE credential_uses (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	used_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_credential_uses PRIMARY KEY (tenant_id, id)
);
INSERT INTO "credential_uses" VALUES('00000ace000000000000000000000000','00000000000000000000000000000005','2026-03-01T09:30:15.123456+00:00');
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
INSERT INTO "department_states" VALUES('00000ace000000000000000000000000','000000000000000a0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Sales',NULL);
INSERT INTO "department_states" VALUES('00000ace000000000000000000000000','000000000000000b0000000000000007','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','Field',NULL);
INSERT INTO "department_states" VALUES('00000ace000000000000000000000000','000000000000000b0000000000000007','2026-03-02T09:30:15.123456+00:00',NULL,'Field','000000000000000a0000000000000007');
INSERT INTO "department_states" VALUES('0000be7a000000000000000000000000','00000000000000240000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Sales',NULL);
INSERT INTO "department_states" VALUES('0000be7a000000000000000000000000','00000000000000250000000000000007','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','Field',NULL);
INSERT INTO "department_states" VALUES('0000be7a000000000000000000000000','00000000000000250000000000000007','2026-03-02T09:30:15.123456+00:00',NULL,'Field','00000000000000240000000000000007');
CREATE TABLE departments (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	CONSTRAINT pk_departments PRIMARY KEY (tenant_id, id)
);
INSERT INTO "departments" VALUES('00000ace000000000000000000000000','000000000000000a0000000000000007');
INSERT INTO "departments" VALUES('00000ace000000000000000000000000','000000000000000b0000000000000007');
INSERT INTO "departments" VALUES('0000be7a000000000000000000000000','00000000000000240000000000000007');
INSERT INTO "departments" VALUES('0000be7a000000000000000000000000','00000000000000250000000000000007');
CREATE TABLE directory (
	slug TEXT NOT NULL, 
	tenant_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_directory PRIMARY KEY (slug)
);
INSERT INTO "directory" VALUES('acme','00000ace000000000000000000000000');
INSERT INTO "directory" VALUES('beta','0000be7a000000000000000000000000');
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
INSERT INTO "due_work" VALUES('00000ace000000000000000000000000','effects','user:1',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('00000ace000000000000000000000000','effects','user:2',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('00000ace000000000000000000000000','sweep','client',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('0000be7a000000000000000000000000','effects','user:1',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('0000be7a000000000000000000000000','effects','user:2',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('0000be7a000000000000000000000000','sweep','client',1,'2026-03-01T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
INSERT INTO "due_work" VALUES('00000ace000000000000000000000000','look','cus_acme',1,'2026-03-02T09:30:15.123456+00:00',0,NULL,NULL,NULL,'');
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
INSERT INTO "inbox" VALUES('stripe','evt_1','00000ace000000000000000000000000','invoice.paid','in_1','cus_acme','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00',NULL);
INSERT INTO "inbox" VALUES('stripe','evt_2','00000000000000000000000000000000','invoice.paid','in_1','','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00');
CREATE TABLE incidents (
	tenant_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	raised_at VARCHAR(32) NOT NULL, 
	says TEXT NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_incidents PRIMARY KEY (tenant_id, kind, subject, raised_at)
);
INSERT INTO "incidents" VALUES('00000ace000000000000000000000000','odd','in_2','2026-03-01T09:30:15.123456+00:00','both',NULL);
INSERT INTO "incidents" VALUES('0000be7a000000000000000000000000','odd','in_2','2026-03-01T09:30:15.123456+00:00','both',NULL);
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
INSERT INTO "invitations" VALUES('00000ace000000000000000000000000','00000000000000100000000000000007','000000000000000d0000000000000007','1111111111111111111111111111111111111111111111111111111111111111','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,NULL);
INSERT INTO "invitations" VALUES('0000be7a000000000000000000000000','000000000000002a0000000000000007','00000000000000270000000000000007','1111111111111111111111111111111111111111111111111111111111111111','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,NULL);
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
INSERT INTO "journal_entries" VALUES('00000000000000000000000000000000',1,'00000000000000020000000000000007','2026-03-01T09:30:15.123456+00:00','system:dump','change','access.first_staff','staff:00000000-0000-0001-0000-000000000007','{"a":[1,null]}','0000000000000000000000000000000000000000000000000000000000000000','34d033eeb048ae5b99f7a6c297be72182233b87a4110bee03da86fcafd1d2e77');
INSERT INTO "journal_entries" VALUES('00000ace000000000000000000000000',1,'00000000000000180000000000000007','2026-03-01T09:30:15.123456+00:00','system:dump','change','tests.do','thing:0','{"deep":{"b":[true,null,"\u00fc\u0000"]},"n":0}','0000000000000000000000000000000000000000000000000000000000000000','9370d6ef3d5f6c43c8d15e8a36467cd16ba0a5add7aa2aeed62b1de5bfaeffd5');
INSERT INTO "journal_entries" VALUES('00000ace000000000000000000000000',2,'00000000000000190000000000000007','2026-03-02T09:30:15.123456+00:00','system:dump','change','tests.do','thing:1','{"deep":{"b":[true,null,"\u00fc\u0000"]},"n":1}','9370d6ef3d5f6c43c8d15e8a36467cd16ba0a5add7aa2aeed62b1de5bfaeffd5','b2f9a49de2a52d9d2247921fffe6c35e9cff453a54b686cff14f269917f1a84c');
INSERT INTO "journal_entries" VALUES('00000ace000000000000000000000000',3,'000000000000001a0000000000000007','2026-03-03T09:30:15.123456+00:00','system:dump','change','tests.do','thing:2','{"deep":{"b":[true,null,"\u00fc\u0000"]},"n":2}','b2f9a49de2a52d9d2247921fffe6c35e9cff453a54b686cff14f269917f1a84c','a64b047aee7fbc374f67335cb7523b9b38d9a6a4f69e046c980ab475dd6d7a79');
INSERT INTO "journal_entries" VALUES('0000be7a000000000000000000000000',1,'00000000000000320000000000000007','2026-03-01T09:30:15.123456+00:00','system:dump','change','tests.do','thing:0','{"deep":{"b":[true,null,"\u00fc\u0000"]},"n":0}','0000000000000000000000000000000000000000000000000000000000000000','7a33e59c59f51373cea6f815e036eeea4880d82eeb433ba760f428a881bc01d2');
INSERT INTO "journal_entries" VALUES('0000be7a000000000000000000000000',2,'00000000000000330000000000000007','2026-03-02T09:30:15.123456+00:00','system:dump','change','tests.do','thing:1','{"deep":{"b":[true,null,"\u00fc\u0000"]},"n":1}','7a33e59c59f51373cea6f815e036eeea4880d82eeb433ba760f428a881bc01d2','e2a3935bb519187c89dddac170641a371d7c41e54a12d6e5bc8e2ad4f872f10d');
INSERT INTO "journal_entries" VALUES('0000be7a000000000000000000000000',3,'00000000000000340000000000000007','2026-03-03T09:30:15.123456+00:00','system:dump','change','tests.do','thing:2','{"deep":{"b":[true,null,"\u00fc\u0000"]},"n":2}','e2a3935bb519187c89dddac170641a371d7c41e54a12d6e5bc8e2ad4f872f10d','75ee2e4c6950795fad26cfe4e47ac02f220bb0f116ab6577cf0d7e1ddcfa9413');
CREATE TABLE keys (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	holder TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_keys PRIMARY KEY (tenant_id, id)
);
INSERT INTO "keys" VALUES('00000ace000000000000000000000000','00000000000000110000000000000007','user:00000000-0000-000c-0000-000000000007','2222222222222222222222222222222222222222222222222222222222222222','2026-03-01T09:30:15.123456+00:00',NULL);
INSERT INTO "keys" VALUES('0000be7a000000000000000000000000','000000000000002b0000000000000007','user:00000000-0000-0026-0000-000000000007','2222222222222222222222222222222222222222222222222222222222222222','2026-03-01T09:30:15.123456+00:00',NULL);
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
INSERT INTO "license_facts" VALUES('00000ace000000000000000000000000','00000000000000070000000000000007','TermsAccepted|2026-03-01T09:30:15.123456+00:00|1|cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd|00000000-0000-0004-0000-000000000007',1,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','terms_accepted','{"by":"00000000-0000-0004-0000-000000000007","digest":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","effective_at":"2026-03-01T09:30:15.123456+00:00","recorded_at":"2026-03-01T09:30:15.123456+00:00","version":"1"}');
INSERT INTO "license_facts" VALUES('00000ace000000000000000000000000','00000000000000070000000000000007','PeriodPaid|2026-03-01T09:30:15.123456+00:00|in_0|2026-03-01T09:30:15.123456+00:00|2026-03-31T09:30:15.123456+00:00',2,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','period_paid','{"effective_at":"2026-03-01T09:30:15.123456+00:00","invoice":"in_0","recorded_at":"2026-03-01T09:30:15.123456+00:00","since":"2026-03-01T09:30:15.123456+00:00","until":"2026-03-31T09:30:15.123456+00:00"}');
INSERT INTO "license_facts" VALUES('00000ace000000000000000000000000','00000000000000070000000000000007','HoldPlaced|2026-03-01T09:30:15.123456+00:00|00000000-0000-0005-0000-000000000007|abuse|00000000-0000-0006-0000-000000000007|a\|b|8.2',3,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','hold_placed','{"by":"00000000-0000-0006-0000-000000000007","clause":"8.2","effective_at":"2026-03-01T09:30:15.123456+00:00","hold":"00000000-0000-0005-0000-000000000007","kind":"abuse","recorded_at":"2026-03-01T09:30:15.123456+00:00","why":"a|b"}');
INSERT INTO "license_facts" VALUES('0000be7a000000000000000000000000','00000000000000210000000000000007','TermsAccepted|2026-03-01T09:30:15.123456+00:00|1|cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd|00000000-0000-001e-0000-000000000007',1,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','terms_accepted','{"by":"00000000-0000-001e-0000-000000000007","digest":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","effective_at":"2026-03-01T09:30:15.123456+00:00","recorded_at":"2026-03-01T09:30:15.123456+00:00","version":"1"}');
INSERT INTO "license_facts" VALUES('0000be7a000000000000000000000000','00000000000000210000000000000007','PeriodPaid|2026-03-01T09:30:15.123456+00:00|in_0|2026-03-01T09:30:15.123456+00:00|2026-03-31T09:30:15.123456+00:00',2,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','period_paid','{"effective_at":"2026-03-01T09:30:15.123456+00:00","invoice":"in_0","recorded_at":"2026-03-01T09:30:15.123456+00:00","since":"2026-03-01T09:30:15.123456+00:00","until":"2026-03-31T09:30:15.123456+00:00"}');
INSERT INTO "license_facts" VALUES('0000be7a000000000000000000000000','00000000000000210000000000000007','HoldPlaced|2026-03-01T09:30:15.123456+00:00|00000000-0000-001f-0000-000000000007|abuse|00000000-0000-0020-0000-000000000007|a\|b|8.2',3,'2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','hold_placed','{"by":"00000000-0000-0020-0000-000000000007","clause":"8.2","effective_at":"2026-03-01T09:30:15.123456+00:00","hold":"00000000-0000-001f-0000-000000000007","kind":"abuse","recorded_at":"2026-03-01T09:30:15.123456+00:00","why":"a|b"}');
CREATE TABLE licenses (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	instance_id CHAR(32) NOT NULL, 
	terms_version TEXT NOT NULL, 
	opened_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_licenses PRIMARY KEY (tenant_id, id), 
	CONSTRAINT uq_licenses_tenant_id UNIQUE (tenant_id)
);
INSERT INTO "licenses" VALUES('00000ace000000000000000000000000','00000000000000070000000000000007','00000000000000030000000000000007','1','2026-03-01T09:30:15.123456+00:00');
INSERT INTO "licenses" VALUES('0000be7a000000000000000000000000','00000000000000210000000000000007','000000000000001d0000000000000007','1','2026-03-01T09:30:15.123456+00:00');
CREATE TABLE linked_accounts (
	account TEXT NOT NULL, 
	tenant_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_linked_accounts PRIMARY KEY (account)
);
INSERT INTO "linked_accounts" VALUES('cus_acme','00000ace000000000000000000000000');
INSERT INTO "linked_accounts" VALUES('cus_beta','0000be7a000000000000000000000000');
CREATE TABLE mailings (
	id CHAR(32) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	unanswered BIGINT NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_mailings PRIMARY KEY (id), 
	CONSTRAINT ck_mailings_mailstate CHECK (state IN ('sending', 'sent', 'unknown', 'refused', 'suppressed', 'delivered', 'bounced', 'complained'))
);
INSERT INTO "mailings" VALUES('00000000000000370000000000000007','delivered',1,'2026-03-01T09:30:15.123456+00:00');
CREATE TABLE notices (
	tenant_id CHAR(32) NOT NULL, 
	cause TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	decided_at VARCHAR(32) NOT NULL, 
	facts TEXT NOT NULL, 
	CONSTRAINT pk_notices PRIMARY KEY (tenant_id, cause)
);
INSERT INTO "notices" VALUES('00000ace000000000000000000000000','invoice_due:in_1','invoice_due','2026-03-01T09:30:15.123456+00:00','{"number":"N-1"}');
INSERT INTO "notices" VALUES('0000be7a000000000000000000000000','invoice_due:in_1','invoice_due','2026-03-01T09:30:15.123456+00:00','{"number":"N-1"}');
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
INSERT INTO "open_invoices" VALUES('00000ace000000000000000000000000','in_1','N-1',12345,'EUR','2026-03-01T09:30:15.123456+00:00',1,'');
INSERT INTO "open_invoices" VALUES('0000be7a000000000000000000000000','in_1','N-1',12345,'EUR','2026-03-01T09:30:15.123456+00:00',1,'');
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
INSERT INTO "outbox" VALUES('00000ace000000000000000000000000',1,'000000000000001b0000000000000007','2026-03-01T09:30:15.123456+00:00','mail','user:1','{}','2026-03-02T09:30:15.123456+00:00');
INSERT INTO "outbox" VALUES('00000ace000000000000000000000000',2,'000000000000001c0000000000000007','2026-03-01T09:30:15.123456+00:00','mail','user:2','{"deep":[{"y":false}]}',NULL);
INSERT INTO "outbox" VALUES('0000be7a000000000000000000000000',1,'00000000000000350000000000000007','2026-03-01T09:30:15.123456+00:00','mail','user:1','{}','2026-03-02T09:30:15.123456+00:00');
INSERT INTO "outbox" VALUES('0000be7a000000000000000000000000',2,'00000000000000360000000000000007','2026-03-01T09:30:15.123456+00:00','mail','user:2','{"deep":[{"y":false}]}',NULL);
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
INSERT INTO "payment_accounts" VALUES('00000ace000000000000000000000000','cus_acme','2026-03-01T09:30:15.123456+00:00','sub_1','cs_1','https://pay.example/1','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00');
INSERT INTO "payment_accounts" VALUES('0000be7a000000000000000000000000','cus_beta','2026-03-01T09:30:15.123456+00:00','sub_1','cs_1','https://pay.example/1','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00');
CREATE TABLE permissions (
	tenant_id CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_permissions PRIMARY KEY (tenant_id, name)
);
INSERT INTO "permissions" VALUES('00000000000000000000000000000000','orders.read','Read orders','2026-03-01T09:30:15.123456+00:00');
INSERT INTO "permissions" VALUES('00000000000000000000000000000000','orders.write','Ünder','2026-03-01T09:30:15.123456+00:00');
CREATE TABLE replies (
	tenant_id CHAR(32) NOT NULL, 
	"key" TEXT NOT NULL, 
	command TEXT NOT NULL, 
	request TEXT NOT NULL, 
	result TEXT NOT NULL, 
	CONSTRAINT pk_replies PRIMARY KEY (tenant_id, "key")
);
INSERT INTO "replies" VALUES('00000ace000000000000000000000000','key-1','access.roles.create','8888888888888888888888888888888888888888888888888888888888888888','{"role":"1"}');
INSERT INTO "replies" VALUES('0000be7a000000000000000000000000','key-1','access.roles.create','8888888888888888888888888888888888888888888888888888888888888888','{"role":"1"}');
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
INSERT INTO "role_states" VALUES('00000ace000000000000000000000000','00000000000000080000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Owner','["*"]');
INSERT INTO "role_states" VALUES('00000ace000000000000000000000000','00000000000000090000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Clerk','["orders.read","orders.write"]');
INSERT INTO "role_states" VALUES('0000be7a000000000000000000000000','00000000000000220000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Owner','["*"]');
INSERT INTO "role_states" VALUES('0000be7a000000000000000000000000','00000000000000230000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'Clerk','["orders.read","orders.write"]');
CREATE TABLE roles (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	built_in BOOLEAN NOT NULL, 
	CONSTRAINT pk_roles PRIMARY KEY (tenant_id, id)
);
INSERT INTO "roles" VALUES('00000ace000000000000000000000000','00000000000000080000000000000007',1);
INSERT INTO "roles" VALUES('00000ace000000000000000000000000','00000000000000090000000000000007',0);
INSERT INTO "roles" VALUES('0000be7a000000000000000000000000','00000000000000220000000000000007',1);
INSERT INTO "roles" VALUES('0000be7a000000000000000000000000','00000000000000230000000000000007',0);
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
INSERT INTO "sessions" VALUES('00000ace000000000000000000000000','00000000000000140000000000000007','000000000000000c0000000000000007','7777777777777777777777777777777777777777777777777777777777777777','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL);
INSERT INTO "sessions" VALUES('0000be7a000000000000000000000000','000000000000002e0000000000000007','00000000000000260000000000000007','7777777777777777777777777777777777777777777777777777777777777777','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL);
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
INSERT INTO "sign_in_links" VALUES('00000ace000000000000000000000000','00000000000000130000000000000007','000000000000000c0000000000000007','6666666666666666666666666666666666666666666666666666666666666666','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,NULL);
INSERT INTO "sign_in_links" VALUES('0000be7a000000000000000000000000','000000000000002d0000000000000007','00000000000000260000000000000007','6666666666666666666666666666666666666666666666666666666666666666','2026-03-01T09:30:15.123456+00:00','2026-03-08T09:30:15.123456+00:00',NULL,NULL);
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
INSERT INTO "staff" VALUES('00000000000000000000000000000000','00000000000000010000000000000007','Sam','sam@provider.example','["staff.admin","staff.support"]',1,'2026-03-01T09:30:15.123456+00:00');
CREATE TABLE suppressions (
	address TEXT NOT NULL, 
	why TEXT NOT NULL, 
	since VARCHAR(32) NOT NULL, 
	mail CHAR(32), 
	lifted_at VARCHAR(32), 
	CONSTRAINT pk_suppressions PRIMARY KEY (address)
);
INSERT INTO "suppressions" VALUES('abababababababababababababababababababababababababababababababab','bounce','2026-03-01T09:30:15.123456+00:00','00000000000000380000000000000007',NULL);
CREATE TABLE tenant_heads (
	tenant_id CHAR(32) NOT NULL, 
	epoch BIGINT NOT NULL, 
	edition BIGINT NOT NULL, 
	journal_position BIGINT NOT NULL, 
	journal_hash TEXT NOT NULL, 
	outbox_position BIGINT NOT NULL, 
	CONSTRAINT pk_tenant_heads PRIMARY KEY (tenant_id)
);
INSERT INTO "tenant_heads" VALUES('00000000000000000000000000000000',1,1,1,'34d033eeb048ae5b99f7a6c297be72182233b87a4110bee03da86fcafd1d2e77',0);
INSERT INTO "tenant_heads" VALUES('00000ace000000000000000000000000',1,1,3,'a64b047aee7fbc374f67335cb7523b9b38d9a6a4f69e046c980ab475dd6d7a79',2);
INSERT INTO "tenant_heads" VALUES('0000be7a000000000000000000000000',1,1,3,'75ee2e4c6950795fad26cfe4e47ac02f220bb0f116ab6577cf0d7e1ddcfa9413',2);
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
INSERT INTO "tenants" VALUES('00000ace000000000000000000000000','acme','agency','00000000000000030000000000000007','eu-west-1','2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00','Acme Trading Ltd','DE','Europe/Berlin','de','office@acme.example');
INSERT INTO "tenants" VALUES('0000be7a000000000000000000000000','beta','agency','000000000000001d0000000000000007','eu-west-1','2026-03-01T09:30:15.123456+00:00','2026-03-01T09:30:15.123456+00:00',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "user_states" VALUES('00000ace000000000000000000000000','000000000000000c0000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'active');
INSERT INTO "user_states" VALUES('00000ace000000000000000000000000','000000000000000d0000000000000007','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','invited');
INSERT INTO "user_states" VALUES('00000ace000000000000000000000000','000000000000000d0000000000000007','2026-03-02T09:30:15.123456+00:00',NULL,'deactivated');
INSERT INTO "user_states" VALUES('0000be7a000000000000000000000000','00000000000000260000000000000007','2026-03-01T09:30:15.123456+00:00',NULL,'active');
INSERT INTO "user_states" VALUES('0000be7a000000000000000000000000','00000000000000270000000000000007','2026-03-01T09:30:15.123456+00:00','2026-03-02T09:30:15.123456+00:00','invited');
INSERT INTO "user_states" VALUES('0000be7a000000000000000000000000','00000000000000270000000000000007','2026-03-02T09:30:15.123456+00:00',NULL,'deactivated');
CREATE TABLE users (
	tenant_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (tenant_id, id), 
	CONSTRAINT uq_users_email_key UNIQUE (tenant_id, email_key)
);
INSERT INTO "users" VALUES('00000ace000000000000000000000000','000000000000000c0000000000000007','Ada Ünal','Ada@acme.example','ada@acme.example');
INSERT INTO "users" VALUES('00000ace000000000000000000000000','000000000000000d0000000000000007','Bob','bob@acme.example','bob@acme.example');
INSERT INTO "users" VALUES('0000be7a000000000000000000000000','00000000000000260000000000000007','Ada Ünal','Ada@acme.example','ada@acme.example');
INSERT INTO "users" VALUES('0000be7a000000000000000000000000','00000000000000270000000000000007','Bob','bob@acme.example','bob@acme.example');
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
