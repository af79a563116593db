"""`saas outbox`: pending and parked effects (1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Limit, Tenant
from saas_cli.lookup import tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.instants import instant_text

if TYPE_CHECKING:
    from saas_core.kernel.tasks import TaskState

app = branch(
    "outbox",
    "What waits to be carried out, such as mail, and what was parked after it failed too often.",
    "saas outbox list",
    "saas outbox list --parked",
    "saas outbox retry harbor user:01975a2e-0000-7000-8000-000000000001",
)

HEADS = ("KIND", "CLIENT", "SUBJECT", "STATE", "FAILED", "LAST FAULT")


@app.command(name="list", help_epilogue=examples("saas outbox list", "saas outbox list --parked --json"))
def list_(
    *,
    parked: Annotated[bool, Parameter(negative="", show_default=False, help="Only parked work.")] = False,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List the pending work of all clients: due, in progress, to be retried, or parked."""
    with desk(common) as at:
        found = at.app.work.outbox.list_tasks(by=at.by, limit=limit, parked=parked)
        rows = [
            (each.task.kind, each.task.tenant_id, each.task.subject, _state(each), each.attempts, each.fault)
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


def _state(each: TaskState) -> str:
    if each.parked_at is not None:
        return f"parked since {instant_text(each.parked_at)}"
    if each.leased_until is not None:
        return "being worked on"
    return f"due {instant_text(each.due_at)}"
