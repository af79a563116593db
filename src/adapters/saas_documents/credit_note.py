"""The credit note as a document: which invoice, which time, and whether that time can be billed again."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from saas_core.engagements.estimates.content import content_hash
from saas_documents.content import (
    Content,
    amount,
    hours,
    instant,
    items,
    moment,
    number,
    optional,
    optional_part,
    paragraphs,
    part,
    text,
    zone,
)
from saas_documents.hashing import attached
from saas_documents.parties import client_of, provider_of
from saas_documents.sheets import Block, Cell, Column, Heading, Pairs, Sheet, Table, Text
from saas_documents.sums import require_sums, sums


def credit_note_sheet(content: Content, at: datetime) -> Sheet:
    """Return a credit note as a sheet; raises InvalidValue naming the field that does not fit or does not add up."""
    require_sums(content)
    title = f"Credit note {text(content, 'number')}"
    return Sheet(
        title=title,
        subtitle=f"For invoice {_invoice(content)}, which stays as it was issued.",
        description=f"{title}, for {text(part(content, 'client'), 'name')}",
        author=text(part(content, "provider"), "name"),
        at=at,
        footer=f"{title}. Content {content_hash(content)}",
        parties=(provider_of(content), client_of(content)),
        blocks=tuple(chain(_about(content), _lines(content), _entries(content))),
        attachments=(attached("credit-note.json", content, "The content of this credit note."),),
    )


def _invoice(content: Content) -> str:
    found = content.get("invoice")
    return found if isinstance(found, str) else text(part(content, "invoice"), "number")


def _about(content: Content) -> tuple[Block, ...]:
    rows = [
        ("Number", text(content, "number")),
        ("Invoice", _invoice(content)),
        ("Issued", moment(instant(content, "issued_at"), zone(content, "zone"))),
    ]
    approval, reason = optional_part(content, "approval"), paragraphs(optional(content, "reason"))
    if approval:
        rows += [("Approval", text(approval, "id")), ("Approval's hash", text(approval, "hash"))]
    if reason:
        rows.append(("Reason", "\n".join(reason)))
    return (Pairs(tuple(rows)),)


def _lines(content: Content) -> tuple[Block, ...]:
    currency, length = text(content, "currency"), number(content, "unit_seconds")
    lines = items(content, "lines")
    rows = tuple(
        (
            text(each, "key"),
            Cell("\n".join(paragraphs(text(each, "text")))),
            f"{number(each, 'units'):,}",
            hours(number(each, "units") * length),
            amount(number(each, "amount_minor"), currency),
        )
        for each in lines
    )
    units = sum(number(each, "units") for each in lines)
    net = amount(number(content, "net_minor"), currency)
    columns = (
        Column("Line"),
        Column("Work", wide=True),
        Column("Units", "right"),
        Column("Credited", "right"),
        Column("Amount", "right"),
    )
    total = ("", "Total", f"{units:,}", hours(units * length), net)
    return (
        Heading("Credited work"),
        Table(columns, rows, (total,)),
        Heading("Amount"),
        sums(content, "Credited"),
    )


def _entries(content: Content) -> tuple[Block, ...]:
    entries = content.get("entries")
    count = len(entries) if isinstance(entries, list | tuple) else 0
    again = _again(content)
    if again == 0:
        said = "None of this time is billed again."
    elif again == count:
        said = "All of this time can be billed again."
    else:
        said = f"Of these, {again:,} can be billed again; the others are written off."
    noun = "entry" if count == 1 else "entries"
    return (Heading("Time"), Text((f"{count:,} time {noun} of the invoice; the attachment names each. {said}",)))


def _again(content: Content) -> int:
    found = content.get("rebill")
    return len(found) if isinstance(found, list | tuple) else 0
