"""The schema that the migrations make is the one that the code declares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from saas_sql import migrate
from saas_sql.catalogue import tables_in
from saas_sql.declaration import with_all_conditions
from saas_sql.migrations.draft import draft
from saas_sql.schema import MIGRATIONS, REVISIONS
from schema_of import Pieces, differences, make_declared, schema_of

Anything = Any
# What was released is history. A table changes by a new revision, never by a change to one of these.
RELEASED = {
    "first": "eeddb7ed0927a572b3c565c1ca3d689e079b8211b9b5a510c9798fe2781c4c79",
    "versions/v0001_first.py": "6a32649a0861bcb112071a0c95d96dbf223365856e2d68900562692528973bb9",
    "versions/v0002_vouched_facts.py": "5a1eb219d4f3278f1ac2d86538980b32492f20569038815f766c63b7f78b4aa7",
    "versions/v0003_two_persons.py": "58ac84f921139bd2bcaec9fdf3583472604c63013fedef68551ea2a674662c85",
    "versions/v0004_journal_indexes.py": "ca2a3718523e632369cfdb471b3d262c88d959c7e74adfad34f7d08ee4cd64d4",
    "versions/v0005_addresses.py": "490a1753a35166659aee49ebe5dfcabb9370dad5516af084747873030ce6d88d",
    "versions/v0006_changed_editions.py": "55c29c15a8f44db4076114522dcc7591d0db7a808e944d7b48a0063663b91dd4",
    "versions/v0007_claims.py": "18d21cbc6f9e32895c3da98ab0d6500e1a949cbd7ae18874ded9c5931f467616",
    "versions/v0008_support.py": "001799c9d0fd8607a04ea8965b214aeffd35ead50b4af31bc3ed726b709ad6f7",
    "versions/v0009_questions.py": "54be97ee6fba0f803a1c353ff3d959a3dc3c83d8ffa575d868a4ea4171da84cb",
    "versions/v0010_mail_in.py": "3d31c7cdebdd983b652cd6366825b6b9b0047f916e1a059f2f57abfc454b8cc1",
    "versions/v0011_erased_requests.py": "06d054f94b036501ed8c279bbb544083ddbaa9942062384e1bcd708808fd4470",
    "versions/v0012_mail_reasons.py": "1fe2655ffb1074322660fe74f83f355b3827952ac18c1841c8bef69876a80515",
    "versions/v0013_unkeyed_hashes.py": "17d2d552ec75760c78ccbad01a9483a415d4c144ae4a94fa1b755f61b64bfd3c",
    "versions/v0014_estimates.py": "77fd4c36a35839e4b5690f07f953892f8cef819c92d654fcf7ce22e37875dfdb",
    "versions/v0015_work_and_billing.py": "ad328c6e1e540f1171f25427a9892cfc939ba7d65d486c5a73c8b83d59cb5082",
    "versions/v0016_sign_in_codes.py": "0a1e49de58e5f60fc2506f7aa6ff2f4e2e5666dfcf605d2859e69fa1e7d71330",
    "versions/v0017_integrations.py": "b6dbdc04860daa4b5444fec8e7914eff4c6074b1201fcbceccfaab8e3bec2336",
    "versions/v0018_living_policy.py": "5996a88280066a298fd3b479e30a5c68f0679de87db84b02c7cb97903d8c060a",
}


@pytest.fixture
def declared(database: Anything, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pieces]:
    """Yield the schema of a database of the same kind that was made of the declarations alone."""
    if database.kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'declared.db'}"
    else:
        url = request.getfixturevalue("postgres_cluster").new_database()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        make_declared(connection)
        yield schema_of(connection)
    engine.dispose()


def _migrated(database: Anything) -> Pieces:
    with database.beneath.connect() as connection:
        return schema_of(connection)


def test_the_migrations_make_what_the_code_declares(database: Anything, declared: Pieces) -> None:
    """Columns, keys, indexes with their conditions, checks, triggers, and on PostgreSQL policies and grants."""
    migrated = _migrated(database)
    assert differences(migrated, declared) == []
    kinds = {piece.split(": ")[1].split()[0] for piece in migrated}
    assert kinds >= {"column", "constraint", "index", "trigger"}
    assert database.kind == "sqlite" or kinds >= {"policy", "row-level", "grant", "function"}


@pytest.mark.parametrize(
    ("kind", "change", "piece", "place"),
    [
        ("sqlite", "ALTER TABLE notices ADD COLUMN more TEXT", "notices: column more", "saas_sql.notices"),
        ("sqlite", "DROP INDEX ix_keys_holder", "keys: index ix_keys_holder", "saas_sql.access"),
        ("sqlite", "DROP TRIGGER license_facts_no_update", "license_facts: trigger", "saas_sql.licensing"),
        ("sqlite", "CREATE TABLE more (id TEXT)", "more: column id", "no context"),
        ("postgres", "ALTER TABLE users ALTER name DROP NOT NULL", "users: column name", "saas_sql.access"),
        ("postgres", "ALTER TABLE outbox DROP CONSTRAINT uq_outbox_id", "outbox: constraint uq", "saas_sql.work"),
        ("postgres", "DROP INDEX ix_incidents_open", "incidents: index ix_incidents_open", "saas_sql.payments"),
        ("postgres", "DROP TRIGGER assignments_owner ON assignments", "assignments: trigger", "saas_sql.access"),
        ("postgres", "ALTER TABLE staff NO FORCE ROW LEVEL SECURITY", "staff: row-level security", "saas_sql.access"),
        ("postgres", "DROP POLICY provided ON terms", "terms: policy provided", "saas_sql.policy"),
        ("postgres", "GRANT DELETE ON replies TO saas_app_role", "replies: grant of DELETE", "saas_sql.kernel"),
        ("postgres", "GRANT UPDATE (holder) ON keys TO saas_app_role", "keys: grant of UPDATE on", "saas_sql.access"),
        ("postgres", "DROP FUNCTION refuse_change CASCADE", "refuse_change: function", "no context"),
    ],
)  # fmt: skip
def test_a_difference_is_told_with_both_places(
    request: pytest.FixtureRequest, kind: str, change: str, piece: str, place: str, tmp_path: Path
) -> None:
    """Whatever is changed past the declarations is found by its name."""
    database = request.getfixturevalue(kind)
    before = _migrated(database)
    database.run(change)
    found = [each for each in differences(_migrated(database), before) if each.startswith(piece)]
    assert found
    assert all(f"the migrations up to {REVISIONS[-1]} make" in each and f"{place} declares" in each for each in found)


def test_alembic_would_draft_an_empty_revision(database: Anything) -> None:
    """Its comparison, which new revisions are made by, finds nothing to do."""
    metadata = list(dict.fromkeys(with_all_conditions(each).metadata for each in tables_in().values()))
    with database.beneath.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": database.kind == "postgresql"})
        assert compare_metadata(context, metadata) == []


def test_a_draft_has_the_next_number_and_nothing_to_do(tmp_path: Path) -> None:
    """While the migrations make what is declared; it follows on the last revision."""
    text = draft("nothing at all", tmp_path).read_text(encoding="utf-8")
    number = f"{int(REVISIONS[-1]) + 1:04}"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [f"v{number}_nothing_at_all.py"]
    assert f"down_revision = '{REVISIONS[-1]}'" in text
    assert "pass" in text
    assert "op.create" not in text


def test_the_code_knows_every_revision() -> None:
    """The list that is checked at the start, without loading Alembic, is Alembic's own."""
    script = ScriptDirectory(str(MIGRATIONS))
    assert tuple(each.revision for each in reversed(list(script.walk_revisions()))) == REVISIONS


def test_a_revision_that_was_released_is_never_changed() -> None:
    """Databases were made by it; whatever is to be otherwise comes in a revision of its own."""
    assert {name: _digest(MIGRATIONS / name) for name in RELEASED} == RELEASED
    assert {f"versions/{each.name}" for each in (MIGRATIONS / "versions").glob("v*.py")} <= set(RELEASED)


def test_no_revision_rests_on_the_code_of_today() -> None:
    """It imports nothing of the house but its own parts, so no change of a declaration changes history."""
    texts = [each.read_text(encoding="utf-8") for each in (MIGRATIONS / "versions").glob("*.py")]
    texts += [each.read_text(encoding="utf-8") for each in (MIGRATIONS / "first").glob("*.py")]
    imported = [line for text in texts for line in text.splitlines() if line.startswith(("import saas", "from saas"))]
    assert imported
    assert [line for line in imported if not line.startswith("from saas_sql.migrations.")] == []


def test_a_second_migration_changes_nothing(database: Anything, tenant: Anything, journaled: Anything) -> None:
    """Existing data stays, and the check passes."""
    journaled(database.store, tenant)
    migrate(database.url)
    database.store.check()
    with database.store.read(tenant) as work:
        assert work.journal.head()[0] == 1


def _digest(place: Path) -> str:
    files = sorted(place.glob("*.py")) if place.is_dir() else [place]
    return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()
