"""How far mails came, and addresses that get none."""

from __future__ import annotations

from attrs import frozen

from saas_core.mail.desk import AddressView, MailingView
from saas_core.mail.mailings import MailState
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Email

mail = Router(
    "staff: mail", "How far mails came; addresses are shown as keyed digests.", prefix="/v1/staff/mail", name="mail"
)

JOURNAL = staff("provider.journal")


@frozen(kw_only=True)
class ListMailings(Paging):
    """Which mails: of one state, or of any."""

    state: MailState | None = None


@frozen(kw_only=True)
class Address:
    """An address."""

    address: Email


@mail.get("", JOURNAL, tagged=False)
def list_mailings(call: Call, query: ListMailings) -> Page[MailingView]:
    """List mails with how far each came."""
    desk = call.app.mail
    return call.reader(query).ids(
        lambda after, limit: desk.list_mailings(by=call.by, state=query.state, after=after, limit=limit),
        lambda mailing: mailing.id,
    )


@mail.get("/suppressed", JOURNAL, tagged=False)
def list_suppressed(call: Call, query: Paging) -> Page[AddressView]:
    """List the addresses that get no mail, as keyed digests."""
    desk = call.app.mail
    return call.reader(query).names(
        lambda after, limit: desk.list_suppressed(by=call.by, after=after, limit=limit),
        lambda address: address.address,
    )


@mail.ask("/look-up", JOURNAL)
def look_up(call: Call, body: Address) -> AddressView:
    """Tell whether an address gets mail."""
    return call.app.mail.look_up(by=call.by, address=body.address)


@mail.post("/lift", staff("provider.tenants"))
def lift(call: Call, body: Address) -> AddressView:
    """Lift the suppression of an address."""
    return call.app.mail.lift(by=call.by, address=body.address, idempotency_key=call.key)
