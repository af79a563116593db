"""The policy as a document: the content of its page, a sheet for each clause, with the hash that the page names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from saas_documents.content import Content, items, moment, number, optional, optional_part, text
from saas_documents.evidence import visible
from saas_documents.policy_signatures import listed, signed
from saas_documents.sheets import Attachment, Block, Column, Heading, Item, NewPage, Pairs, Sheet, Table, Text

_UTC: Final = ZoneInfo("UTC")
_KINDS: Final = (("happy", ""), ("edge", "Odd cases"), ("abuse", "Attempts to get around it"))
_RESULTS: Final = ("passed", "failed", "skipped", "undefined", "unknown")
_COUNTS: Final = {
    "decided": "Decided",
    "allowed": "Allowed",
    "refused": "Refused",
    "chargeable": "Sold",
    "needs_person": "To a person",
    "overruled": "Overruled",
}


def policy_sheet(content: Content, at: datetime) -> Sheet:
    """Return the policy as a sheet; raises InvalidValue naming the field that does not fit.

    What others typed is not refused for a character that the fonts do not show: its number stands in its place.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
    shown = visible(content)
    title = f"{text(shown, 'title')}, terms {text(shown, 'version')}"
    sections = (block for each in items(shown, "sections") for block in _section(each, shown))
    return Sheet(
        title=title,
        subtitle="Every clause with its readings, its examples with their last results, and signatures.",
        description=title,
        author=text(shown, "title"),
        at=at,
        footer=f"{title}. Content {digest}",
        parties=(),
        blocks=tuple(chain(_summary(shown, digest, at), sections)),
        attachments=(Attachment("policy.json", canonical, "The content of the page, as it was hashed."),),
    )


def _summary(page: Content, digest: str, at: datetime) -> Iterator[Block]:
    yield Pairs(
        (
            ("In effect from", text(page, "effective_from")),
            ("Made", moment(at, _UTC)),
            ("Digest of the terms", f"sha256:{text(page, 'digest')}"),
            ("Content", digest),
            ("Scenarios", f"{number(page, 'scenarios')}, with {number(page, 'cases')} cases"),
        )
    )
    yield Text((text(page, "ran"), text(page, "legal")))
    columns = (Column("Run over", wide=True), *(Column(each.capitalize(), "right") for each in _RESULTS[:4]))
    rows = tuple(
        (text(each, "driver"), *(str(number(each, name)) for name in _RESULTS)) for each in items(page, "totals")
    )
    yield Table((*columns, Column("Not known", "right")), rows)
    yield Heading("What leads nowhere")
    yield Text(_texts(page, "findings") or ("Nothing.",))
    yield Heading("What never came up")
    yield Text((text(page, "counted"), *_texts(page, "dead")))
    yield from signed(page, "whole", page, "Nobody has signed the whole.", 3)


def _section(section: Content, page: Content) -> Iterator[Block]:
    yield NewPage()
    yield Heading(f"{text(section, 'number')}. {text(section, 'title')}")
    for index, sheet in enumerate(items(section, "sheets")):
        if index:
            yield NewPage()
        yield from _clause(sheet, page)


def _clause(sheet: Content, page: Content) -> Iterator[Block]:
    yield Heading(f"{text(sheet, 'number')} {text(sheet, 'title')}", 3)
    if sheet.get("house_rule") is True:
        yield Text(("A house rule, written by the project.",))
    yield _beside(sheet)
    yield from listed("Not built yet", _texts(sheet, "not_built"))
    yield from signed(sheet, "signatures", page, "Nobody has signed this clause.")
    yield Pairs((("Key", text(sheet, "key")), ("To be signed", f"sha256:{text(sheet, 'digest')}")))
    yield from _readings(sheet)
    yield from _answers(sheet)
    yield from listed("Precedents", tuple(map(_precedent, items(sheet, "precedents"))))
    for story in items(sheet, "stories"):
        yield from _story(story)
    yield from _code(sheet)


def _beside(sheet: Content) -> Table:
    """Return the legal text, if there is one, our text, the plain reading and one example next to each other."""
    readings = tuple(each for story in items(sheet, "stories") if (each := text(story, "reading")))
    columns = [
        ("Our text", (text(sheet, "text"),)),
        ("Plain reading", readings or ("There is none.",)),
        ("One example", _first(optional_part(sheet, "example"))),
    ]
    if sheet.get("legal") is not None:
        columns.insert(0, ("The legal text", _texts(sheet, "legal") or ("No sentence of it is tied to this clause.",)))
    return Table(
        tuple(Column(head, wide=True) for head, _told in columns),
        (tuple("\n\n".join(told) for _head, told in columns),),
    )


def _first(example: Content) -> tuple[str, ...]:
    if not example:
        return ("There is none.",)
    head = f"{text(example, 'number')} {text(example, 'sentence')} ({text(example, 'outcome')})"
    return (head, "\n".join(f"{place}. {each}" for place, each in enumerate(_texts(example, "steps"), start=1)))


def _readings(sheet: Content) -> Iterator[Block]:
    told = items(sheet, "readings")
    if told:
        yield Heading("House readings", 4)
    # Each on lines of its own: next to each other, long answers would leave no room for anything.
    for each in told:
        scenarios = ", ".join(_texts(each, "scenarios")) or "none"
        use = f" ({text(each, 'use')})" if text(each, "use") else ""
        place = f"Held by {text(each, 'held')}. Scenarios: {scenarios}."
        yield Item(f"{text(each, 'question')}{use}", (text(each, "answer"), place))


def _answers(sheet: Content) -> Iterator[Block]:
    yield from listed("Answers that it gives", (", ".join(_texts(sheet, "verdicts")) or "None in any scenario.",))
    for each in items(sheet, "grounds"):
        nowhere = "nothing to call" if each.get("built") is True else "not built yet"
        given = "not counted" if each.get("given") is None else str(number(each, "given"))
        helps = f"What helps: {text(each, 'help')} ({text(each, 'remedy')})"
        place = f"Where: {optional(each, 'way') or nowhere}. Given: {given}."
        yield Item(text(each, "code"), (text(each, "sentence"), helps, place))
    counts = tuple(
        (text(each, "period"), *(str(number(each, name)) for name in _COUNTS)) for each in items(sheet, "counts")
    )
    if counts:
        heads = (Column(each, "right") for each in _COUNTS.values())
        yield Table((Column("Period", wide=True), *heads), counts)
    if _texts(sheet, "dead"):
        yield Text(_texts(sheet, "dead"))


def _story(story: Content) -> Iterator[Block]:
    yield Heading(f"Examples: {text(story, 'title')}", 4)
    given = (f"In all of them: {'; '.join(_texts(story, 'given'))}.",) if _texts(story, "given") else ()
    yield Text((*given, text(story, "place")))
    for kind, title in _KINDS:
        told = items(story, kind)
        if told and title:
            yield Heading(f"{title} ({len(told)})", 4)
        for each in told:
            yield _example(each)


def _example(example: Content) -> Item:
    told = items(example, "results")
    results = ", ".join(f"{text(each, 'driver')} {text(each, 'outcome')}" for each in told)
    unknown = tuple(dict.fromkeys(f"Not known: {why}" for each in told if (why := text(each, "why"))))
    failed = tuple(
        f"How it failed over {text(each, 'driver')}:\n{how}" for each in told if (how := text(each, "trace"))
    )
    steps = "; ".join(_texts(example, "steps"))
    rows = tuple(" | ".join(_strings(each)) for each in _lists(example, "rows"))
    heads = (" | ".join(_texts(example, "heads")),) if rows else ()
    legal = " (rests on a house reading)" if example.get("needs_legal") is True else ""
    return Item(
        f"{text(example, 'number')} {text(example, 'sentence')}{legal}",
        (
            f"{steps}.",
            *(["\n".join((*heads, *rows))] if rows else []),
            f"Last results: {results}.\n{text(example, 'place')}",
            *unknown,
            *failed,
        ),
    )


def _code(sheet: Content) -> Iterator[Block]:
    actions = tuple(map(_action, items(sheet, "actions")))
    decides, mentions = (_places(items(sheet, name)) for name in ("decides", "mentions"))
    yield from listed("Actions that rest on it", ("\n".join(actions),) if actions else ())
    yield Item("In the code", (decides or "Nothing decides by it alone.",))
    if mentions:
        yield Item(f"{len(items(sheet, 'mentions'))} places in the code speak of it", (mentions,))


def _action(each: Content) -> str:
    built = "" if each.get("built") is True else ", not built yet"
    return f"{text(each, 'title')} ({text(each, 'kind')}{built}): {text(each, 'name')}"


def _places(found: tuple[Content, ...]) -> str:
    return "\n".join(f"{text(each, 'place')}  {text(each, 'what')}" for each in found)


def _precedent(each: Content) -> str:
    return f"{text(each, 'at')}, on {text(each, 'action')}: {text(each, 'reason')}"


def _texts(content: Content, key: str) -> tuple[str, ...]:
    return _strings(content.get(key))


def _lists(content: Content, key: str) -> tuple[object, ...]:
    found = content.get(key)
    return tuple(found) if isinstance(found, list | tuple) else ()


def _strings(found: object) -> tuple[str, ...]:
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list | tuple) else ()
