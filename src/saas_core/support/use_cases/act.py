"""What every use case of tickets needs: the ports, who sees and may write to a ticket, and what a message brings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias
from uuid import UUID

from attrs import evolve, frozen

from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.addresses import Addresses, canonical
from saas_core.kernel.blanking import without_secrets, without_tokens
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AttachmentId, DepartmentId, TicketId, UserId
from saas_core.kernel.secrets import Digests
from saas_core.policy import acting
from saas_core.policy.decision import Decision, Question, Refused
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.names import covered
from saas_core.policy.reasons import LICENSE_CAUSES, ReasonCode
from saas_core.policy.terms import Terms
from saas_core.support.errors import AttachmentUnknown, TicketUnknown
from saas_core.support.model.seeing import EVERYBODYS, Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Attachment, Message
from saas_core.support.policies.words import words_of
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import (
    UNASKED,
    UNSURE,
    Classifier,
    Clients,
    Engagements,
    OpenQuestions,
    People,
    Placing,
)
from saas_core.support.values import (
    MOST_ATTACHMENTS,
    OPEN,
    SEE,
    STAFF,
    STAFF_APPEALS,
    MessageId,
    Side,
    TicketKind,
)

Act: TypeAlias = acting.Act[SupportWork]

LETTER: Final = "support.letter"
"""An effect: one person is told of an answer, a resolution or a decline."""
CLOSE: Final = "support.close"
"""Tasks of this kind close one resolved ticket once nobody may take it up again."""
UNUSED: Final = "support.unused_file"
"""Tasks of this kind remove the bytes of one file that is known no more."""

HANDLED_BY: Final = {TicketKind.SUPPORT: STAFF, TicketKind.APPEAL: STAFF_APPEALS}
"""What staff asks about for handling a ticket of each kind."""
_ELSEWHERE: Final = frozenset({ReasonCode.PERMISSION_MISSING, ReasonCode.DEPARTMENT_OUT_OF_SCOPE})


@frozen(kw_only=True)
class Desk:
    """What the use cases of tickets ask of others."""

    people: People
    placing: Placing
    clients: Clients
    engagements: Engagements
    digests: Digests
    addresses: Addresses
    classifier: Classifier = UNSURE
    questions: OpenQuestions = UNASKED


def seer_of(act: Act, desk: Desk) -> Seer:
    """Return what the acting user of the client sees; raises Refused for anybody else.

    With `support.read` in the whole instance everything, with it in departments the tickets of these and of those under
    them, without it the person's own. A program sees them as far as its key names that right, or that of writing.
    """
    decision = act.decide(SEE)
    if decision.allowed:
        return EVERYBODYS if not isinstance(act.by, ClientUser) else evolve(_own(act, desk, act.by), everything=True)
    codes = {each.code for each in decision.reasons}
    if not isinstance(act.by, ClientUser) or codes - _ELSEWHERE - {ReasonCode.KEY_OUT_OF_SCOPE}:
        raise Refused(decision)
    if ReasonCode.KEY_OUT_OF_SCOPE in codes:
        if covered(OPEN, act.by.scopes or frozenset()) is None:
            raise Refused(decision)
        return _own(act, desk, act.by)
    own = _own(act, desk, act.by)
    if ReasonCode.DEPARTMENT_OUT_OF_SCOPE not in codes:
        return own
    places = desk.placing.placed(act.work, Question(act.work.tenant_id, act.by, SEE), act.at)
    return evolve(own, departments=frozenset(places.departments))


def _own(act: Act, desk: Desk, by: ClientUser) -> Seer:
    address = desk.people.address(act.work, by.user_id)
    return Seer(user_id=by.user_id, awaited=awaited(desk, address) if address else "")


def awaited(desk: Desk, address: str) -> str:
    """Return the keyed digest under which a ticket waits for the person who has an address."""
    return desk.digests.of(f"ticket for {canonical(address)}")


def seen(act: Act, desk: Desk, ticket_id: TicketId) -> tuple[Ticket, Seer]:
    """Return a ticket that the acting user of the client sees; raises Refused, TicketUnknown."""
    seer = seer_of(act, desk)
    ticket = act.work.tickets.get(ticket_id)
    if ticket is None or not seer.sees(ticket):
        raise TicketUnknown
    return ticket, seer


def writable(act: Act, desk: Desk, ticket_id: TicketId) -> Ticket:
    """Return a ticket to which the acting user may write; raises Refused, TicketUnknown.

    Its opener, and whom it was opened for, needs no role for that; others need `support.open` where it belongs. The
    license is not asked: what was opened in time is answered to its close (2.3.a).
    """
    ticket, seer = seen(act, desk, ticket_id)
    decision = act.decide(OPEN, place_of(act, desk, ticket.department_id))
    aside = LICENSE_CAUSES | (_ELSEWHERE if seer.owns(ticket) else frozenset())
    if any(each.code not in aside for each in decision.reasons):
        raise Refused(decision)
    return ticket


def place_of(act: Act, desk: Desk, department_id: DepartmentId | None) -> DepartmentId | None:
    """Return where a ticket belongs now: in its department, or in the whole instance once that is gone."""
    if department_id is None:
        return None
    return department_id if department_id in desk.people.department_names(act.work, [department_id]) else None


def staff_kinds(act: Act) -> frozenset[TicketKind]:
    """Return the kinds of tickets that the acting member of staff handles; raises Refused if there are none."""
    decisions = {kind: act.decide(action) for kind, action in HANDLED_BY.items()}
    found = frozenset(kind for kind, decision in decisions.items() if decision.allowed)
    if not found or not isinstance(act.by, Staff):
        raise Refused(_refusal(act, decisions[TicketKind.SUPPORT]))
    return found


def _refusal(act: Act, decision: Decision) -> Decision:
    # The software holds every right of the provider's, and yet it is nobody who handles a ticket.
    return decision if decision.reasons else act.decide(SEE)


def handled(act: Act, ticket_id: TicketId) -> Ticket:
    """Return a ticket that the acting member of staff handles; raises Refused, TicketUnknown.

    An appeal is handled by those who handle licenses, everything else by support.
    """
    kinds = staff_kinds(act)
    ticket = act.work.tickets.get(ticket_id)
    if ticket is None:
        raise TicketUnknown
    if ticket.kind not in kinds:
        act.require(HANDLED_BY[ticket.kind])
    return ticket


def terms_of(act: Act, version: str) -> Terms:
    """Return the version of the terms under which a ticket was opened; raises TermsUnknown."""
    found = act.work.terms.get(version)
    if found is None:
        message = f"the version {version} is not there."
        raise TermsUnknown(message, field="terms", remedy="Restore it from a backup.")
    return found


def author_of(act: Act) -> tuple[Side, UUID]:
    """Return the side and the id of whoever writes; raises InvalidValue for the software, which writes nothing."""
    match act.by:
        case ClientUser(user_id=user_id):
            return Side.CLIENT, user_id
        case Staff(staff_id=staff_id):
            return Side.STAFF, staff_id
        case _:
            message = "is no person who could write."
            raise InvalidValue(message, field="by", remedy="Act as a user or as a member of staff.")


def write(  # noqa: PLR0913 - where, what, as what, and with which files
    act: Act,
    ticket: Ticket,
    text: str,
    *,
    via: Ticket | None = None,
    answers: Message | None = None,
    solution: bool = False,
    by_mail: bool = False,
    attachments: Iterable[AttachmentId] = (),
) -> Message:
    """Keep a message of the acting person on a ticket, with its files and the words by which it is found.

    `via` is the ticket to which it was written, where that one was merged. Raises AttachmentUnknown, InvalidValue.
    """
    side, author_id = author_of(act)
    # Whoever pastes a letter of ours into a ticket does not hand over what it opens.
    text = without_secrets(text) if by_mail else without_tokens(text)
    home = via or ticket
    via_id = home.id if home.id != ticket.id else (answers.via_id if answers is not None else None)
    message = Message(
        id=MessageId(act.ids.new()),
        ticket_id=ticket.id,
        via_id=via_id,
        side=side,
        author_id=author_id,
        written_at=act.at,
        text=text,
        answers_id=None if answers is None else answers.id,
        solution=solution,
        by_mail=by_mail,
    )
    act.work.ticket_messages.save(message)
    _attach(act, message, tuple(attachments))
    found_by = act.work.tickets.get(message.home_id) if message.home_id != home.id else home
    act.work.ticket_words.add(found_by or home, words_of(text))
    return message


def _attach(act: Act, message: Message, attachment_ids: tuple[AttachmentId, ...]) -> None:
    if len(attachment_ids) > MOST_ATTACHMENTS:
        message_ = f"names {len(attachment_ids)} files; {MOST_ATTACHMENTS} are allowed."
        raise InvalidValue(message_, field="attachments", remedy="Send the rest with another message.")
    for each in dict.fromkeys(attachment_ids):
        file = act.work.ticket_files.get(each)
        if file is None or (file.side, file.author_id) != (message.side, message.author_id) or file.message_id:
            raise AttachmentUnknown
        act.work.ticket_files.save(evolve(file, message_id=message.id))
    if attachment_ids:
        # A message that was written to a merged ticket also stands on the one that carries it on, and so do its files.
        for ticket_id in dict.fromkeys((message.home_id, message.ticket_id)):
            act.work.ticket_files.refer(ticket_id, attachment_ids)


def reads_file(act: Act, seer: Seer, file: Attachment) -> bool:
    """Return whether whoever sees a ticket may have a file of it: behind a merge, only together with its message."""
    message = None if file.message_id is None else act.work.ticket_messages.get(file.message_id)
    if seer.everything or message is None or message.via_id is None:
        return True
    home = act.work.tickets.get(message.via_id)
    return home is not None and seer.sees(home)


def digest_of_file(desk: Desk, file: Attachment) -> str:
    """Return the keyed digest by which the journal names the content of a file, which may be removed one day."""
    return desk.digests.of(f"file {file.id} {file.sha256}")


def tell(act: Act, letter: str, ticket_id: TicketId, to: UserId, message: Message | None = None) -> None:
    """Have one person told by mail; the letter is written when it is sent, from what the person may see then."""
    body = {
        "letter": letter,
        "ticket": str(ticket_id),
        "to": str(to),
        "message": "" if message is None else str(message.id),
    }
    act.put(LETTER, f"ticket:{ticket_id}", body)
