"""Guards of the rows in a database are compared with their declarations, and facts with the chain."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from saas_core.kernel.parts import Finding
from saas_sql import SqlStore
from saas_sql.engine import ROLE
from saas_sql.inspecting import JOURNAL, compared
from saas_sql.pieces import Piece

Anything = Any
COPIED = """
INSERT INTO license_facts SELECT tenant_id, license_id, 'by hand', 3, effective_at, recorded_at, kind, body
FROM license_facts WHERE position = 1"""
EMPTIED = """
CREATE OR REPLACE FUNCTION require_active_owner() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"""
OF_SQLITE = [
    ("DROP TRIGGER journal_entries_no_update", "The trigger journal_entries_no_update of journal_entries is missing."),
    ("DROP TRIGGER license_facts_no_delete", "The trigger license_facts_no_delete of license_facts is missing."),
    (
        "CREATE TRIGGER more AFTER INSERT ON users BEGIN DELETE FROM roles; END",
        "The trigger more of users is not declared.",
    ),
    ("DROP INDEX ix_keys_holder", "The index ix_keys_holder of keys is missing."),
    ("CREATE UNIQUE INDEX more ON users (tenant_id)", "The unique index more of users is not declared."),
    ("ALTER TABLE staff DROP COLUMN name", "The column name of staff is missing."),
    ("ALTER TABLE staff ADD COLUMN more TEXT", "The column more of staff is not declared."),
]
OF_POSTGRES = [
    ("DROP TRIGGER journal_entries_kept ON journal_entries", "The trigger journal_entries_kept of journal_entries"),
    ("ALTER TABLE license_facts DISABLE TRIGGER USER", "The trigger license_facts_fixed of license_facts is n"),
    (
        EMPTIED,
        "The trigger assignments_owner of assignments is not as declared",
    ),
    ("ALTER TABLE users DISABLE ROW LEVEL SECURITY", "The row-level security of users is not as declared"),
    ("ALTER TABLE roles NO FORCE ROW LEVEL SECURITY", "The row-level security of roles is not as declared"),
    ("DROP POLICY provided ON terms", "The policy provided of terms is missing."),
    ("CREATE POLICY more ON keys USING (true)", "The policy more of keys is not declared."),
    ("ALTER POLICY own ON outbox USING (true)", "The policy own of outbox is not as declared"),
    (f"GRANT DELETE ON journal_entries TO {ROLE}", f"The grant DELETE to {ROLE} of journal_entries is not declared."),
    (f"GRANT UPDATE (hash) ON journal_entries TO {ROLE}", f"The grant UPDATE (hash) to {ROLE} of journal"),
    ("GRANT SELECT ON staff TO PUBLIC", "The grant SELECT to everybody of staff is not declared."),
    (f"REVOKE INSERT ON outbox FROM {ROLE}", f"The grant INSERT to {ROLE} of outbox is missing."),
    ("ALTER TABLE outbox DROP CONSTRAINT uq_outbox_id", "The constraint uq_outbox_id of outbox is missing."),
    ("ALTER TABLE tenants DROP CONSTRAINT ck_tenants_licenseekind", "The constraint ck_tenants_licenseekind of"),
    ("DROP INDEX ix_incidents_open", "The index ix_incidents_open of incidents is missing."),
    ("ALTER TABLE users ALTER name DROP NOT NULL", "The column name of users is not as declared"),
]  # fmt: skip


def _cases() -> list[Any]:
    kinds = (("sqlite", OF_SQLITE), ("postgres", OF_POSTGRES))
    return [pytest.param(kind, *case, id=f"{kind}: {case[0][:40]}") for kind, cases in kinds for case in cases]


def test_a_migrated_database_is_guarded_as_declared(database: Anything) -> None:
    """And asking leaves nothing behind."""
    for _ in range(2):
        assert database.store.guard_findings() == ()
    if database.kind == "postgresql":
        assert database.ask("SELECT count(*) FROM pg_class WHERE relpersistence = 't'") == [(0,)]


@pytest.mark.parametrize(("kind", "change", "sentence"), _cases())
def test_a_guard_changed_by_hand_is_found(
    request: pytest.FixtureRequest, kind: str, change: str, sentence: str
) -> None:
    """Each by its name, whoever changed it, and how it was declared."""
    database = request.getfixturevalue(kind)
    database.run(change)
    found = database.store.guard_findings()
    assert [each for each in found if each.sentence.startswith(sentence)], found
    assert all((each.check, each.tenant) == ("guards", "provider") and each.remedy for each in found)


def test_what_was_taken_from_the_journal_is_named(company: Anything, database: Anything) -> None:
    """Of its own tables alone; the doctor names what else there is."""
    if database.kind == "sqlite":
        database.run("DROP TRIGGER journal_entries_no_update", "DROP INDEX ix_keys_holder")
        taken = 1
    else:
        database.run(
            "DROP TRIGGER journal_entries_fixed ON journal_entries",
            "ALTER TABLE journal_entries DISABLE ROW LEVEL SECURITY",
            f"GRANT ALL ON journal_entries TO {ROLE}",
            "DROP INDEX ix_keys_holder",
        )
        taken = 7
    by, oversight = company.staff, company.application.oversight
    report = oversight.audit.verify(by=by, tenant_id=company.tenant_id)
    assert (report.broken, len(report.faults), report.whole) == (None, taken, False)
    found = [each for each in oversight.doctor.examine(by=by).findings if each.check == "guards"]
    assert len(found) == taken + 1


def test_an_index_more_and_reading_for_others_take_nothing_away() -> None:
    """An index that forbids nothing, and a role that only reads, are the operator's own business."""
    more = {Piece("users", "index", "ix_more"): "", Piece("users", "grant", "SELECT to reports"): "granted"}
    assert list(compared(more, {})) == []
    assert len(list(compared({Piece("users", "grant", f"SELECT to {ROLE}"): "granted"}, {}))) == 1
    assert len(list(compared({Piece("users", "grant", "INSERT to reports"): "granted"}, {}))) == 1


@pytest.mark.parametrize(("power", "words"), [("BYPASSRLS", "bypasses row-level security"), ("SUPERUSER", "superuser")])
def test_a_role_that_nothing_holds_is_found(postgres: Anything, power: str, words: str) -> None:
    """What is granted to it no longer counts; the role belongs to the cluster, so it is put back."""
    try:
        postgres.run(f"ALTER ROLE {ROLE} {power}")
        assert any(words in each.sentence for each in postgres.store.guard_findings())
    finally:
        postgres.run(f"ALTER ROLE {ROLE} NO{power}")
    assert postgres.store.guard_findings() == ()


def test_a_role_that_owns_what_it_works_on_is_found(postgres: Anything) -> None:
    """An owner may take every guard away."""
    postgres.run(f"ALTER TABLE journal_entries OWNER TO {ROLE}")
    found = [each.sentence for each in postgres.store.guard_findings()]
    assert (
        f"The role {ROLE} owns journal_entries, itself or through another role, and so may change everything." in found
    )


def test_a_server_that_owns_nothing_inspects_too(postgres: Anything) -> None:
    """It needs no more than temporary tables; where it may not make any, that is said instead of nothing."""
    name = f"server_{sa.make_url(postgres.url).database}"
    postgres.run(f"CREATE ROLE {name} LOGIN IN ROLE {ROLE}")
    serving = SqlStore(postgres.url.replace("://owner@", f"://{name}@"))
    try:
        assert serving.guard_findings() == ()
        database = sa.make_url(postgres.url).database
        postgres.run("DROP TRIGGER journal_entries_kept ON journal_entries")
        assert [each.check for each in serving.guard_findings()] == ["guards"]
        postgres.run(f'REVOKE TEMPORARY ON DATABASE "{database}" FROM PUBLIC')
        refused = SqlStore(postgres.url.replace("://owner@", f"://{name}@"))
        (found,) = refused.guard_findings()
        refused.close()
    finally:
        serving.close()
        postgres.run(f"DROP ROLE {name}")
    assert found == Finding(
        "guards",
        "provider",
        "The guards could not be compared with their declarations: the role may not create temporary tables.",
        "Grant TEMPORARY on the database to the role, or run `saas doctor` as the role that owns it.",
    )


def test_the_journals_own_tables_are_declared(postgres: Anything) -> None:
    """A name that is mistyped would compare nothing."""
    held = {row[0] for row in postgres.ask("SELECT relname FROM pg_class WHERE relkind = 'r'")}
    assert held.issuperset(JOURNAL)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE license_facts SET body = '{body}' WHERE position = 1", "Fact 1 of the license was changed after the"),
        ("UPDATE license_facts SET key = 'x' WHERE position = 2", "Fact 2 of the license was changed after the"),
        ("UPDATE license_facts SET position = 9 WHERE position = 2", "Fact 2 of the license was removed; the"),
        ("DELETE FROM license_facts WHERE position = 2", "Fact 2 of the license was removed; the journal noted it."),
        ("UPDATE licenses SET terms_version = '2020-01'", "The license was changed after the journal noted it."),
        (
            COPIED,
            "Fact 3 of the license was added by hand; the journal did not note it.",
        ),
    ],
    ids=["content", "key", "place", "removed", "terms", "added"],
)
def test_a_fact_written_past_the_application_is_found(
    company: Anything, database: Anything, change: str, sentence: str
) -> None:
    """By the doctor and by whoever verifies the journal, though every trigger is back in its place."""
    oversight = company.application.oversight
    assert oversight.audit.verify(by=company.staff, tenant_id=company.tenant_id).whole
    body = json.loads(database.ask("SELECT body FROM license_facts WHERE position = 1")[0][0])
    body["invoice"] = "never"
    triggers = database.ask("SELECT sql FROM sqlite_master WHERE type = 'trigger'") if database.kind == "sqlite" else []
    if database.kind == "sqlite":
        database.run("DROP TRIGGER license_facts_no_update", "DROP TRIGGER license_facts_no_delete")
    else:
        database.run("ALTER TABLE license_facts DISABLE TRIGGER USER")
    database.run(change.replace("{body}", json.dumps(body)))
    if database.kind == "sqlite":
        database.run(*(text for (text,) in triggers if "license_facts_no" in text))
    else:
        database.run("ALTER TABLE license_facts ENABLE TRIGGER USER")
    report = oversight.audit.verify(by=company.staff, tenant_id=company.tenant_id)
    assert (report.broken, report.whole) == (None, False)
    assert any(each.startswith(sentence) for each in report.faults), report.faults
    found = oversight.doctor.examine(by=company.staff).findings
    assert {each.sentence for each in found if each.check == "facts"} == set(report.faults)
