"""Mails that came in: what became of them, and those that were no answers."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from saas_core.incoming.desk import IncomingUnknown, IncomingView
from saas_core.incoming.values import State
from saas_core.kernel.ids import IncomingId
from saas_http.endpoints import Call, Router, staff
from saas_http.files import BYTES
from saas_http.paging import Page, Paging
from saas_http.routes.incoming.files import SANDBOXED
from saas_web.streams import Download

mails = Router(
    "staff: mail in", "Mails that came in, and what became of them.", prefix="/v1/staff/mails", name="mail_in"
)

READ = staff("provider.journal")


@frozen(kw_only=True)
class ListIncoming(Paging):
    """Filter of mails by what became of them."""

    state: State | None = None


@mails.get("", READ, tagged=False)
def list_incoming(call: Call, query: ListIncoming) -> Page[IncomingView]:
    """List mails that came in, the last ones first."""
    desk = call.app.incoming
    return call.reader(query).ids(
        lambda after, limit: desk.list_incoming(by=call.by, state=query.state, after=after, limit=limit),
        lambda mail: mail.id,
    )


@mails.get("/{incoming_id}", READ, IncomingUnknown, tagged=False)
def show_incoming(call: Call, incoming_id: IncomingId) -> IncomingView:
    """Show what became of a mail."""
    return call.app.incoming.show_incoming(by=call.by, incoming_id=incoming_id)


@mails.get(
    "/{incoming_id}/content",
    staff("provider.tenants"),
    IncomingUnknown,
    tagged=False,
    streams=True,
    media=BYTES,
    headers=SANDBOXED,
)
def open_incoming(call: Call, incoming_id: IncomingId) -> Iterator[bytes]:
    """Download a mail that was no answer, as it came; it is kept for 30 days."""
    pieces = call.app.incoming.open_incoming(by=call.by, incoming_id=incoming_id)
    return Download(pieces, ((b"content-disposition", f'attachment; filename="{incoming_id}.eml"'.encode()),))
