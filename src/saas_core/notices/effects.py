"""Sweeps, which decide what clients are told, and the post, which tells them; both are done by workers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import evolve, frozen

from saas_core.access.queries.reading import owners_of
from saas_core.kernel import text
from saas_core.kernel.ids import PROVIDER, EffectId, Ids, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.tasks import CLIENT, SWEEP, Lease, Tasks
from saas_core.kernel.work import Effect, Transactions
from saas_core.licensing import events
from saas_core.licensing.model import License
from saas_core.licensing.policies import forecast, standing, unbroken_since
from saas_core.licensing.queries import settings_in
from saas_core.notices.letters import FACTS, Composer, Letter
from saas_core.notices.model import Hold, Notice, Situation
from saas_core.notices.policies import due, look_again, open_lapse, still_true
from saas_core.notices.ports import NoticesWork
from saas_core.tenancy.model import Tenant
from saas_core.tenancy.ports import Directory

NOTICE_MAIL: Final = "mail.notice"
"""An effect: one recipient is told of one cause."""
CONTACT: Final = "contact"
"""The recipient that the client's account names; the others are owners, as `user:<id>`."""
_PAGE: Final = 200


class Sweeps:
    """Looks what clients should be told, one task each, and has it mailed, each once for each cause."""

    def __init__(
        self, *, transactions: Transactions[NoticesWork], directory: Directory, tasks: Tasks, clock: Clock, ids: Ids
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._directory = directory
        self._tasks = tasks
        self._clock = clock
        self._ids = ids

    def work(self, lease: Lease) -> int:
        """Decide what a client is told, and give how many notices that are; raises StoreFault."""
        if lease.task.tenant_id == PROVIDER:
            self._everybody(lease)
            return 0
        with self._transactions.begin(lease.task.tenant_id) as work:
            decided = self._sweep(work) if work.tasks.holds(lease) and work.tasks.finish(lease) else 0
            work.commit()
        return decided

    def _sweep(self, work: NoticesWork) -> int:
        at = self._clock.now()
        tenant, license_ = work.tenants.get(), work.licenses.get()
        if tenant is None or license_ is None:
            return 0
        now = _situation(work, tenant, license_, at)
        recipients = _recipients(work, tenant)
        decided = 0
        # What is told may make the next thing due, such as a lapse to come right after the end of one.
        while notices := due(now) if recipients else ():
            for notice in notices:
                self._tell(work, notice, recipients, at)
            now = evolve(now, told=now.told | {each.cause for each in notices})
            decided += len(notices)
        again = look_again(now)
        if again is not None:
            work.tasks.want(SWEEP, CLIENT, again)
        return decided

    def _tell(self, work: NoticesWork, notice: Notice, recipients: tuple[str, ...], at: datetime) -> None:
        work.notices.add(notice, at)
        for recipient in recipients:
            body = {"cause": notice.cause, "to": recipient}
            work.outbox.put(Effect(EffectId(self._ids.new()), at, NOTICE_MAIL, f"letters:{recipient}", body))

    def _everybody(self, lease: Lease) -> None:
        """Have every client swept."""
        at, after = self._clock.now(), ""
        while page := self._directory.page(after, _PAGE):
            self._tasks.want_all(SWEEP, [(tenant_id, CLIENT) for _slug, tenant_id in page], at)
            after = page[-1][0]
        with self._transactions.begin(PROVIDER) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
            work.commit()


@frozen(kw_only=True)
class NoticePost:
    """Mails notices; names, addresses and links are read at that moment, so that no effect holds them."""

    transactions: Transactions[NoticesWork]
    clock: Clock
    composer: Composer
    mailer: Mailer

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail one notice to one recipient, the same id again being the same mail; raises what the mailer raises.

        Nothing is mailed to who is no owner any more, and nothing that has become untrue meanwhile.
        """
        with self.transactions.read(tenant_id) as work:
            mail = self._mail(work, effect)
        if mail is not None:
            self.mailer.send(mail)

    def _mail(self, work: NoticesWork, effect: Effect) -> Mail | None:
        notice, tenant = work.notices.get(str(effect.body["cause"])), work.tenants.get()
        license_, account = work.licenses.get(), None if tenant is None else tenant.account
        if notice is None or tenant is None or account is None or license_ is None:
            return None
        now = _situation(work, tenant, license_, self.clock.now())
        if not still_true(notice, now):
            return None
        recipient = _recipient(work, str(effect.body["to"]), Recipient(account.legal_name, account.contact_email))
        facts = _with_link(now, notice)
        if recipient is None or facts is None:
            return None
        letter = Letter(notice.kind, {**facts, "client": account.legal_name, "name": recipient.name})
        composed = self.composer.compose(letter)
        return Mail(id=effect.id, to=recipient.email, subject=composed.subject, text=composed.text, html=composed.html)


@frozen
class Recipient:
    """Who is written to."""

    name: str
    email: str


def _situation(work: NoticesWork, tenant: Tenant, license_: License, at: datetime) -> Situation:
    settings = settings_in(work)
    facts = license_.known(at)
    accepted = license_.accepted(at=at, known_at=at)
    newest = max(work.terms.all(), key=lambda each: each.effective_from)
    seen, told = standing(license_, settings, at=at, known_at=at), work.notices.causes()
    # Looked for where a letter says it alone, since it goes back through the years.
    wanted = not seen.good or open_lapse(told) is not None
    # Of a hold its own letter tells: a lapse beside it has a beginning of its own.
    apart = license_ if seen.good else _without_holds(license_)
    return Situation(
        at=at,
        zone="UTC" if tenant.account is None else tenant.account.time_zone,
        activated=tenant.instance.active,
        standing=seen,
        since=unbroken_since(apart, settings, at=at, known_at=at) if wanted else None,
        forecast=forecast(license_, settings, at=at, known_at=at),
        invoices=work.open_invoices.all(),
        holds=tuple(_holds(facts, at)),
        bound=None if accepted is None else accepted.version,
        newest=newest.version,
        newest_from=newest.effective_from,
        told=told,
    )


def _holds(facts: tuple[events.LicenseFact, ...], at: datetime) -> Iterator[Hold]:
    lifted = {each.hold: each.why for each in facts if isinstance(each, events.HoldLifted) and each.effective_at <= at}
    for each in facts:
        if isinstance(each, events.HoldPlaced) and each.effective_at <= at:
            yield Hold(id=each.hold, why=each.why, clause=each.clause, lifted=lifted.get(each.hold))


def _without_holds(license_: License) -> License:
    kept = (each for each in license_.facts if not isinstance(each, events.HoldPlaced | events.HoldLifted))
    return evolve(license_, facts=tuple(kept))


def _recipients(work: NoticesWork, tenant: Tenant) -> tuple[str, ...]:
    """Give who is told: the active owners, and the contact of the account where it is none of them."""
    owners = owners_of(work)
    found = [f"user:{each.id}" for each in owners]
    known = {text.email_key(each.email) for each in owners}
    if tenant.account is not None and text.email_key(tenant.account.contact_email) not in known:
        found.append(CONTACT)
    return tuple(found)


def _recipient(work: NoticesWork, told: str, contact: Recipient) -> Recipient | None:
    if told == CONTACT:
        return contact
    wanted = UserId(UUID(told.removeprefix("user:")))
    return next((Recipient(each.name, each.email) for each in owners_of(work) if each.id == wanted), None)


def _with_link(now: Situation, notice: Notice) -> dict[str, str] | None:
    """Give the facts with the page for paying where the letter has one; None when there is nothing to pay any more."""
    if "link" not in FACTS[notice.kind]:
        return dict(notice.facts)
    ref = notice.cause.partition(":")[2]
    invoice = next((each for each in now.invoices if each.ref == ref), None)
    return None if invoice is None else {**notice.facts, "link": invoice.link}
