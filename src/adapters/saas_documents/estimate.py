"""The estimate as a document, and the change order, which is one that amends an approval."""

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
    money,
    number,
    optional,
    paragraphs,
    part,
    text,
    unit,
    until,
    zone,
)
from saas_documents.hashing import attached
from saas_documents.parties import client_of, provider_of
from saas_documents.sheets import Block, Box, Cell, Column, Heading, Pairs, Sheet, Table, Text

_HOUR = 3600
CHANGE_ORDER = "change_order"
_WHO = """\
Only a person whom the client has authorized approves this, by the link that was mailed, signed in, or by a signed \
document. Silence approves nothing."""


def estimate_sheet(content: Content, at: datetime) -> Sheet:
    """Return a revision of an estimate as a sheet; raises InvalidValue naming the field that does not fit."""
    title = estimate_title(content)
    return Sheet(
        title=title,
        subtitle="For paid work by the hour. Nothing is worked or charged before this is approved in writing.",
        description=f"{title}, for {text(part(content, 'client'), 'name')}",
        author=text(part(content, "provider"), "name"),
        at=at,
        footer=f"{title}. Content {content_hash(content)}",
        parties=(provider_of(content), client_of(content)),
        blocks=tuple(chain(_about(content, at), scope(content), price(content), _conditions(content))),
        attachments=(attached("estimate.json", content, "The content of this estimate, as it was hashed."),),
    )


def estimate_title(content: Content) -> str:
    """Return what an estimate or a change order is called, with its revision; raises InvalidValue."""
    kind = "Change order" if text(content, "kind") == CHANGE_ORDER else "Estimate"
    return f"{kind} {text(content, 'estimate')}, revision {number(content, 'revision')}"


def _about(content: Content, at: datetime) -> tuple[Block, ...]:
    place = zone(content, "zone")
    rows = [
        ("Number", f"{text(content, 'estimate')}, revision {number(content, 'revision')}"),
        ("Issued", moment(at, place)),
        ("Valid", until(instant(content, "valid_until"), place)),
    ]
    amends = optional(content, "amends")
    if amends:
        rows.append(("Amends the approval", amends))
    return (Pairs(tuple(rows)),)


def scope(content: Content) -> tuple[Block, ...]:
    """Return what is to be done, line by line, with its hours; raises InvalidValue."""
    lines = items(content, "lines")
    low, high = (sum(number(each, f"{bound}_seconds") for each in lines) for bound in ("low", "high"))
    rows = tuple(
        (
            text(each, "key"),
            Cell("\n".join(paragraphs(text(each, "text"))), _exclusions(each)),
            hours(number(each, "low_seconds")),
            hours(number(each, "high_seconds")),
        )
        for each in lines
    )
    columns = (
        Column("Line"),
        Column("Scope", wide=True),
        Column("Hours, low", "right"),
        Column("Hours, high", "right"),
    )
    total = (("", "Total", hours(low), hours(high)),)
    return (Heading("Scope"), Table(columns, rows, total))


def _exclusions(line: Content) -> tuple[str, ...]:
    found = paragraphs(optional(line, "exclusions"))
    return (f"Not included: {found[0]}", *found[1:]) if found else ()


def price(content: Content) -> tuple[Block, ...]:
    """Return rate, cap and maximum; raises InvalidValue."""
    currency, length = text(content, "currency"), number(content, "unit_seconds")
    rate, cap = number(content, "rate_minor"), number(content, "cap_seconds")
    most = money(content, "maximum_minor", currency)
    amends = text(content, "kind") == CHANGE_ORDER
    changed = f"The approved cap changes by {hours(cap)}, which is {most}."
    rows = (
        ("Rate", f"{amount(rate, currency)} an hour"),
        ("Billed in units of", f"{unit(length)} ({amount(rate * length // _HOUR, currency)})"),
        ("Change of the cap" if amends else "Cap", hours(cap)),
        ("Change of the maximum" if amends else "Maximum total", most),
        ("Tax", text(content, "tax_statement")),
    )
    said = (
        (changed, "It counts only once it is approved itself, in writing.")
        if amends
        else (
            f"At most {most}, for at most {hours(cap)} of work.",
            "Only time that was worked is billed, never more than the cap. More needs a change order that you approve.",
        )
    )
    return (Heading("Hours and price"), Pairs(rows), Box(said))


def ownership(content: Content) -> tuple[Block, ...]:
    """Return whose the work is (5.2, 5.3); raises InvalidValue."""
    return (Heading("Ownership"), Text(tuple(paragraphs(text(content, "ownership")))))


def _conditions(content: Content) -> tuple[Block, ...]:
    terms = part(content, "terms")
    return (
        *ownership(content),
        Heading("Terms"),
        Pairs((("Version", text(terms, "version")), ("Hash", text(terms, "hash")))),
        Heading("Approval"),
        Text((_WHO, "What is approved is the content of this document, attached as estimate.json. Its hash is:")),
        Pairs((("Content", content_hash(content)),)),
    )
