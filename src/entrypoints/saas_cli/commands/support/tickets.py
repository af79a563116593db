"""`saas tickets`: support tickets, for a client's users and for staff (2.3.a, 2.4)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import InDepartment, Limit, Tenant
from saas_cli.commands.support.attaching import attach, list_files, save
from saas_cli.commands.support.deciding import classify, decide_dispute, merge, resolve, split
from saas_cli.commands.support.following import watch
from saas_cli.commands.support.going_on import close, convert, dispute, reopen
from saas_cli.commands.support.removing import erase, redact
from saas_cli.commands.support.showing import HEADS, WAITING, print_detail, print_ticket, row_of, row_of_waiting
from saas_cli.commands.support.subjects import Message, Ticket, about, is_staff, require_fitting
from saas_cli.lookup import ident, member, moment, place_of, tenant_of, user_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk, mail_out

ID = "01938c5e-7a10-7000-8000-000000000001"

app = branch(
    "tickets",
    "Support tickets: opened and answered, classified by the row of the terms that they fall under, and what waits.",
    "saas tickets list",
    "saas tickets open harbor 'How do I print?' --text 'A delivery note, please.'",
    f"saas tickets reply harbor {ID} --text 'Open the order and choose Print.' --solution",
)

OptionalTenant = Annotated[
    str | None, Parameter(name="TENANT", help="The client: its short name or id; omitted: the work-list of staff.")
]


@app.command(
    name="list",
    help_epilogue=examples(
        "saas tickets list",
        "saas tickets list --queue classification",
        "saas tickets list harbor --state open --search printer",
    ),
)
def list_(
    tenant: OptionalTenant = None,
    /,
    *,
    queue: Annotated[str | None, Parameter(help="Of the work-list: classification, us, them or dispute.")] = None,
    state: Annotated[str | None, Parameter(help="new, open, waiting_on_client, resolved, closed or merged.")] = None,
    scope: Annotated[str | None, Parameter(help="What it is about, such as in_scope or out_of_scope.")] = None,
    named: Annotated[str | None, Parameter(help="The row of the terms, such as topic.feature_usage.")] = None,
    requester: Annotated[str | None, Parameter(help="For whom it was opened: e-mail address or id.")] = None,
    search: Annotated[str | None, Parameter(help="Words that all stand in it.")] = None,
    since: Annotated[str | None, Parameter(help="Opened at this instant or later.")] = None,
    until: Annotated[str | None, Parameter(help="Opened before this instant.")] = None,
    limit: Limit = 50,
    common: Common = READING,
) -> None:
    """List a client's tickets that you see, newest first; as staff without a client, what waits, longest first.

    The work-list shows what waits for a classification, for us, for the client,
    and what was disputed. It shows ages and promises no response times.
    """
    from saas_core.support.values import Queue, ScopeKind, TicketState

    given = {
        "state": state,
        "scope": scope,
        "named": named,
        "requester": requester,
        "search": search,
        "since": since,
        "until": until,
    }
    require_fitting(tenant, {"queue": queue}, given)
    with desk(common) as at:
        reading = at.app.support.reading
        if tenant is None:
            waiting = reading.waiting(
                by=at.by, queue=None if queue is None else member(Queue, queue, "queue"), limit=limit
            )
            at.screen.table(waiting, WAITING, map(row_of_waiting, waiting), empty="Nothing waits.")
            return
        tenant_id = tenant_of(at, tenant)
        found = reading.list_tickets(
            by=at.by,
            tenant_id=tenant_id,
            state=None if state is None else member(TicketState, state, "state"),
            scope=None if scope is None else member(ScopeKind, scope, "scope"),
            named=named,
            requester_id=None if requester is None else user_of(at, tenant_id, requester),
            since=moment(since, "since"),
            until=moment(until, "until"),
            search=search,
            limit=limit,
        )
        at.screen.table(found, HEADS, map(row_of, found), empty="No tickets.")


@app.command(help_epilogue=examples(f"saas tickets show harbor {ID}", f"saas tickets show harbor {ID} --json"))
def show(
    tenant: Tenant,
    ticket: Ticket,
    /,
    *,
    limit: Limit = 100,
    after: Annotated[str | None, Parameter(help="Go on after this message, by its id.")] = None,
    notes_after: Annotated[str | None, Parameter(help="As staff: go on after this note, by its id.")] = None,
    common: Common = READING,
) -> None:
    """Show a ticket with its decision, classifications and messages; to staff also its notes and what it takes.

    At most 1 MiB of messages is shown at once; --after goes on.
    """
    from saas_core.support.values import MessageId, NoteId

    with desk(common) as at:
        reading, asked = at.app.support.reading, about(at, tenant, ticket)
        begin = None if after is None else MessageId(ident(after, "after"))
        messages = reading.messages(**asked, after=begin, limit=limit)
        more = reading.messages(**asked, after=messages[-1].message_id, limit=1) if messages else ()
        rest = [f"more messages (--after {messages[-1].message_id})"] if more else []
        if is_staff(at.by):
            detail = reading.show_to_staff(**asked)
            since = None if notes_after is None else NoteId(ident(notes_after, "notes-after"))
            notes = reading.notes(**asked, after=since, limit=limit)
            if notes and reading.notes(**asked, after=notes[-1].note_id, limit=1):
                rest.append(f"more notes (--notes-after {notes[-1].note_id})")
            whole = {"ticket": detail, "messages": messages, "notes": notes, "more": bool(rest)}
            print_detail(at.screen, whole, detail, messages, notes=notes, rest=" and ".join(rest))
            return
        shown = reading.show(**asked)
        whole = {"ticket": shown, "messages": messages, "more": bool(rest)}
        print_detail(at.screen, whole, shown, messages, rest=" and ".join(rest))


@app.command(
    name="open",
    help_epilogue=examples(
        "saas tickets open harbor 'How do I print?' --text 'A delivery note, please.' --topic topic.feature_usage",
        "saas tickets open harbor 'How do I print?' --text 'For Mia.' --for mia@harbor.example",
    ),
)
def open_(
    tenant: Tenant,
    subject: Annotated[str, Parameter(name="SUBJECT", help="What it is called.")],
    /,
    *,
    text: Message,
    department: InDepartment = None,
    topic: Annotated[str | None, Parameter(help="The topic that you propose, such as topic.feature_usage.")] = None,
    for_: Annotated[
        str | None, Parameter(name="--for", help="The person it is for: the id of a user, or an e-mail address.")
    ] = None,
    common: Change = CHANGING,
) -> None:
    """Open a ticket, if the license includes support now; otherwise every reason is told.

    A person who is no user yet sees it once invited.
    """
    from saas_cli.lookup import as_id
    from saas_core.kernel.ids import UserId

    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        user = None if for_ is None else as_id(for_)
        view = at.app.support.tickets.open(
            by=at.by,
            tenant_id=tenant_id,
            subject=subject,
            text=text,
            department_id=place_of(at, tenant_id, department),
            topic=topic,
            for_user_id=None if user is None else UserId(user),
            for_email=for_ if user is None else None,
            idempotency_key=common.idempotency_key,
        )
        print_ticket(at.screen, view, "Opened")


@app.command(help_epilogue=examples("saas tickets appeal harbor 'We have paid' --text 'See the receipt.'"))
def appeal(
    tenant: Tenant,
    subject: Annotated[str, Parameter(name="SUBJECT", help="What it is called.")],
    /,
    *,
    text: Message,
    common: Change = CHANGING,
) -> None:
    """Open the one ticket about the license itself, with or without a license (0.1)."""
    with desk(common) as at:
        view = at.app.support.tickets.appeal(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            subject=subject,
            text=text,
            idempotency_key=common.idempotency_key,
        )
        print_ticket(at.screen, view, "Opened")


@app.command(
    help_epilogue=examples(
        f"saas tickets reply harbor {ID} --text 'It works now.'",
        f"saas tickets reply harbor {ID} --text 'Open the order and choose Print.' --solution",
    )
)
def reply(
    tenant: Tenant,
    ticket: Ticket,
    /,
    *,
    text: Message,
    solution: Annotated[
        bool, Parameter(negative="", show_default=False, help="As staff: this solves it, so it is resolved.")
    ] = False,
    common: Change = CHANGING,
) -> None:
    """Write to a ticket: as a user to the provider, as staff to the client, who is told by mail.

    A solution is refused where support does not do what was asked for: decline
    or convert the ticket instead.
    """
    with desk(common) as at:
        said = {**about(at, tenant, ticket), "text": text}
        if is_staff(at.by):
            view = at.app.support.handling.answer(**said, solution=solution, idempotency_key=common.idempotency_key)
            print_ticket(at.screen, view, "Answered")
            mail_out(at, tenant_of(at, tenant))
            return
        wrote = at.app.support.tickets.write(**said, idempotency_key=common.idempotency_key)
        what = {"appended": "Added to", "reopened": "Reopened", "follow_up": "Opened, as a ticket that follows,"}
        at.screen.answer(wrote, f"{what[wrote.outcome]} {wrote.ticket_id}.")


@app.command(help_epilogue=examples(f"saas tickets note harbor {ID} --text 'Asked the developers.'"))
def note(tenant: Tenant, ticket: Ticket, /, *, text: Message, common: Change = CHANGING) -> None:
    """Write a note for staff alone; the client sees it nowhere."""
    with desk(common) as at:
        view = at.app.support.handling.note(
            **about(at, tenant, ticket), text=text, idempotency_key=common.idempotency_key
        )
        at.screen.answer(view, f"Noted on {view.ticket_id}.")


app.command(dispute, help_epilogue=examples(f"saas tickets dispute harbor {ID} --text 'We only ask where it is.'"))
app.command(reopen, help_epilogue=examples(f"saas tickets reopen harbor {ID}"))
app.command(close, help_epilogue=examples(f"saas tickets close harbor {ID}"))
app.command(convert, help_epilogue=examples(f"saas tickets convert harbor {ID}"))
app.command(
    classify,
    help_epilogue=examples(
        f"saas tickets classify harbor {ID} in_scope --named topic.feature_usage --reason 'It asks how.'",
        f"saas tickets classify harbor {ID} out_of_scope --named exclusion.call_systems --reason 'A telephone system.'",
        f"saas tickets classify harbor {ID} clients_own --where 'Settings, Language' --reason 'Its own to choose.'",
    ),
)
app.command(
    resolve,
    help_epilogue=examples(
        f"saas tickets resolve harbor {ID} declined_out_of_scope",
        f"saas tickets resolve harbor {ID} no_reply --text 'Write again when you have the number.'",
    ),
)
app.command(
    decide_dispute,
    name="decide-dispute",
    help_epilogue=examples(
        f"saas tickets decide-dispute harbor {ID} upheld --reason 'It connects a telephone system.'",
        f"saas tickets decide-dispute harbor {ID} overturned --topic topic.feature_usage --reason 'It asks where.'",
    ),
)
app.command(split, help_epilogue=examples(f"saas tickets split harbor {ID} --part 'Printing' --part 'Telephone'"))
app.command(merge, help_epilogue=examples(f"saas tickets merge harbor {ID} 01938c5e-7a10-7000-8000-000000000002"))
app.command(
    attach,
    help_epilogue=examples(
        f"saas tickets attach harbor {ID} screenshot.png",
        f"saas tickets attach harbor {ID} log.txt screenshot.png --text 'What it says.'",
    ),
)
app.command(list_files, name="files", help_epilogue=examples(f"saas tickets files harbor {ID}"))
app.command(save, help_epilogue=examples(f"saas tickets save harbor {ID}", f"saas tickets save harbor {ID} --to a.png"))
app.command(
    redact,
    help_epilogue=examples(
        f"saas tickets redact harbor {ID} --message {ID} --reason 'It holds a password.'",
        f"saas tickets redact harbor {ID} --file {ID} --reason 'It shows a passport.' --yes",
    ),
)
app.command(erase, help_epilogue=examples(f"saas tickets erase harbor {ID} --reason 'The person asked for it.' --yes"))
app.command(watch, help_epilogue=examples(f"saas tickets watch harbor {ID}", f"saas tickets watch harbor {ID} --once"))
