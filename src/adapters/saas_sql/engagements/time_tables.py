"""The tables of time on engagements, and of the register of enhancements."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from saas_core.engagements.work.model.intervals import overlapping
from saas_core.engagements.work.values import Delivered, EntryState, Unbillable
from saas_sql.column_types import Instant, choice
from saas_sql.declaration import WHOLE, column, ident, index, refers, refers_to_its_own
from saas_sql.engagements.tables import TABLES, engagement_requests
from saas_sql.faults import refuses

_FACTS: Final = " OR ".join(  # noqa: FLY002 - a line for each fact
    (
        "NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at OR NEW.seconds <> OLD.seconds",
        "NEW.recorded_at <> OLD.recorded_at",
        "coalesce(CAST(NEW.approval_id AS text), '') <> coalesce(CAST(OLD.approval_id AS text), '')",
        "coalesce(NEW.unbillable, '') <> coalesce(OLD.unbillable, '')",
    )
)
_RECORDED: Final = f"OLD.ended_at IS NOT NULL AND ({_FACTS})"
"""A recorded entry whose facts would change."""


def _same(name: str) -> str:
    """Return what compares an id in an exclusion constraint, which has no operator for ids without an extension."""
    number = f"uuid_hash_extended({name}, 0)"
    return f"int8range({number}, {number}, '[]') WITH ="


NO_OVERLAP: Final = (
    "ALTER TABLE time_of_workers ADD CONSTRAINT ex_time_of_workers_overlap EXCLUDE USING gist "
    f"({_same('worker_id')}, tstzrange(started_at, ended_at) WITH &&)"
)
"""The times of one worker never overlap, whichever clients they were for; one that runs takes all time from its
beginning on."""
refuses("ex_time_of_workers_overlap", overlapping)

# When each worker was at work, for whichever client; void time is removed.
time_of_workers = TABLES.add(
    "time_of_workers",
    ident("worker_id"),
    ident("entry_id"),
    column("tenant_id", sa.Uuid),
    column("started_at", Instant),
    column("ended_at", Instant, null=True),
    index("ix_time_of_workers_started_at", "worker_id", "started_at"),
    changes=("ended_at",),
    removed=True,
    outside="a worker's minute is billed to one client",
    guards=(NO_OVERLAP,),
)

time_entries = TABLES.add(
    "time_entries",
    ident(),
    column("engagement_id", sa.Uuid),
    column("worker_id", sa.Uuid),
    column("line", sa.Text),
    column("started_at", Instant),
    column("ended_at", Instant, null=True),
    column("seconds", sa.BigInteger),
    column("note", sa.Text),
    column("approval_id", sa.Uuid, null=True),
    column("unbillable", choice(Unbillable, "unbillable"), null=True),
    column("state", choice(EntryState, "entrystate")),
    column("recorded_at", Instant),
    column("split_from", sa.Uuid, null=True),
    column("reason", sa.Text, null=True),
    column("changed_at", Instant),
    refers("engagement_id", engagement_requests),
    refers_to_its_own("split_from", "time_entries", name="fk_time_entries_split_from"),
    sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="forward"),
    sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended"),
    # Only approved time stands on an invoice.
    sa.CheckConstraint(
        "state NOT IN ('invoiced', 'credited') OR (unbillable IS NULL AND approval_id IS NOT NULL)", name="approved"
    ),
    index("uq_time_entries_running", "tenant_id", "worker_id", where="state = 'running'", only_one=True),
    index("ix_time_entries_engagement_id", "tenant_id", "engagement_id", "id"),
    index("ix_time_entries_state", "tenant_id", "engagement_id", "state", "started_at", "id"),
    index("ix_time_entries_worker_id", "tenant_id", "worker_id", "started_at"),
    changes=(
        "ended_at",
        "seconds",
        "approval_id",
        "unbillable",
        "state",
        "recorded_at",
        "reason",
        "changed_at",
    ),
    judged=True,
    fixed=(("recorded", _RECORDED),),
)

engagement_hours = TABLES.add(
    "engagement_hours",
    ident("engagement_id"),
    column("approved", sa.BigInteger),
    column("used", sa.BigInteger),
    column("changed_at", Instant),
    refers("engagement_id", engagement_requests),
    # The last guard of the cap: whatever is counted beyond it is refused by the row itself.
    sa.CheckConstraint("used >= 0 AND used <= approved", name="cap"),
    changes=WHOLE,
    judged=True,
)

closed_periods = TABLES.add(
    "closed_periods",
    column("until", Instant, key=True),
    column("closed_at", Instant),
    added_only=True,
)

enhancements = TABLES.add(
    "enhancements",
    ident(),
    column("engagement_id", sa.Uuid),
    column("line", sa.Text),
    column("kind", choice(Delivered, "delivered")),
    column("description", sa.Text),
    column("release", sa.Text),
    column("delivered_at", Instant),
    column("registered_at", Instant),
    column("owner", sa.Text),
    column("hosted_only", sa.Boolean),
    column("clause_hash", sa.Text),
    refers("engagement_id", engagement_requests),
    # Whatever becomes of a client, what was made stays the provider's, and hosted.
    sa.CheckConstraint("owner = 'provider' AND hosted_only", name="providers"),
    index("ix_enhancements_engagement_id", "tenant_id", "engagement_id", "id"),
    added_only=True,
)
