"""The mail desk: delivery states of mails, and suppressed addresses, for the provider's staff."""

from __future__ import annotations

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.addresses import PLAIN, Addresses
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import PROVIDER, EffectId, Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.secrets import Digests
from saas_core.kernel.work import Transactions
from saas_core.mail.mailings import Mailing, Mailings, MailState, MailWork, Suppression, Suppressions
from saas_core.mail.mailroom import address_digest
from saas_core.policy.acting import Act, Acts
from saas_core.policy.ports import Judge


@frozen(kw_only=True)
class MailingView:
    """The delivery state of a mail, and the instant since which it has been in it."""

    id: EffectId
    state: str
    unanswered: int
    changed_at: str


@frozen(kw_only=True)
class AddressView:
    """The status of an address: whether it gets mail, and if not, since when and why; `address` is its keyed digest."""

    address: str
    suppressed: bool
    why: str = ""
    since: str = ""
    mail: EffectId | None = None


@checked
class MailDesk:
    """Shows the delivery states of mails, and lets a suppressed address get mail again; for staff.

    Addresses are stored as keyed digests, so that one can be looked up but none can be read.
    """

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[MailWork],
        mailings: Mailings,
        suppressions: Suppressions,
        digests: Digests,
        clock: Clock,
        ids: Ids,
        judge: Judge,
        addresses: Addresses = PLAIN,
    ) -> None:
        """Take the ports."""
        self._mailings = mailings
        self._suppressions = suppressions
        self._digests = digests
        self._addresses = addresses
        self._acts = Acts(transactions, clock, ids, judge)

    def list_mailings(
        self, *, by: Actor, state: MailState | None = None, after: EffectId | None = None, limit: int = 100
    ) -> tuple[MailingView, ...]:
        """Return mails by id with their delivery states, at most 1,000; raises Refused."""
        self._acts.require(PROVIDER, by, "provider.journal")
        return tuple(_mailing(each) for each in self._mailings.page(after, page_size(limit), state))

    def list_suppressed(self, *, by: Actor, after: str = "", limit: int = 100) -> tuple[AddressView, ...]:
        """Return the addresses that get no mail, as keyed digests in their order, at most 1,000; raises Refused."""
        self._acts.require(PROVIDER, by, "provider.journal")
        return tuple(_address(each) for each in self._suppressions.page(after, page_size(limit)))

    def look_up(self, *, by: Actor, address: str) -> AddressView:
        """Return whether an address gets mail; raises InvalidValue for text that is not an address, Refused."""
        self._acts.require(PROVIDER, by, "provider.journal")
        digest = self._digest(address)
        found = self._suppressions.get(digest)
        return AddressView(address=digest, suppressed=False) if found is None else _address(found)

    def lift(self, *, by: Actor, address: str, idempotency_key: str | None = None) -> AddressView:
        """Let an address get mail again, and journal it; an address that already gets mail is left as it is.

        Raises InvalidValue for text that is not an address, Refused.
        """
        digest = self._digest(address)
        request = Request("delivery.lift_suppression", {"address": digest}, idempotency_key)
        with self._acts.begin(PROVIDER, by) as act:
            act.require("provider.tenants")
            return act.once(request, AddressView, lambda: _lifted(act, digest))

    def _digest(self, address: str) -> str:
        return address_digest(self._digests, self._addresses.read(address, "address"))


def _lifted(act: Act[MailWork], digest: str) -> AddressView:
    if act.work.suppressions.lift(digest, act.at):
        act.note("delivery.lift_suppression", "mail", {"address": digest})
    return AddressView(address=digest, suppressed=False)


def _mailing(each: Mailing) -> MailingView:
    return MailingView(
        id=each.id, state=each.state.value, unanswered=each.unanswered, changed_at=each.changed_at.isoformat()
    )


def _address(each: Suppression) -> AddressView:
    return AddressView(
        address=each.address, suppressed=True, why=each.why, since=each.since.isoformat(), mail=each.mail
    )
