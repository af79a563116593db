"""Sweeps, which decide the notices that clients get, and the post, which mails them; both run in workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar
from uuid import UUID

from attrs import evolve, field, frozen

from saas_core.access.queries.keys_and_sessions import member_names
from saas_core.access.queries.reading import owners_of
from saas_core.kernel.addresses import canonical
from saas_core.kernel.gathered import Parts
from saas_core.kernel.ids import PROVIDER, EffectId, Ids, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.letters import Composer, Letter, LetterKind, Pages
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.notices import SWEEP, Notice, Occasions, Reader
from saas_core.kernel.tasks import CLIENT, Lease, Tasks
from saas_core.kernel.work import Effect, Transactions
from saas_core.notices.ports import NoticesWork
from saas_core.tenancy.model import Account, Tenant
from saas_core.tenancy.ports import Directory

W = TypeVar("W", bound=NoticesWork)

NOTICE_MAIL: Final = "mail.notice"
"""An effect: one recipient gets the notice of one cause."""
CONTACT: Final = "contact"
"""The recipient named in the client's account; the others are owners, as `user:<id>`."""
WITHIN: Final = timedelta(hours=1)
"""The time over which the sweeps of many clients are spread when one act of the provider concerns all of them."""
_PAGE: Final = 200


class Sweeps(Generic[W]):
    """Decides the notices of clients, in a task each, and requests the mails, once for each cause."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[W],
        directory: Directory,
        tasks: Tasks,
        clock: Clock,
        ids: Ids,
        parts: Parts[W],
    ) -> None:
        """Take the ports, and the parts whose contexts supply notices."""
        self._transactions = transactions
        self._directory = directory
        self._tasks = tasks
        self._clock = clock
        self._ids = ids
        self._parts = parts

    def work(self, lease: Lease) -> int:
        """Decide the notices of a client, and return their number; raises StoreFault."""
        if lease.task.tenant_id == PROVIDER:
            self._everybody(lease)
            return 0
        with self._transactions.begin(lease.task.tenant_id) as work:
            decided = self._sweep(work) if work.tasks.holds(lease) and work.tasks.finish(lease) else 0
            work.commit()
        return decided

    def _sweep(self, work: W) -> int:
        at, tenant = self._clock.now(), work.tenants.get()
        reader = None if tenant is None else _reader(work, tenant, at)
        if tenant is None or reader is None:
            return 0
        sources = tuple(read(work, reader) for read in self._parts.occasions.values())
        recipients = _recipients(work, tenant)
        decided = 0
        # A notice may make the next one due, such as a lapse to come right after the end of another.
        while notices := due(sources, reader) if recipients else ():
            for notice in notices:
                self._tell(work, notice, recipients, at)
            reader = reader.after(notices)
            decided += len(notices)
        moments = (source.look_again(reader) for source in sources)
        again = min((each for each in moments if each is not None), default=None)
        if again is not None:
            work.tasks.want(SWEEP, CLIENT, again)
        return decided

    def _tell(self, work: W, notice: Notice, recipients: tuple[str, ...], at: datetime) -> None:
        work.notices.add(notice, at)
        for recipient in recipients:
            body = {"cause": notice.cause, "to": recipient}
            work.outbox.put(Effect(EffectId(self._ids.new()), at, NOTICE_MAIL, f"letters:{recipient}", body))

    def _everybody(self, lease: Lease) -> None:
        """Request a sweep of every client: of few at once, of many each at its turn within an hour."""
        at, page = self._clock.now(), self._directory.page("", _PAGE)
        every = WITHIN if len(page) == _PAGE else None
        while page:
            self._tasks.want_all(SWEEP, [(tenant_id, CLIENT) for _slug, tenant_id in page], at, every)
            page = self._directory.page(page[-1][0], _PAGE)
        with self._transactions.begin(PROVIDER) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
            work.commit()


@frozen(kw_only=True)
class NoticePost(Generic[W]):
    """Mails notices; names, addresses and links are read when mailing, so that no effect holds them."""

    transactions: Transactions[W]
    clock: Clock
    composer: Composer
    mailer: Mailer
    pages: Pages
    parts: Parts[W] = field(repr=False)

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail one notice to one recipient; the same id again means the same mail. Raises whatever the mailer raises.

        Nothing is mailed to a user who is no longer an owner, and no notice that has become untrue meanwhile.
        """
        with self.transactions.read(tenant_id) as work:
            mail = self._mail(work, effect)
        if mail is not None:
            self.mailer.send(mail)

    def _mail(self, work: W, effect: Effect) -> Mail | None:
        notice, tenant = work.notices.get(str(effect.body["cause"])), work.tenants.get()
        account = None if tenant is None else tenant.account
        if notice is None or tenant is None or account is None:
            return None
        recipient, kind = _recipient(work, str(effect.body["to"]), account), self.parts.letters[notice.kind]
        reader = _reader(work, tenant, self.clock.now())
        if reader is not None and "staff" in kind.facts:
            reader = evolve(reader, members=self._members())
        facts = self._facts(work, notice, reader)
        if recipient is None or facts is None:
            return None
        letter = Letter(
            kind, {**facts, **self._found_at(kind, facts), "client": account.legal_name, "name": recipient.name}
        )
        composed = self.composer.compose(letter)
        return Mail(id=effect.id, to=recipient.email, subject=composed.subject, text=composed.text, html=composed.html)

    def _members(self) -> Mapping[str, str]:
        """Return the names of the provider's staff, which no notice keeps."""
        with self.transactions.read(PROVIDER) as work:
            return member_names(work.staff.all())

    def _found_at(self, kind: LetterKind, facts: Mapping[str, str]) -> Mapping[str, str]:
        """Return where the terms and the invoice are that a letter speaks of, if it tells."""
        version = facts.get("version") or facts.get("terms", "")
        found = {"terms_at": self.pages.terms(version)} if "terms_at" in kind.facts else {}
        if "invoice_at" in kind.facts:
            found["invoice_at"] = self.pages.work_invoice(facts["invoice_at"])
        return found

    def _facts(self, work: W, notice: Notice, reader: Reader | None) -> dict[str, str] | None:
        if reader is None:
            return None
        source = self.parts.occasions[self.parts.tellers[notice.kind]](work, reader)
        facts = source.facts(notice, reader)
        return None if facts is None else dict(facts)


@frozen
class Recipient:
    """A person who gets a notice."""

    name: str
    email: str


def due(sources: tuple[Occasions, ...], reader: Reader) -> tuple[Notice, ...]:
    """Return the notices that are due, each for a cause that the client has no notice of yet.

    A client in setup gets none.
    """
    if not reader.activated:
        return ()
    return tuple(each for source in sources for each in source.due(reader) if each.cause not in reader.told)


def _reader(work: NoticesWork, tenant: Tenant, at: datetime) -> Reader | None:
    """Return the client that notices are for; None as long as it has no license."""
    license_ = work.licenses.get()
    if license_ is None:
        return None
    accepted = license_.accepted(at=at, known_at=at)
    return Reader(
        at=at,
        zone="UTC" if tenant.account is None else tenant.account.time_zone,
        activated=tenant.instance.active,
        terms=None if accepted is None else accepted.version,
        told=work.notices.causes(),
    )


def _recipients(work: NoticesWork, tenant: Tenant) -> tuple[str, ...]:
    """Return the recipients: the active owners, and the account's contact unless it is one of them."""
    return tuple(_names(work, tenant))


def _names(work: NoticesWork, tenant: Tenant) -> Iterator[str]:
    owners = owners_of(work)
    yield from (f"user:{each.id}" for each in owners)
    known = {canonical(each.email) for each in owners}
    if tenant.account is not None and canonical(tenant.account.contact_email) not in known:
        yield CONTACT


def _recipient(work: NoticesWork, name: str, account: Account) -> Recipient | None:
    if name == CONTACT:
        return Recipient(account.legal_name, account.contact_email)
    wanted = UserId(UUID(name.removeprefix("user:")))
    return next((Recipient(each.name, each.email) for each in owners_of(work) if each.id == wanted), None)
