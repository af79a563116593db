"""Integrations: connections, sealed credentials under data keys, claims, counted uses; a kind of entry for uses."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant

revision = "0017"
down_revision = "0016"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_CHANGES: Final = {
    "client_keys": " (master_key_id, wrapped, wrapped_at)",
    "integration_connections": (
        " (state, made_by, made_at, changed_at, credential_id, checked_at, looks, problem_code, problem_about, "
        "failed_at)"
    ),
    "integration_states": " (until, works, title)",
    "integration_gateways": "",
    "integration_domains": "",
    "financial_settings": "",
    "integration_uses": " (uses, last_at)",
}
_REMOVED: Final = (
    "sealed_credentials",
    "integration_states",
    "integration_gateways",
    "integration_domains",
    "integration_uses",
)
_KINDS = "kind IN ('change', 'refusal', 'use')"
_PROBLEMS = (
    "'credential_revoked', 'credential_unfit', 'credential_unreadable', 'right_missing', 'account_held', "
    "'account_changed', 'account_not_ready', 'domain_held', 'record_pending', 'record_wrong', 'identity_exists', "
    "'identity_pending', 'identity_failed', 'provider_away'"
)
_RECORDS = "'unchecked', 'pending', 'found', 'wrong'"


def upgrade() -> None:
    """Add the tables, and let an entry of the journal say that a credential was used."""
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        _guard()
        op.execute("ALTER TABLE journal_entries DROP CONSTRAINT ck_journal_entries_entrykind")
        op.execute(f"ALTER TABLE journal_entries ADD CONSTRAINT ck_journal_entries_entrykind CHECK ({_KINDS})")
        return
    # SQLite changes no constraint, so the table is made anew; checks and triggers are not copied.
    with op.batch_alter_table("journal_entries", recreate="always") as table:
        table.create_check_constraint("ck_journal_entries_entrykind", _KINDS)
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_entries_no_{change.lower()} BEFORE {change} ON journal_entries "
            "BEGIN SELECT RAISE(ABORT, 'rows of journal_entries are only ever added'); END"
        )


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    for table in ("sealed_credentials", *_CHANGES):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
    for table in ("sealed_credentials", *_CHANGES, "integration_claims"):
        op.execute(f"GRANT SELECT, INSERT ON {table} TO saas_app_role")
    for table, columns in _CHANGES.items():
        op.execute(f"GRANT UPDATE{columns} ON {table} TO saas_app_role")
    for table in (*_REMOVED, "integration_claims"):
        op.execute(f"GRANT DELETE ON {table} TO saas_app_role")


def _columns(spec: str) -> list[sa.Column[Any]]:
    """Return columns of a list of names with their kinds; those with a question mark may be empty."""
    kinds: dict[str, sa.types.TypeEngine[Any]] = {
        "id": sa.Uuid(),
        "text": sa.Text(),
        "bytes": sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
        "number": sa.BigInteger(),
        "choice": sa.String(40),
        "at": Instant(),
        "flag": sa.Boolean(),
    }
    named = (each.partition(":") for each in spec.split())
    return [sa.Column(name, kinds[kind.rstrip("?")], nullable=kind.endswith("?")) for name, _colon, kind in named]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id", column], [f"{to}.tenant_id", f"{to}.id"], name=f"fk_{table}_{to}")


def _of_connection(table: str, columns: str, *checks: sa.CheckConstraint, key: tuple[str, ...] = ()) -> None:
    op.create_table(
        table,
        *_columns(f"tenant_id:id connection_id:id {columns}"),
        *checks,
        sa.PrimaryKeyConstraint("tenant_id", "connection_id", *key, name=f"pk_{table}"),
        _refers(table, "connection_id", "integration_connections"),
    )


def _tables() -> None:
    op.create_table(
        "client_keys",
        *_columns("tenant_id:id id:id master_key_id:text wrapped:text made_at:at wrapped_at:at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_client_keys"),
    )
    op.create_table(
        "sealed_credentials",
        *_columns(
            "tenant_id:id id:id key_id:id format:number sealed:text fingerprint:text last_four:text sealed_at:at"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_sealed_credentials"),
        _refers("sealed_credentials", "key_id", "client_keys"),
    )
    op.create_table(
        "integration_connections",
        *_columns(
            "tenant_id:id id:id name:text state:choice made_by:text made_at:at changed_at:at credential_id:id? "
            "checked_at:at? looks:number problem_code:choice? problem_about:text? failed_at:at? title:text "
            "enhancement_id:id?"
        ),
        sa.CheckConstraint(
            "state IN ('verifying', 'connected', 'failing', 'disconnected')",
            name="ck_integration_connections_connectionstate",
        ),
        sa.CheckConstraint(f"problem_code IN ({_PROBLEMS})", name="ck_integration_connections_problemcode"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_integration_connections"),
        sa.UniqueConstraint("tenant_id", "name", name="uq_integration_connections_name"),
        _refers("integration_connections", "credential_id", "sealed_credentials"),
    )
    _of_connection("integration_states", "since:at until:at? name:text works:flag title:text", key=("since",))
    _of_connection(
        "integration_gateways",
        "mode:choice linked:flag account:text currency:text country:text claimed:text rights:text",
        sa.CheckConstraint("mode IN ('live', 'test')", name="ck_integration_gateways_mode"),
    )
    _of_connection(
        "integration_domains",
        "domain:text sender_address:text sender_name:text reply_to:text token:text selector:text public_key:text "
        "proved:flag proof_state:choice dkim_state:choice identity:choice",
        sa.CheckConstraint(f"proof_state IN ({_RECORDS})", name="ck_integration_domains_proofstate"),
        sa.CheckConstraint(f"dkim_state IN ({_RECORDS})", name="ck_integration_domains_dkimstate"),
        sa.CheckConstraint(
            "identity IN ('absent', 'pending', 'verified', 'failed')", name="ck_integration_domains_identitystate"
        ),
    )
    op.create_table(
        "financial_settings",
        *_columns(
            "tenant_id:id currency:text country:text tax_number:text fiscal_year_month:number fiscal_year_day:number "
            "invoice_prefix:text next_number:number series:text"
        ),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_financial_settings"),
    )
    op.create_table(
        "integration_uses",
        *_columns("tenant_id:id integration_id:id name:text uses:number first_at:at last_at:at"),
        sa.PrimaryKeyConstraint("tenant_id", "integration_id", name="pk_integration_uses"),
    )
    op.create_table(
        "integration_claims",
        *_columns("kind:choice subject:bytes tenant_id:id"),
        sa.CheckConstraint("kind IN ('domain', 'account')", name="ck_integration_claims_claimkind"),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_integration_claims"),
    )
