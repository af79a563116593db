"""`saas outbox`: pending and parked effects (1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Limit, Tenant
from saas_cli.lookup import moment, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.present import named
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.instants import instant_text

if TYPE_CHECKING:
    from saas_core.work.desk import TaskView

app = branch(
    "outbox",
    "What waits to be carried out, such as mail, and what was parked after it failed too often.",
    "saas outbox list",
    "saas outbox list --parked",
    "saas outbox retry harbor user:01975a2e-0000-7000-8000-000000000001",
)

HEADS = ("KIND", "CLIENT", "SUBJECT", "STATE", "FAILED", "LAST FAULT")


@app.command(
    name="list",
    help_epilogue=examples(
        "saas outbox list",
        "saas outbox list --parked --json",
        "saas outbox list --client harbor --kind effects --since 2026-11-01T00:00:00Z",
    ),
)
def list_(
    *,
    parked: Annotated[bool, Parameter(negative="", show_default=False, help="Only parked work.")] = False,
    client: Annotated[str | None, Parameter(help="Only work for this client: short name or id.")] = None,
    kind: Annotated[str | None, Parameter(help="Only work of this kind, as shown.")] = None,
    subject: Annotated[str | None, Parameter(help="Only work on this subject, as shown, such as user:ID.")] = None,
    since: Annotated[str | None, Parameter(help="Only work due at this instant or later.")] = None,
    until: Annotated[str | None, Parameter(help="Only work due before this instant.")] = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List the pending work of all clients, that due last first: due, in progress, to be retried, or parked.

    Clients have their short names; people are named where you may read their
    names elsewhere too.
    """
    with desk(common) as at:
        found = at.app.work.outbox.list_tasks(
            by=at.by,
            limit=limit,
            parked=parked,
            tenant_id=None if client is None else tenant_of(at, client),
            kind=kind or "",
            subject=subject or "",
            since=moment(since, "since"),
            until=moment(until, "until"),
        )
        rows = [
            (
                each.task.kind,
                each.client or each.task.tenant_id,
                named(each.task.subject, each.subject_name),
                _state(each),
                each.attempts,
                each.fault,
            )
            for each in found
        ]
        at.screen.table(found, HEADS, rows, empty="Nothing is parked." if parked else "Nothing waits.")


@app.command(help_epilogue=examples("saas outbox retry harbor user:01975a2e-0000-7000-8000-000000000001"))
def retry(
    tenant: Tenant,
    subject: Annotated[str, Parameter(help="The subject, as `saas outbox list` shows it.")],
    /,
    *,
    kind: Annotated[str, Parameter(help="The kind of work.")] = "effects",
    common: Change = CHANGING,
) -> None:
    """Make a parked task due again and reset its failures; a worker then carries it out."""
    with desk(common) as at:
        at.app.work.outbox.retry(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            kind=kind,
            subject=subject,
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer({"retried": subject}, f"{subject} is due again.")


def _state(each: TaskView) -> str:
    if each.parked_at is not None:
        return f"parked since {instant_text(each.parked_at)}"
    if each.leased_until is not None:
        return "being worked on"
    return f"due {instant_text(each.due_at)}"
