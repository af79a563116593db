"""The journal vouches for licenses and their facts from now on, and drift that nobody has seen is open again.

One entry of each client states the digests of what its license held at the upgrade. It says nothing of the time before:
whoever changed a fact by hand until then is not found by it. The way of computing both hashes is written out, as it was
when this revision was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

from saas_sql.migrations.first.types import Instant

revision = "0002"
down_revision = "0001"

_directory = sa.table("directory", sa.column("tenant_id", sa.Uuid))
_heads = sa.table(
    "tenant_heads",
    sa.column("tenant_id", sa.Uuid),
    sa.column("epoch"),
    sa.column("journal_position"),
    sa.column("journal_hash"),
)
_licenses = sa.table(
    "licenses",
    sa.column("tenant_id", sa.Uuid),
    sa.column("id", sa.Uuid),
    sa.column("instance_id", sa.Uuid),
    sa.column("terms_version", sa.Text),
    sa.column("opened_at", Instant()),
)
_facts = sa.table(
    "license_facts",
    sa.column("tenant_id", sa.Uuid),
    sa.column("license_id", sa.Uuid),
    sa.column("key", sa.Text),
    sa.column("position", sa.BigInteger),
    sa.column("effective_at", Instant()),
    sa.column("recorded_at", Instant()),
    sa.column("kind", sa.Text),
    sa.column("body", sa.Text),
)
_entries = sa.table(
    "journal_entries",
    sa.column("tenant_id", sa.Uuid),
    sa.column("position", sa.BigInteger),
    sa.column("id", sa.Uuid),
    sa.column("at", Instant()),
    sa.column("actor", sa.Text),
    sa.column("kind", sa.Text),
    sa.column("action", sa.Text),
    sa.column("subject", sa.Text),
    sa.column("details", sa.Text),
    sa.column("previous", sa.Text),
    sa.column("hash", sa.Text),
)
_incidents = sa.table(
    "incidents",
    sa.column("tenant_id", sa.Uuid),
    sa.column("kind", sa.Text),
    sa.column("raised_at", Instant()),
    sa.column("ended_at", Instant()),
)


def upgrade() -> None:
    """Take one client after the other, as row-level security asks even of the tables' owner."""
    connection = op.get_bind()
    tenants = connection.execute(sa.select(_directory.c.tenant_id).distinct()).scalars().all()
    for tenant_id in sorted(tenants, key=str):
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.set_config("app.tenant_id", str(tenant_id), True)))  # noqa: FBT003
        _vouch(connection, tenant_id)
        # Drift was stored as ended in the instant in which it was raised, and so it was never shown.
        unseen = (_incidents.c.kind == "drift", _incidents.c.ended_at == _incidents.c.raised_at)
        connection.execute(
            sa.update(_incidents).where(_incidents.c.tenant_id == tenant_id, *unseen).values(ended_at=None)
        )


def _vouch(connection: sa.Connection, tenant_id: Any) -> None:  # noqa: ANN401 - an id as the driver gives it
    license_ = connection.execute(sa.select(_licenses).where(_licenses.c.tenant_id == tenant_id)).mappings().first()
    head = connection.execute(sa.select(_heads).where(_heads.c.tenant_id == tenant_id)).mappings().first()
    if license_ is None or head is None:
        return
    facts = connection.execute(sa.select(_facts).where(_facts.c.tenant_id == tenant_id)).mappings().all()
    digests = {"0": _digest(license_)}
    digests |= {str(each["position"]): _digest({**each, "body": json.loads(each["body"])}) for each in facts}
    at = datetime.now(UTC)  # noqa: TID251 - a revision has no clock of its own
    entry = {
        "position": head["journal_position"] + 1,
        "id": uuid7(),
        "at": at.isoformat(timespec="microseconds"),
        "kind": "change",
        "action": "licensing.vouch",
        "subject": f"license:{license_['id']}",
        "details": {"license_digests": digests, "since": revision},
        "previous": head["journal_hash"],
    }
    content = {**entry, "tenant": str(tenant_id), "id": str(entry["id"]), "by": "system:upgrade"}
    row = {
        **entry,
        "tenant_id": tenant_id,
        "at": entry["at"] if connection.dialect.name == "sqlite" else at,
        "actor": content["by"],
        "details": _canonical(entry["details"]),
        "hash": hashlib.sha256(_canonical(content).encode()).hexdigest(),
    }
    connection.execute(sa.insert(_entries).values(row))
    connection.execute(
        sa.update(_heads)
        .where(_heads.c.tenant_id == tenant_id)
        .values(epoch=head["epoch"] + 1, journal_position=row["position"], journal_hash=row["hash"])
    )


def _digest(row: Mapping[Any, Any]) -> str:
    held = {name: _plain(value) for name, value in row.items() if value is not None}
    return hashlib.sha256(_canonical(held).encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a column holds
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, (str, int, dict)) else str(value)


def _canonical(content: Any) -> str:  # noqa: ANN401 - JSON values
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
