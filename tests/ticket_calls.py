"""A right call of each use case of tickets and of requests for paid work, for the tests of every promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import AttachmentId
from saas_core.support.model.writing import Attachment
from saas_core.support.ports import TicketPlace, WaitingPlace
from saas_core.support.ports.questions import QuestionPlace
from saas_core.support.queries.views import TicketView
from saas_core.support.values import MessageId, NoteId, Queue, Resolution, ScopeKind, Side, TicketKind, TicketState
from two_clients import DAYS, Client, World

Arguments = Callable[[World, Client], dict[str, Any]]
EXCLUSION = "exclusion.call_systems"
USAGE = "topic.feature_usage"
WORDS = {"subject": "Canary-subject", "text": "Canary-text"}


def opened(world: World, client: Client) -> TicketView:
    """Open a ticket of the client's owner."""
    return world.application.support.tickets.open(by=client.owner, tenant_id=client.tenant_id, **WORDS)


def classified(world: World, client: Client, scope: str = "in_scope", named: str | None = USAGE) -> TicketView:
    """Open a ticket, and have another member of staff than the one of the calls classify it."""
    return world.application.support.handling.classify(
        by=Staff(world.told.helper, frozenset({"staff.support"})),
        tenant_id=client.tenant_id,
        ticket_id=opened(world, client).ticket_id,
        scope=ScopeKind(scope),
        named=named,
        reason="Canary-reason",
    )


def _excluded(world: World, client: Client) -> TicketView:
    return classified(world, client, "out_of_scope", EXCLUSION)


def _declined(world: World, client: Client) -> TicketView:
    return world.application.support.handling.resolve(
        by=world.told.staff,
        tenant_id=client.tenant_id,
        ticket_id=_excluded(world, client).ticket_id,
        how=Resolution.DECLINED_OUT_OF_SCOPE,
    )


def _disputed(world: World, client: Client) -> TicketView:
    ticket = _excluded(world, client)
    return world.application.support.tickets.dispute(
        by=client.owner, tenant_id=client.tenant_id, ticket_id=ticket.ticket_id, text="Canary-text"
    )


def sent(world: World, client: Client, side: Side = Side.CLIENT) -> AttachmentId:
    """Store a file of the client's owner, or of the member of staff of the calls, without its bytes."""
    author = client.owner.user_id if side is Side.CLIENT else world.told.staff.staff_id
    file = Attachment(
        id=AttachmentId(uuid4()),
        side=side,
        author_id=author,
        sent_at=world.clock.now(),
        name="Canary-name.png",
        media_type="image/png",
        size=7,
        sha256="a" * 64,
    )
    with world.application.store.begin(client.tenant_id) as work:
        work.ticket_files.save(file)
        work.commit()
    return file.id


def about(make: Callable[[World, Client], TicketView], **given: Any) -> Arguments:
    """Return the arguments of a command on a ticket that is made for it."""
    return lambda world, client: {"ticket_id": make(world, client).ticket_id, **given}


def first_message(world: World, client: Client, ticket: TicketView) -> MessageId:
    """Return the first message of a ticket."""
    found = world.application.support.reading.messages(
        by=client.owner, tenant_id=client.tenant_id, ticket_id=ticket.ticket_id
    )
    return MessageId(found[0].message_id)


def open_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what opens a ticket in a department, for somebody, with a file."""
    return {
        **WORDS,
        "department_id": client.below,
        "topic": USAGE,
        "for_user_id": client.clerk.user_id,
        "attachments": (sent(world, client),),
    }


def appeal_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what opens an appeal."""
    return {**WORDS, "attachments": (sent(world, client),)}


def write_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what writes to a ticket."""
    ticket = opened(world, client)
    return {"ticket_id": ticket.ticket_id, "text": "Canary-text", "attachments": (sent(world, client),)}


def answer_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what answers a message."""
    ticket = classified(world, client)
    return {
        "ticket_id": ticket.ticket_id,
        "text": "Canary-text",
        "solution": True,
        "answers_id": first_message(world, client, ticket),
        "attachments": (sent(world, client, Side.STAFF),),
    }


def merge_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what merges one ticket into another."""
    return {"ticket_id": opened(world, client).ticket_id, "into": opened(world, client).ticket_id}


def redact_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what removes the text of a message."""
    ticket = opened(world, client)
    found = first_message(world, client, ticket)
    return {"ticket_id": ticket.ticket_id, "message_id": found, "reason": "Canary-reason"}


def redact_file_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what removes a file of a ticket."""
    file = sent(world, client)
    ticket = world.application.support.tickets.open(
        by=client.owner, tenant_id=client.tenant_id, **WORDS, attachments=(file,)
    )
    return {"ticket_id": ticket.ticket_id, "attachment_id": file, "reason": "Canary-reason"}


def redact_note_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what removes the text of a note."""
    ticket = opened(world, client)
    note = world.application.support.handling.note(
        by=world.told.staff, tenant_id=client.tenant_id, ticket_id=ticket.ticket_id, text="Canary-note"
    )
    return {"ticket_id": ticket.ticket_id, "note_id": note.note_id, "reason": "Canary-reason"}


def messages_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what reads the messages after the first one."""
    ticket = opened(world, client)
    found = first_message(world, client, ticket)
    return {"ticket_id": ticket.ticket_id, "after": found, "limit": 10}


def list_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what lists tickets, with every filter."""
    ticket, now = opened(world, client), world.clock.now()
    return {
        "kind": TicketKind.SUPPORT,
        "state": TicketState.NEW,
        "scope": ScopeKind.UNCLASSIFIED,
        "named": USAGE,
        "requester_id": client.owner.user_id,
        "since": now - DAYS,
        "until": now + DAYS,
        "search": "canary",
        "after": TicketPlace(now, ticket.ticket_id),
        "limit": 10,
    }


def waiting_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what reads the work-list after a place."""
    ticket = opened(world, client)
    place = WaitingPlace(world.clock.now(), client.tenant_id, ticket.ticket_id)
    return {"queue": Queue.CLASSIFICATION, "after": place, "limit": 10}


def requested(world: World, client: Client) -> dict[str, Any]:
    """Make a request for an estimate."""
    made = world.application.engagements.requests.request(
        by=client.owner, tenant_id=client.tenant_id, title="Canary-title", text="Canary-text"
    )
    return {"engagement_id": made.engagement_id}


def requests_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what lists requests."""
    return {"department_id": client.below, "after": requested(world, client)["engagement_id"], "limit": 10}


def asked(world: World, client: Client) -> dict[str, Any]:
    """Have the client's owner ask about an action on which the terms are silent."""
    question = world.application.support.questions.ask(
        by=client.owner, tenant_id=client.tenant_id, action=f"stock.auction_{uuid4().hex[:8]}", text="Canary-text"
    )
    return {"question_id": question.question_id}


def _answerable(world: World, client: Client) -> dict[str, Any]:
    """Have one question answered, and return what answers the next one after it."""
    desk, about_ = world.application.support.questions, {"tenant_id": client.tenant_id}
    action = f"stock.lottery_{uuid4().hex[:8]}"
    first = desk.ask(by=client.owner, **about_, action=action)
    desk.answer(by=world.told.staff, **about_, question_id=first.question_id, reason="Canary-reason")
    (precedent,) = desk.show(by=world.told.staff, **about_, question_id=first.question_id).precedents
    given = {"clause": "1.4", "reason": "Canary-reason", "precedents": [precedent.precedent_id]}
    return {**asked(world, client), **given, "action": None}


def queue_arguments(world: World, client: Client) -> dict[str, Any]:
    """Return what lists open questions."""
    question = asked(world, client)
    return {"after": QuestionPlace(world.clock.now() - DAYS, client.tenant_id, question["question_id"]), "limit": 10}


ROWS: dict[str, tuple[str, int | None, Arguments]] = {
    "support.tickets.open": ("owner", 1, open_arguments),
    "support.tickets.appeal": ("owner", 1, appeal_arguments),
    "support.tickets.write": ("owner", 1, write_arguments),
    "support.tickets.dispute": ("owner", 1, about(_declined, text="Canary-text")),
    "support.tickets.reopen": ("owner", 1, about(_declined)),
    "support.tickets.close": ("owner", 1, about(_declined)),
    "support.tickets.convert": ("owner", 1, about(_excluded)),
    "support.handling.classify": (
        "staff",
        1,
        about(opened, scope=ScopeKind.CLIENTS_OWN, where="Canary-where", reason="Canary-reason"),
    ),
    "support.handling.answer": ("staff", 1, answer_arguments),
    "support.handling.note": ("staff", 1, about(opened, text="Canary-note")),
    "support.handling.resolve": (
        "staff",
        1,
        about(_excluded, how=Resolution.DECLINED_OUT_OF_SCOPE, text="Canary-text"),
    ),
    "support.handling.convert": ("staff", 1, about(_excluded)),
    "support.handling.close": ("staff", 1, about(_declined)),
    "support.handling.decide_dispute": (
        "staff",
        1,
        about(_disputed, upheld=False, reason="Canary-reason", topic=USAGE),
    ),
    "support.arranging.split": (
        "staff",
        1,
        about(lambda world, client: classified(world, client, "mixed", None), parts=["Canary-one", "Canary-two"]),
    ),
    "support.arranging.merge": ("staff", 1, merge_arguments),
    "support.arranging.redact": ("staff", 1, redact_arguments),
    "support.arranging.redact_file": ("staff", 2, redact_file_arguments),
    "support.arranging.redact_note": ("staff", 1, redact_note_arguments),
    "support.arranging.erase_person": (
        "staff",
        1,
        lambda _w, client: {"user_id": client.owner.user_id, "reason": "Canary-reason"},
    ),
    "support.reading.list_tickets": ("owner", None, list_arguments),
    "support.reading.show": ("owner", None, about(opened)),
    "support.reading.show_to_staff": ("staff", None, about(opened)),
    "support.reading.messages": ("owner", None, messages_arguments),
    "support.reading.notes": ("staff", None, about(opened, after=NoteId(UUID(int=1)), limit=10)),
    "support.questions.ask": (
        "owner",
        1,
        lambda _w, _c: {"action": "stock.auction", "text": "Canary-text"},
    ),
    "support.questions.answer": ("staff", 1, _answerable),
    "support.questions.list_own": (
        "owner",
        None,
        lambda world, client: {"after": asked(world, client)["question_id"], "limit": 10},
    ),
    "support.questions.show_own": ("owner", None, asked),
    "support.questions.show": ("staff", None, asked),
    "engagements.requests.request": (
        "owner",
        1,
        lambda _w, client: {"title": "Canary-title", "text": "Canary-text", "department_id": client.below},
    ),
    "engagements.requests.show": ("owner", None, requested),
    "engagements.requests.list_requests": ("owner", None, requests_arguments),
}
"""Who calls, the entries that it makes in the journal, and its arguments besides the client's id."""
OF_ALL_CLIENTS: dict[str, tuple[str, int | None, Arguments]] = {
    "support.reading.waiting": ("staff", None, waiting_arguments),
    "support.questions.waiting": ("staff", None, queue_arguments),
}
"""The same for those that name no client."""
