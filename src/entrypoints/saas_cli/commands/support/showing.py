"""Tickets on the screen: rows of lists, a card, and a ticket with all that was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from saas_core.kernel.instants import instant_text
from saas_core.kernel.pages import LARGEST_PAGE

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.support.queries.staff import NoteView, StaffTicketDetail, WaitingView
    from saas_core.support.queries.views import MessageView, TicketDetail, TicketView

HEADS = ("OPENED", "SUBJECT", "STATE", "ABOUT", "WAITS FOR", "ID")
WAITING = ("SINCE", "AGE", "CLIENT", "SUBJECT", "WAITS FOR", "ABOUT", "ID")
_HOUR, _DAY = 3600, 86_400


def row_of(ticket: TicketView) -> tuple[object, ...]:
    """Return a ticket as a row."""
    state = ticket.state if ticket.resolution is None else f"{ticket.state}: {ticket.resolution}"
    return (ticket.opened_at, ticket.subject, state, _about(ticket), ticket.waits_for, ticket.ticket_id)


def row_of_waiting(waiting: WaitingView) -> tuple[object, ...]:
    """Return a ticket of the work-list as a row."""
    about = waiting.named or waiting.scope
    age = _age(waiting.seconds)
    return (waiting.since, age, waiting.client, waiting.subject, waiting.queue, about, waiting.ticket_id)


def print_ticket(screen: Screen, view: TicketView, what: str) -> None:
    """Print what became of a ticket."""
    screen.card(view, f"{what} {view.subject}.", _pairs(view))


def print_detail(
    screen: Screen,
    whole: object,
    detail: TicketDetail | StaffTicketDetail,
    messages: Sequence[MessageView],
    *,
    notes: Sequence[NoteView] = (),
    rest: str = "",
) -> None:
    """Print a ticket with its classifications, messages and, for staff, notes; `rest` names what is left out."""
    lines = [*_card(screen, detail), *_said(screen, messages, notes)]
    if rest:
        lines += ["", f"There are {rest}; a page has up to {LARGEST_PAGE:,} by --limit, and 1 MiB of text."]
    screen.answer(whole, *lines)


def _card(screen: Screen, detail: TicketDetail | StaffTicketDetail) -> Iterator[str]:
    view = detail.ticket
    yield screen.paint(view.subject, "bold")
    for name, value in _pairs(view):
        yield f"  {name}: {_text(value)}"
    yield f"  opened under: terms {detail.opening.terms_version}, clauses {', '.join(detail.opening.clauses)}"
    for each in detail.classifications:
        what = each.named or each.where or each.scope
        why = f"(clause {', '.join(each.clauses)}): {_first_line(each.reason)}"
        yield f"  {each.number}. {instant_text(each.at)} {each.by}: {what} {why}"
    for file in detail.files:
        yield f"  file: {file.name} ({file.media_type}, {file.size} bytes) {file.attachment_id}"
    commands = getattr(detail, "commands", ())
    if commands:
        yield f"  takes: {', '.join(commands)}"
    proposal = getattr(detail, "proposal", None)
    if proposal is not None:
        scopes = ", ".join(each.named or each.scope for each in proposal.scopes)
        found = "; ".join(f"{each.words} ({each.clause})" for each in proposal.evidence)
        yield f"  proposed by {proposal.by}: {scopes}: {found}"


def _said(screen: Screen, messages: Sequence[MessageView], notes: Sequence[NoteView]) -> Iterator[str]:
    written = [(each.written_at, "", each) for each in messages] + [(each.written_at, "note", each) for each in notes]
    for at, kind, each in sorted(written, key=lambda one: (one[0], one[1])):
        who = kind or getattr(each, "author", "")
        yield ""
        yield screen.paint(f"{instant_text(at)} {who}", "dim")
        yield from text_lines(each)


def text_lines(each: MessageView | NoteView) -> Iterator[str]:
    """Yield the lines of a text, or what is left of a removed one."""
    if each.removed is not None:
        yield f"  (removed: {_first_line(each.removed.reason)})"
        return
    for line in each.text.splitlines() or [""]:
        yield f"  {line}"


def _pairs(view: TicketView) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [("state", view.state), ("about", _about(view))]
    if view.verdict is not None:
        pairs.append(("verdict", view.verdict))
    if view.clauses:
        pairs.append(("clauses", view.clauses))
    for name in ("resolution", "dispute", "waits_for", "engagement_id", "follows_id", "parent_id"):
        value = getattr(view, name)
        if value is not None:
            pairs.append((name.removesuffix("_id").replace("_", " "), value))
    return [*pairs, ("id", view.ticket_id)]


def _about(view: TicketView) -> str:
    return view.named or view.where or view.scope


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""


def _age(seconds: int) -> str:
    if seconds >= _DAY:
        return f"{seconds // _DAY} d"
    return f"{seconds // _HOUR} h" if seconds >= _HOUR else f"{seconds // 60} min"
