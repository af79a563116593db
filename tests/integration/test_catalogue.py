"""PostgreSQL's own catalogue shows that nothing in the schema bypasses tenant isolation."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from saas_core.kernel.ids import TenantId
from saas_sql.catalogue import outside_tenants, tables_in

Anything = Any
ROLE = "saas_app_role"
# Tables outside row-level security, each with its reason and the whole of what it holds; none of it is personal.
OUTSIDE = {
    "changed_editions": (
        "a process asks at once which tenants' answers may have changed",
        {"tenant_id", "edition", "change"},
    ),
    "directory": ("a tenant is found by its short name before it is known", {"slug", "tenant_id"}),
    "due_work": (
        "a worker finds what is due before it knows whose it is",
        {
            "tenant_id",
            "kind",
            "subject",
            "wanted",
            "due_at",
            "attempts",
            "token",
            "leased_until",
            "parked_at",
            "fault",
        },
    ),
    "inbox": (
        "whose a signal is may not be known when it comes",
        {
            "endpoint",
            "event",
            "tenant_id",
            "kind",
            "subject",
            "account",
            "occurred_at",
            "received_at",
            "done_at",
        },
    ),
    "integration_claims": (
        "a domain or an account of another service has one holder among all clients",
        {"kind", "subject", "tenant_id"},
    ),
    "linked_accounts": ("news of an account must find its tenant", {"account", "tenant_id"}),
    "mailings": ("news of a mail names its id alone", {"id", "state", "unanswered", "changed_at"}),
    "suppressions": (
        "an address is suppressed for every tenant; a keyed digest",
        {"address", "why", "since", "mail", "lifted_at"},
    ),
    "number_codes": ("no two clients have one code in the numbers of their documents", {"code", "tenant_id"}),
    "time_of_workers": (
        "a worker's minute is billed to one client",
        {"tenant_id", "worker_id", "entry_id", "started_at", "ended_at"},
    ),
    "precedents": (
        "what the provider answered to one client is offered for the question of another",
        {"id", "action", "clause", "reason", "terms_version", "answered_at"},
    ),
    "question_queue": (
        "staff sees what waits for it before it chooses a client",
        {"tenant_id", "question_id", "asked_at"},
    ),
    "ticket_queue": (
        "staff sees what waits for it before it chooses a client",
        {"tenant_id", "ticket_id", "queue", "kind", "since"},
    ),
    "alembic_version": ("the schema's own revision", {"version_num"}),
}
APPEND_ONLY = {
    "approvals",
    "bills",
    "closed_periods",
    "credit_notes",
    "document_numbers",
    "enhancements",
    "estimate_contents",
    "estimate_presentations",
    "estimates",
    "invoice_payments",
    "journal_entries",
    "license_facts",
    "papers",
}
# Columns of a row that may change after it was added; where a whole row may, "*" stands for it.
CHANGED = {
    "api_keys": {
        "expires_at",
        "former_hash",
        "former_last_four",
        "former_until",
        "last_four",
        "made_with",
        "revoked_at",
        "secret_hash",
    },
    "approval_links": {
        "code_hash",
        "code_tries",
        "code_until",
        "codes",
        "identified_at",
        "identified_until",
        "secret_hash",
        "used_at",
    },
    "assignments": {"until", "user_active"},
    "break_glass_grants": {"approved_at", "approved_by", "confirmed_by", "ended_at", "ended_by"},
    "changed_editions": {"*"},
    "client_keys": {"master_key_id", "wrapped", "wrapped_at"},
    "credential_uses": {"used_at"},
    "department_states": {"*"},
    "due_work": {"*"},
    "engagement_hours": {"*"},
    "engagement_requests": {"changed_at", "state", "text", "title"},
    "estimate_revisions": {
        "changed_at",
        "content_hash",
        "currency",
        "document_hash",
        "ended_at",
        "ended_by",
        "expires_at",
        "issued_at",
        "issued_by",
        "lines",
        "notes",
        "paper_id",
        "pricing",
        "rate_minor",
        "reason",
        "state",
        "valid_through",
        "version",
    },
    "financial_settings": {"*"},
    "grant_uses": {"revoked_at"},
    "inbox": {"done_at"},
    "incidents": {"ended_at"},
    "incoming_mails": {
        "answered_at",
        "client_id",
        "decided_at",
        "fingerprint",
        "kept",
        "message",
        "reason",
        "reopened",
        "sender",
        "size",
        "state",
        "ticket_id",
    },
    "integration_connections": {
        "changed_at",
        "checked_at",
        "credential_id",
        "failed_at",
        "looks",
        "made_at",
        "made_by",
        "problem_about",
        "problem_code",
        "state",
    },
    "integration_domains": {"*"},
    "integration_gateways": {"*"},
    "integration_states": {"title", "until", "works"},
    "integration_uses": {"last_at", "uses"},
    "invoiced_time": {"live"},
    "invoices": {"carried_in", "changed_at", "link", "ref", "state"},
    "invitations": {"expires_at", "revoked_at", "used_at"},
    "keyed_links": {"revoked_at", "used_at"},
    "keys": {"ended_at"},
    "mailings": {"*"},
    "outbox": {"*"},
    "payment_accounts": {"*"},
    "permissions": {"*"},
    "policy_counts": {"number"},
    "policy_questions": {"closed_at", "owner"},
    "policy_signatures": {"told_at"},
    "question_askers": {"text"},
    "question_queue": {"*"},
    "questions": {"action", "answered_at", "answered_by", "cites", "clause", "reason"},
    "recorded_documents": {"checked_at", "checked_by", "reason", "state"},
    "reply_addresses": {"expires_at"},
    "role_states": {"*"},
    "sessions": {"ended_at"},
    "sign_in_links": {"revoked_at", "tries", "used_at"},
    "staff": {"*"},
    "tenant_heads": {"*"},
    "tenants": {"*"},
    "ticket_files": {"message_id"},
    "ticket_messages": {"removed_at", "removed_by", "removed_reason", "removed_sha256", "text"},
    "ticket_notes": {"removed_at", "removed_by", "removed_reason", "removed_sha256", "text"},
    "ticket_queue": {"*"},
    "tickets": {
        "awaited",
        "changed_at",
        "classified",
        "classified_by",
        "clauses",
        "dispute",
        "ended_at",
        "engagement_id",
        "follows_id",
        "merged_into",
        "parts",
        "proposal",
        "requester_id",
        "resolution",
        "resolved_at",
        "scope_kind",
        "scope_named",
        "scope_where",
        "state",
        "subject",
        "waits_for",
        "waits_since",
    },
    "time_entries": {
        "approval_id",
        "changed_at",
        "ended_at",
        "reason",
        "recorded_at",
        "seconds",
        "state",
        "unbillable",
    },
    "time_of_workers": {"ended_at"},
    "user_states": {"*"},
    "suppressions": {"lifted_at", "mail", "since", "why"},
    "users": {"email", "email_key", "name"},
}
REMOVED = {
    "credential_uses",
    "department_states",
    "due_work",
    "inbox",
    "incoming_mails",
    "integration_claims",
    "integration_domains",
    "integration_gateways",
    "integration_states",
    "integration_uses",
    "keyed_links",
    "mailings",
    "open_invoices",
    "question_askers",
    "question_queue",
    "questions",
    "reply_addresses",
    "role_states",
    "sealed_credentials",
    "sessions",
    "sign_in_links",
    "suppressions",
    "ticket_classifications",
    "ticket_file_uses",
    "ticket_files",
    "ticket_messages",
    "ticket_notes",
    "ticket_queue",
    "ticket_words",
    "tickets",
    "time_of_workers",
    "user_states",
}
HERE = "relnamespace = current_schema()::regnamespace"


def _tables(database: Anything) -> set[str]:
    return {name for (name,) in database.ask(f"SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND {HERE}")}


def test_every_table_of_a_tenant_is_held_by_the_same_policy(postgres: Anything) -> None:
    """Row-level security is enabled and forced, with one policy on the own tenant's id for reading and writing."""
    held = {
        name: (enabled, forced)
        for name, enabled, forced in postgres.ask(
            f"SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p') AND {HERE}"
        )
    }
    assert {name for name, how in held.items() if how != (True, True)} == set(OUTSIDE)
    own = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)"
    policies = postgres.ask(
        "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
        " WHERE schemaname = current_schema() ORDER BY 1, 2"
    )
    inside = _tables(postgres) - set(OUTSIDE)
    assert {row[0]: row[1:] for row in policies if row[1] == "own"} == dict.fromkeys(
        inside, ("own", "PERMISSIVE", "{public}", "ALL", own, own)
    )
    # What the provider gives to all may be read by all who named a tenant, and by nobody changed.
    others = {(row[0], row[4], row[6]) for row in policies if row[1] != "own"}
    assert others == {("permissions", "SELECT", None), ("terms", "SELECT", None)}


def test_every_key_of_the_catalogue_carries_the_tenant(postgres: Anything) -> None:
    """Primary keys begin with it, and so do both sides of every foreign key, so nothing links to another tenant's row.

    Foreign keys are checked past row-level security, so only the key itself can hold them apart.
    """
    rows = postgres.ask(
        "SELECT conname, contype, conrelid::regclass::text, near.attname, far.attname FROM pg_constraint"
        " JOIN pg_attribute near ON near.attrelid = conrelid AND near.attnum = conkey[1]"
        " LEFT JOIN pg_attribute far ON far.attrelid = confrelid AND far.attnum = confkey[1]"
        " WHERE contype IN ('p', 'f', 'u', 'x') AND connamespace = current_schema()::regnamespace"
    )
    assert {kind for _name, kind, *_ in rows} == {"p", "f", "u"}
    astray = [
        name
        for name, kind, table, near, far in rows
        if table not in OUTSIDE and (near, far) != ("tenant_id", "tenant_id" if kind == "f" else None)
    ]
    assert astray == []
    with_primary_key = {table for _name, kind, table, *_ in rows if kind == "p"}
    assert with_primary_key == _tables(postgres)


def test_the_tables_outside_are_known_and_hold_nothing_personal(postgres: Anything) -> None:
    """Each is listed with its reason and with every column it has."""
    assert outside_tenants() | {"alembic_version"} == set(OUTSIDE)
    assert all(reason for reason, _columns in OUTSIDE.values())
    columns = postgres.ask(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    )
    found = {name: {column for table, column in columns if table == name} for name in OUTSIDE}
    assert found == {name: held for name, (_reason, held) in OUTSIDE.items()}
    of_nobody = {"mailings", "precedents", "suppressions"}
    assert {table for table, column in columns if column == "tenant_id"} == set(tables_in()) - of_nobody


def test_the_role_holds_just_the_rights_that_the_store_needs(postgres: Anything) -> None:
    """It reads and adds, changes what is named, and removes states only; it truncates nothing."""
    whole = postgres.ask(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        f" WHERE grantee = '{ROLE}' AND table_schema = current_schema()"
    )
    parts = postgres.ask(
        "SELECT table_name, column_name FROM information_schema.column_privileges"
        f" WHERE grantee = '{ROLE}' AND privilege_type = 'UPDATE' AND table_schema = current_schema()"
    )
    rights = {name: {right for table, right in whole if table == name} for name in _tables(postgres)}
    assert rights.pop("alembic_version") == {"SELECT"}
    assert {name for name, held in rights.items() if not held >= {"SELECT", "INSERT"}} == set()
    assert {name for name, held in rights.items() if "DELETE" in held} == REMOVED
    wholly = {name for name, held in rights.items() if "UPDATE" in held}
    changed = {
        name: {"*"} if name in wholly else {column for table, column in parts if table == name}
        for name in {*wholly, *(table for table, _column in parts)}
    }
    assert changed == CHANGED
    assert not APPEND_ONLY & set(CHANGED)
    assert {right for held in rights.values() for right in held} == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_nobody_else_holds_any_right(postgres: Anything) -> None:
    """Neither everybody nor another role was granted anything on a table, and the role is a member of no other one."""
    granted = postgres.ask(
        "SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl) AS given(grantor, grantee, what, on_)"
        f" WHERE {HERE} AND grantee <> relowner"
    )
    assert granted == [(ROLE,)]
    member = f"SELECT count(*) FROM pg_auth_members WHERE member = '{ROLE}'::regrole"
    assert postgres.ask(member) == [(0,)]
    owned = f"SELECT count(*) FROM pg_shdepend WHERE refobjid = '{ROLE}'::regrole AND deptype = 'o'"
    assert postgres.ask(owned) == [(0,)]
    assert postgres.ask(
        f"SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = '{ROLE}'"
    ) == [(False,) * 5]


def test_nothing_in_the_schema_goes_around_the_policies(postgres: Anything) -> None:
    """There is no view of any kind, no rule, no foreign table, and no function that runs with its owner's rights."""
    kinds = postgres.ask(f"SELECT DISTINCT relkind FROM pg_class WHERE {HERE} ORDER BY 1")
    # Tables and their indexes, and not even a sequence.
    assert {kind for (kind,) in kinds} <= {"r", "i", "t"}
    assert postgres.ask(f"SELECT count(*) FROM pg_rewrite JOIN pg_class ON ev_class = pg_class.oid WHERE {HERE}") == [
        (0,)
    ]
    functions = postgres.ask(
        "SELECT proname, prosecdef FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1"
    )
    assert functions == [("refuse_change", False), ("require_active_owner", False)]


def test_after_set_local_an_empty_setting_shows_nothing_and_breaks_nothing(
    postgres: Anything, tenant: TenantId, journaled: Anything
) -> None:
    """A connection that named a tenant before is left with an empty text: no row, no error, in every table."""
    journaled(postgres.store, tenant)
    with postgres.beneath.connect() as connection:
        with connection.begin():
            connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")
            connection.exec_driver_sql(f"SET LOCAL app.tenant_id = '{tenant}'")
            assert connection.exec_driver_sql("SELECT count(*) FROM journal_entries").scalar_one() == 1
        with connection.begin():
            connection.exec_driver_sql(f"SET LOCAL ROLE {ROLE}")
            assert connection.exec_driver_sql("SELECT current_setting('app.tenant_id', true)").scalar_one() == ""
            for name, table in tables_in().items():
                if name not in OUTSIDE:
                    assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0
