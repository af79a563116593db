"""The invoice as a document: what was worked, how it became units, and what is left of the approved hours."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from saas_core.engagements.estimates.content import content_hash
from saas_core.kernel.errors import InvalidValue
from saas_documents.content import (
    Content,
    amount,
    clock,
    hours,
    instant,
    items,
    moment,
    number,
    optional,
    paragraphs,
    part,
    text,
    unit,
    zone,
)
from saas_documents.estimate import ownership
from saas_documents.hashing import attached
from saas_documents.parties import client_of, provider_of
from saas_documents.sheets import Block, Cell, Column, Heading, Pairs, Sheet, Table, Text
from saas_documents.sums import require_sums, sums

_HOUR = 3600


def invoice_sheet(content: Content, at: datetime) -> Sheet:
    """Return an invoice as a sheet; raises InvalidValue naming the field that does not fit or does not add up."""
    require_sums(content)
    _require_times(content)
    title = f"Invoice {text(content, 'number')}"
    return Sheet(
        title=title,
        subtitle="For paid work by the hour, approved in writing before it was done.",
        description=f"{title}, for {text(part(content, 'client'), 'name')}",
        author=text(part(content, "provider"), "name"),
        at=at,
        footer=f"{title}. Content {content_hash(content)}",
        parties=(provider_of(content), client_of(content)),
        blocks=tuple(chain(_about(content), _lines(content), _times(content), _payment(content), ownership(content))),
        attachments=(attached("invoice.json", content, "The content of this invoice."),),
    )


def _about(content: Content) -> tuple[Block, ...]:
    place = zone(content, "zone")
    orders = items(content, "change_orders") if content.get("change_orders") is not None else ()
    rows = [
        ("Number", text(content, "number")),
        ("Issued", moment(instant(content, "issued_at"), place)),
        *([("Due", moment(instant(content, "due_at"), place))] if content.get("due_at") is not None else []),
        *_approved("Estimate", content),
        *(row for each in orders for row in _approved("Change order", each)),
    ]
    return (Pairs(tuple(rows)),)


def _approved(kind: str, found: Content) -> tuple[tuple[str, str], ...]:
    """Return which estimate or change order was approved, and how its approval is found."""
    estimate, approval = part(found, "estimate"), part(found, "approval")
    return (
        (kind, f"{text(estimate, 'number')}, revision {number(estimate, 'revision')}"),
        ("Approval", text(approval, "id")),
        ("Approval's hash", text(approval, "hash")),
    )


def _lines(content: Content) -> tuple[Block, ...]:
    currency, length = text(content, "currency"), number(content, "unit_seconds")
    lines = items(content, "lines")
    rows = tuple(
        (
            text(each, "key"),
            Cell("\n".join(paragraphs(text(each, "text")))),
            clock(number(each, "seconds")),
            f"{number(each, 'units'):,}",
            hours(number(each, "units") * length),
            amount(number(each, "amount_minor"), currency),
        )
        for each in lines
    )
    units = sum(number(each, "units") for each in lines)
    columns = (
        Column("Line"),
        Column("Work", wide=True),
        Column("Worked", "right"),
        Column("Units", "right"),
        Column("Billed", "right"),
        Column("Amount", "right"),
    )
    total = (
        "",
        "Total",
        clock(sum(number(each, "seconds") for each in lines)),
        f"{units:,}",
        hours(units * length),
        amount(number(content, "net_minor"), currency),
    )
    rate = number(content, "rate_minor")
    each_unit = f"One unit is {unit(length)} and costs {amount(rate * length // _HOUR, currency)}"
    said = Text((f"{amount(rate, currency)} an hour. {each_unit}. Worked times are hours, minutes and seconds.",))
    return (Heading("Work"), Table(columns, rows, (total,)), said, Heading("Amount"), sums(content, "Total to pay"))


def _times(content: Content) -> tuple[Block, ...]:
    length, left = number(content, "unit_seconds"), part(content, "hours")
    lines = items(content, "lines")
    worked = sum(number(each, "seconds") for each in lines)
    units = sum(number(each, "units") for each in lines)
    billed = (
        ("Worked", clock(worked)),
        ("Carried from before", f"+ {clock(number(content, 'carried_in_seconds'))}"),
        ("Carried to the next", f"- {clock(number(content, 'carried_out_seconds'))}"),
        ("Billed now", f"= {clock(units * length)}, which is {units:,} units of {unit(length)}"),
    )
    approved = (
        ("Approved", hours(number(left, "approved"))),
        ("Billed before", hours(number(left, "billed_before"))),
        ("Billed now", hours(number(left, "billed_now"))),
        ("Left", hours(number(left, "left"))),
    )
    return (Heading("From time to units"), Pairs(billed), Heading("Approved hours"), Pairs(approved))


def _payment(content: Content) -> tuple[Block, ...]:
    provider = part(content, "provider")
    bank, footer = paragraphs(optional(provider, "bank")), paragraphs(optional(provider, "footer"))
    found: list[Block] = []
    if bank:
        found += [Heading("Payment"), Text(("\n".join(bank),))]
    if footer:
        found += [Text(("\n".join(footer),))]
    return tuple(found)


def _require_times(content: Content) -> None:
    """Require that worked and carried times add up to the units, and the hours to what was approved."""
    lines, length, left = items(content, "lines"), number(content, "unit_seconds"), part(content, "hours")
    worked = sum(number(each, "seconds") for each in lines)
    units = sum(number(each, "units") for each in lines)
    billed = worked + number(content, "carried_in_seconds") - number(content, "carried_out_seconds")
    if billed != units * length or units * length != number(left, "billed_now"):
        message = "do not add up to the units that are billed."
        raise InvalidValue(message, field="lines", remedy="Bill units of the time that was worked and carried.")
    if number(left, "approved") - number(left, "billed_before") - number(left, "billed_now") != number(left, "left"):
        message = "is not what was approved without what was billed."
        raise InvalidValue(message, field="hours.left", remedy="Give hours that add up.")
