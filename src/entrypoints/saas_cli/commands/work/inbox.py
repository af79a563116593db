"""`saas inbox`: events from providers, and their processing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Limit
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_core.work.inbox import SignalView

app = branch(
    "inbox",
    "Events received from providers, such as Stripe's, and whether they were processed.",
    "saas inbox list",
    "saas inbox list --waiting",
    "saas inbox replay evt_1PqXYZ",
)

HEADS = ("RECEIVED", "ENDPOINT", "EVENT", "KIND", "ACCOUNT", "STATE", "LAST FAULT")
Event = Annotated[str, Parameter(help="The id of the event, as `saas inbox list` shows it.")]
Endpoint = Annotated[str, Parameter(help="The endpoint that received it.")]


@app.command(name="list", help_epilogue=examples("saas inbox list", "saas inbox list --waiting --json"))
def list_(
    *,
    waiting: Annotated[bool, Parameter(negative="", show_default=False, help="Only unprocessed events.")] = False,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List events, newest first: done, waiting, failing or parked."""
    with desk(common) as at:
        found = at.app.work.inbox.list_signals(by=at.by, limit=limit, waiting=waiting)
        rows = [
            (each.received_at[:19], each.endpoint, each.event, each.kind, each.account or "-", each.state, each.fault)
            for each in found
        ]
        at.screen.table(found, HEADS, rows, empty="Nothing waits." if waiting else "No events yet.")


@app.command(help_epilogue=examples("saas inbox show evt_1PqXYZ"))
def show(event: Event, /, *, endpoint: Endpoint = "stripe", common: Common = READING) -> None:
    """Show one event; its payload is not stored, since only the provider's books count."""
    with desk(common) as at:
        view = at.app.work.inbox.show_signal(by=at.by, endpoint=endpoint, event=event)
        at.screen.answer(view, *_lines(view))


@app.command(help_epilogue=examples("saas inbox replay evt_1PqXYZ", "saas inbox replay 7f3a --endpoint ses"))
def replay(event: Event, /, *, endpoint: Endpoint = "stripe", common: Change = CHANGING) -> None:
    """Have a worker process an event again, even if it was parked."""
    with desk(common) as at:
        view = at.app.work.inbox.replay(
            by=at.by, endpoint=endpoint, event=event, idempotency_key=common.idempotency_key
        )
        at.screen.answer(
            view, *_lines(view), "Its account is looked at again." if view.account else "What it says is applied again."
        )


def _lines(view: SignalView) -> Iterator[str]:
    yield f"{view.event}: {view.kind} about {view.subject}, received at {view.received_at}."
    yield f"Account {view.account or 'none'}, {view.state}{f' ({view.fault})' if view.fault else ''}."
