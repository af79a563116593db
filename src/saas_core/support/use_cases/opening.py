"""Opening: how a ticket comes to be, by whom, under which decision, and what a classifier takes it for (2.3.a)."""

from __future__ import annotations

from attrs import evolve

from saas_core.kernel.actors import ClientUser
from saas_core.kernel.addresses import canonical
from saas_core.kernel.blanking import without_tokens
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TicketId, UserId
from saas_core.policy.acting import Act as AnyAct
from saas_core.policy.decision import Decision, Refused
from saas_core.policy.terms import Terms
from saas_core.support.commands import OpenAppeal, OpenTicket
from saas_core.support.errors import AppealOpen, RequesterUnknown
from saas_core.support.model.scope import Classification, Scope
from saas_core.support.model.seeing import EVERYBODYS
from saas_core.support.model.ticket import Opening, Ticket
from saas_core.support.policies.opening_facts import OF_THE_LICENSE
from saas_core.support.policies.times import reopen_window
from saas_core.support.policies.words import words_of
from saas_core.support.ports import SupportWork, TicketFilter
from saas_core.support.use_cases.act import Act, Desk, awaited, terms_of
from saas_core.support.values import APPEAL, LIVE, OPEN, ScopeKind, TicketKind

_OPENED_AS = "Opened as an appeal about the license."


def may_open(act: Act, command: OpenTicket) -> Decision:
    """Return the decision that lets a user open a ticket; raises Refused, with every reason, for all others (2.3.a)."""
    decision = act.decide(OPEN, command.department_id)
    act.require_allowed(decision)
    return decision


def may_appeal(act: Act, _command: OpenAppeal | None = None) -> Decision:
    """Return the decision that lets a user open an appeal, for which no license is needed; raises Refused (0.1)."""
    decision = act.decide(APPEAL)
    act.require_allowed(decision)
    return decision


def opened(act: Act, desk: Desk, command: OpenTicket) -> Ticket:
    """Return a new ticket, stored; raises RequesterUnknown, and InvalidValue for a topic that the terms do not have."""
    decision = may_open(act, command)
    terms = terms_of(act, decision.terms_version)
    if command.topic is not None:
        _require_topic(command.topic, terms)
    requester_id, waiting = _requester(act, desk, command)
    ticket = Ticket(
        id=TicketId(act.ids.new()),
        subject=without_tokens(command.subject),
        department_id=command.department_id,
        opened_by=user_of(act),
        requester_id=requester_id,
        awaited=waiting,
        opened_at=act.at,
        opening=opening_of(decision),
        proposed_topic=command.topic,
        waits_since=act.at,
        changed_at=act.at,
        proposal=desk.classifier.propose(command.subject, command.text, terms, act.at),
    )
    keep_new(act, ticket)
    return ticket


def appealed(act: Act, command: OpenAppeal) -> Ticket:
    """Return a new appeal, stored and classified as about the license; raises AppealOpen while there is another one."""
    decision = may_appeal(act)
    newest = act.work.tickets.page(TicketFilter(kind=TicketKind.APPEAL), EVERYBODYS, None, 1)
    if any(each.state in LIVE or each.reopens(act.at, reopen_window(act.work.terms, each)) for each in newest):
        message = "there is an appeal already (clause 0.1)."
        raise AppealOpen(message, field="ticket", remedy="Write to that one.")
    ticket = Ticket(
        id=TicketId(act.ids.new()),
        kind=TicketKind.APPEAL,
        subject=without_tokens(command.subject),
        opened_by=user_of(act),
        requester_id=user_of(act),
        opened_at=act.at,
        opening=opening_of(decision),
        waits_since=act.at,
        changed_at=act.at,
    )
    scope = Scope(ScopeKind.ABOUT_LICENSE)
    found = classification(act, ticket, scope, by="system:support", reason=_OPENED_AS)
    # Stored before its classification, which refers to it.
    keep_new(act, ticket)
    ticket = ticket.classified_as(found)
    act.work.tickets.save(ticket)
    act.work.classifications.add(ticket.id, found)
    return ticket


def following(act: Act, desk: Desk, ticket: Ticket, text: str) -> Ticket:
    """Return a new ticket that follows one that is over, judged and stored like any other; raises Refused, AppealOpen.

    It gets the terms of its own day.
    """
    if ticket.kind is TicketKind.APPEAL:
        fresh = appealed(act, OpenAppeal(subject=ticket.subject, text=text))
    else:
        known = None if ticket.department_id is None else desk.people.department_names(act.work, [ticket.department_id])
        place = ticket.department_id if known else None
        fresh = opened(act, desk, OpenTicket(subject=ticket.subject, text=text, department_id=place))
    fresh = evolve(fresh, follows_id=ticket.id)
    act.work.tickets.save(fresh)
    return fresh


def keep_new(act: Act, ticket: Ticket) -> None:
    """Store a new ticket, to be found by the words of its subject."""
    act.work.tickets.save(ticket)
    act.work.ticket_words.add(ticket, words_of(ticket.subject))


def classification(act: Act, ticket: Ticket, scope: Scope, *, by: str, reason: str) -> Classification:
    """Return the next classification of a ticket by the terms under which it was opened (9.4).

    Raises InvalidValue for a scope that does not name exactly one row where it has to.
    """
    terms = terms_of(act, ticket.opening.terms_version)
    return Classification(
        number=ticket.classified + 1,
        scope=scope,
        clauses=scope.clauses(terms),
        terms_version=terms.version,
        by=by,
        at=act.at,
        reason=reason,
    )


def opening_of(decision: Decision) -> Opening:
    """Return the part of a decision that is kept with a ticket."""
    return Opening(
        terms_version=decision.terms_version,
        at=decision.at,
        clauses=decision.clauses,
        valid_until=decision.valid_until,
        facts=tuple(each for each in decision.facts if each.name in OF_THE_LICENSE),
        persons=tuple(each for each in decision.facts if each.name not in OF_THE_LICENSE),
    )


def user_of(act: AnyAct[SupportWork]) -> UserId:
    """Return the acting user; raises Refused for staff and the software, which open no tickets."""
    if isinstance(act.by, ClientUser):
        return act.by.user_id
    raise Refused(act.decide(OPEN))


def _require_topic(topic: str, terms: Terms) -> None:
    try:
        Scope(ScopeKind.IN_SCOPE, topic).row(terms)
    except InvalidValue as fault:
        raise InvalidValue(fault.message, field="topic", remedy=fault.remedy) from fault


def _requester(act: Act, desk: Desk, command: OpenTicket) -> tuple[UserId | None, str | None]:
    """Return for whom a ticket is opened: a user, or whoever has or will have an address, by the digest of that.

    One for an address stands under the digest also where a user has it, so that the answer is the same (1.5).
    """
    if command.for_user_id is not None and command.for_email is not None:
        message = "is given beside a user."
        raise InvalidValue(message, field="for_email", remedy="Give one of the two.")
    if command.for_user_id is not None:
        if not desk.people.address(act.work, command.for_user_id):
            raise RequesterUnknown
        return command.for_user_id, None
    if command.for_email is None:
        return user_of(act), None
    address = canonical(desk.addresses.read(command.for_email, "for_email"))
    return desk.people.user_at(act.work, address), awaited(desk, address)
