"""Files of tickets: sent before a message names them, opened by whoever sees a ticket that refers to them (2.3.a)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import IO, Final, TypeAlias

from attrs import field, frozen

from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AttachmentId, Ids, TenantId, TicketId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.storage import ContentMissing, Measured, Storage, StoredId, held
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Refused
from saas_core.policy.ports import Judge
from saas_core.policy.reasons import LICENSE_CAUSES, ReasonCode
from saas_core.support.errors import AttachmentUnknown, TooManyFiles
from saas_core.support.model.files import LARGEST_MAIL, MOST_LOOSE, FileKind
from saas_core.support.model.writing import Attachment
from saas_core.support.ports import SupportWork, TicketFilter
from saas_core.support.ports.files import MailShower, NameCleaner, TypeSniffer
from saas_core.support.queries.views import FileView, file_view
from saas_core.support.use_cases.act import (
    UNUSED,
    Act,
    Desk,
    author_of,
    digest_of_file,
    reads_file,
    seer_of,
    staff_kinds,
)
from saas_core.support.use_cases.repeats import Acts
from saas_core.support.values import LARGEST_FILE, OPEN, ShownMail, TicketKind

_BROKEN_OFF: Final = timedelta(hours=1)
"""The time after which bytes without a file are taken for those of one whose sending broke off."""
_LONGEST_NAME: Final = 1_000

_Sees: TypeAlias = Callable[[TicketId], bool]


@frozen(kw_only=True)
class OpenedFile:
    """A file with its bytes in pieces."""

    view: FileView
    pieces: Iterator[bytes] = field(repr=False)


@checked
class Files:
    """The files of tickets, for clients and staff alike."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[SupportWork],
        storage: Storage,
        sniffer: TypeSniffer,
        names: NameCleaner,
        mails: MailShower,
        clock: Clock,
        ids: Ids,
        judge: Judge,
        desk: Desk,
    ) -> None:
        """Take the ports."""
        self._storage = storage
        self._sniffer = sniffer
        self._names = names
        self._mails = mails
        self._ids = ids
        self._desk = desk
        self._acts = Acts(transactions, clock, ids, judge, desk.digests)

    def send(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        content: Iterable[bytes],
        idempotency_key: str | None = None,
    ) -> FileView:
        """Send a file, for a message that names it within a day; its type is told by its bytes, its name is cleaned.

        Raises InvalidValue for a file that is too large or of a type that is not accepted, TooManyFiles, Refused,
        KeyReused, StoreFault, ProviderFault.
        """
        self._require(by, tenant_id)
        with held(content, LARGEST_FILE) as (file, measured):
            kind = self._sniffer.kind(file, name)
            return self._kept(by, tenant_id, name, kind, file, measured, idempotency_key)

    def send_mail(
        self, *, by: Actor, tenant_id: TenantId, content: Iterable[bytes], idempotency_key: str | None = None
    ) -> FileView:
        """Send a mail as it came, for the message that is made of it; raises what `send` raises."""
        self._require(by, tenant_id)
        with held(content, LARGEST_MAIL) as (file, measured):
            return self._kept(by, tenant_id, "mail.eml", FileKind.MAIL, file, measured, idempotency_key)

    def open(self, *, by: Actor, tenant_id: TenantId, attachment_id: AttachmentId) -> OpenedFile:
        """Return a file with its bytes.

        Raises AttachmentUnknown for one that the actor does not see, and for one whose bytes are gone, Refused,
        StoreFault, ProviderFault.
        """
        with self._acts.read(tenant_id, by) as act:
            found = self._seen(act, attachment_id)
        try:
            pieces = self._storage.open(tenant_id, StoredId(found.id))
        except ContentMissing:
            raise AttachmentUnknown from None
        return OpenedFile(view=file_view(found), pieces=pieces)

    def show_mail(self, *, by: Actor, tenant_id: TenantId, attachment_id: AttachmentId) -> ShownMail:
        """Return a file that is a mail as it is shown: cleaned, nothing loaded from elsewhere, quotes found.

        Raises what `open` raises, and AttachmentUnknown for a file of another type.
        """
        opened = self.open(by=by, tenant_id=tenant_id, attachment_id=attachment_id)
        if opened.view.media_type != FileKind.MAIL.value:
            raise AttachmentUnknown
        return self._mails(b"".join(opened.pieces))

    def _require(self, by: Actor, tenant_id: TenantId) -> None:
        """Require that somebody may send files, before any is taken; raises Refused."""
        with self._acts.read(tenant_id, by) as act:
            self._judge(act)

    def _judge(self, act: Act) -> None:
        if isinstance(act.by, ClientUser):
            self._judge_user(act)
        else:
            staff_kinds(act)
            # There is nobody whose file it could be where there is no such client.
            self._desk.clients.slug(act.work)

    def _judge_user(self, act: Act) -> None:
        """Require that a user may open tickets somewhere, were the license in order, or sees one; raises Refused."""
        seer, decision = seer_of(act, self._desk), act.decide(OPEN)
        aside = LICENSE_CAUSES | {ReasonCode.DEPARTMENT_OUT_OF_SCOPE}
        may_open = all(each.code in aside for each in decision.reasons)
        if not may_open and not act.work.tickets.page(TicketFilter(), seer, None, 1):
            raise Refused(decision)

    def _kept(  # noqa: PLR0913, PLR0917 - who, where, what, how
        self,
        by: Actor,
        tenant_id: TenantId,
        name: str,
        kind: FileKind,
        content: IO[bytes],
        measured: Measured,
        key: str | None,
    ) -> FileView:
        if len(name) > _LONGEST_NAME:
            message = f"has {len(name)} characters; {_LONGEST_NAME} are allowed."
            raise InvalidValue(message, field="name", remedy="Shorten it.")
        content_ = {"sha256": measured.sha256, "type": kind.value}
        request = self._acts.requested(Request("support.send_file", content_, key))
        file_id = AttachmentId(self._ids.new())
        with self._acts.begin(tenant_id, by) as act:
            self._judge(act)
            first = self._acts.answered(act, request, FileView)
            if first is not None:
                return first
            _require_few(act)
            # Should anything break off from here on, these bytes are removed.
            act.work.tasks.want(UNUSED, f"file:{file_id}", act.at + _BROKEN_OFF)
        content.seek(0)
        self._storage.put(tenant_id, StoredId(file_id), content)
        with self._acts.begin(tenant_id, by) as act:
            self._judge(act)
            return self._acts.once(
                act, request, FileView, lambda: self._saved(act, file_id, self._names(name), kind, measured)
            )

    def _seen(self, act: Act, attachment_id: AttachmentId) -> Attachment:
        found = act.work.ticket_files.get(attachment_id)
        sees = self._sees(act, found)
        if found is None or not (self._is_own(act, found) or any(map(sees, act.work.ticket_files.tickets(found.id)))):
            raise AttachmentUnknown
        return found

    def _sees(self, act: Act, file: Attachment | None) -> _Sees:
        """Return who sees a file on which ticket; raises Refused for whoever sees none."""
        if isinstance(act.by, ClientUser):
            seer = seer_of(act, self._desk)
            if file is None or not reads_file(act, seer, file):
                return lambda _ticket_id: False
            return lambda ticket_id: (ticket := act.work.tickets.get(ticket_id)) is not None and seer.sees(ticket)
        kinds: frozenset[TicketKind] = staff_kinds(act)
        return lambda ticket_id: (ticket := act.work.tickets.get(ticket_id)) is not None and ticket.kind in kinds

    def _saved(self, act: Act, file_id: AttachmentId, name: str, kind: FileKind, measured: Measured) -> FileView:
        side, author_id = author_of(act)
        _require_few(act)
        file = Attachment(
            id=file_id,
            side=side,
            author_id=author_id,
            sent_at=act.at,
            name=name,
            media_type=kind.value,
            size=measured.size,
            sha256=measured.sha256,
        )
        act.work.ticket_files.save(file)
        said: dict[str, Value] = {"size": file.size, "digest": digest_of_file(self._desk, file), "type": kind.value}
        act.note("support.send_file", f"file:{file.id}", said)
        return file_view(file)

    @staticmethod
    def _is_own(act: Act, file: Attachment) -> bool:
        return file.message_id is None and (file.side, file.author_id) == author_of(act)


def _require_few(act: Act) -> None:
    _side, author_id = author_of(act)
    if len(act.work.ticket_files.loose(author_id)) >= MOST_LOOSE:
        message = f"has {MOST_LOOSE} files that no message names."
        raise TooManyFiles(message, field="content", remedy="Name them in a message, or wait a day.")
