"""The delivery status of mails, and suppressed addresses."""

from __future__ import annotations

from attrs import frozen

from saas_core.mail.desk import AddressView, MailingView
from saas_core.mail.mailings import MailState
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Email

mail = Router(
    "staff: mail",
    "Delivery status of mails, and suppressed addresses; addresses appear as keyed digests.",
    prefix="/v1/staff/mail",
    name="mail",
)

JOURNAL = staff("provider.journal")


@frozen(kw_only=True)
class ListMailings(Paging):
    """Filter of mails by state."""

    state: MailState | None = None


@frozen(kw_only=True)
class Address:
    """An e-mail address."""

    address: Email


@mail.get("", JOURNAL, tagged=False)
def list_mailings(call: Call, query: ListMailings) -> Page[MailingView]:
    """List mails with their delivery status."""
    desk = call.app.mail
    return call.reader(query).ids(
        lambda after, limit: desk.list_mailings(by=call.by, state=query.state, after=after, limit=limit),
        lambda mailing: mailing.id,
    )


@mail.get("/suppressed", JOURNAL, tagged=False)
def list_suppressed(call: Call, query: Paging) -> Page[AddressView]:
    """List the suppressed addresses, as keyed digests."""
    desk = call.app.mail
    return call.reader(query).names(
        lambda after, limit: desk.list_suppressed(by=call.by, after=after, limit=limit),
        lambda address: address.address,
    )


@mail.ask("/look-up", JOURNAL)
def look_up(call: Call, body: Address) -> AddressView:
    """Look up whether an address is suppressed."""
    return call.app.mail.look_up(by=call.by, address=body.address)


@mail.post("/lift", staff("provider.tenants"))
def lift(call: Call, body: Address) -> AddressView:
    """Lift the suppression of an address."""
    return call.app.mail.lift(by=call.by, address=body.address, idempotency_key=call.key)
