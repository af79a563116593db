"""The policy as a document: the content of its page, a sheet for each clause, with the hash that the page names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from saas_documents.content import Content, items, moment, number, optional, text
from saas_documents.evidence import visible
from saas_documents.sheets import Attachment, Block, Box, Column, Heading, Item, NewPage, Pairs, Sheet, Table, Text

_UTC: Final = ZoneInfo("UTC")
_KINDS: Final = (("happy", "Examples"), ("edge", "Odd cases"), ("abuse", "Attempts to get around it"))
_RESULTS: Final = ("passed", "failed", "skipped", "undefined", "unknown")


def policy_sheet(content: Content, at: datetime) -> Sheet:
    """Return the policy as a sheet; raises InvalidValue naming the field that does not fit.

    What others typed is not refused for a character that the fonts do not show: its number stands in its place.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
    shown = visible(content)
    title = f"{text(shown, 'title')}, terms {text(shown, 'version')}"
    sections = (block for each in items(shown, "sections") for block in _section(each))
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
    yield Text((text(page, "ran"),))
    columns = (Column("Run over", wide=True), *(Column(each.capitalize(), "right") for each in _RESULTS[:4]))
    rows = tuple(
        (text(each, "driver"), *(str(number(each, name)) for name in _RESULTS)) for each in items(page, "totals")
    )
    yield Table((*columns, Column("Not known", "right")), rows)
    yield Heading("What leads nowhere")
    yield Text(_texts(page, "findings") or ("Nothing.",))
    yield Heading("What never came up")
    yield Text((text(page, "counted"), *_texts(page, "dead")))
    yield from _signatures(items(page, "whole"), "Signatures of the whole")


def _section(section: Content) -> Iterator[Block]:
    yield NewPage()
    yield Heading(f"{text(section, 'number')}. {text(section, 'title')}")
    for index, sheet in enumerate(items(section, "sheets")):
        if index:
            yield NewPage()
        yield from _clause(sheet)


def _clause(sheet: Content) -> Iterator[Block]:
    yield Heading(f"{text(sheet, 'number')} {text(sheet, 'title')}", 3)
    yield Box((text(sheet, "text"),))
    if sheet.get("house_rule") is True:
        yield Text(("A house rule, written by the project.",))
    yield from _listed("The legal text", _texts(sheet, "legal"))
    readings = tuple(each for story in items(sheet, "stories") if (each := text(story, "reading")))
    yield from _listed("Plain reading", readings)
    yield from _listed("Not built yet", _texts(sheet, "not_built"))
    signed = items(sheet, "signatures")
    yield from (
        _signatures(signed, "Signatures") if signed else _listed("Signatures", ("Nobody has signed this clause.",))
    )
    yield from _listed("Open questions", tuple(map(_question, items(sheet, "questions"))))
    yield Pairs((("To be signed", f"sha256:{text(sheet, 'digest')}"),))
    yield from _readings(sheet)
    yield from _answers(sheet)
    yield from _listed("Precedents", tuple(map(_precedent, items(sheet, "precedents"))))
    for story in items(sheet, "stories"):
        yield from _story(story)
    yield from _code(sheet)


def _readings(sheet: Content) -> Iterator[Block]:
    told = items(sheet, "readings")
    if told:
        yield Heading("House readings", 4)
    # Each on lines of its own: next to each other, long answers would leave no room for anything.
    for each in told:
        scenarios = ", ".join(_texts(each, "scenarios")) or "none"
        unused = " (never used)" if each.get("unused") is True else ""
        place = f"Held by {text(each, 'held')}. Scenarios: {scenarios}."
        yield Item(f"{text(each, 'question')}{unused}", (text(each, "answer"), place))


def _answers(sheet: Content) -> Iterator[Block]:
    yield from _listed("Answers that it gives", (", ".join(_texts(sheet, "verdicts")) or "None in any scenario.",))
    for each in items(sheet, "grounds"):
        way = optional(each, "way")
        place = f" Where: {way}." if way else ""
        yield Item(text(each, "code"), (text(each, "sentence"), f"What helps: {text(each, 'help')}{place}"))
    counts = tuple(
        (text(each, "period"), *(str(number(each, name)) for name in ("decided", "allowed", "refused", "overruled")))
        for each in items(sheet, "counts")
    )
    if counts:
        heads = (Column(each, "right") for each in ("Decided", "Allowed", "Refused", "Overruled"))
        yield Table((Column("Period", wide=True), *heads), counts)
    if _texts(sheet, "dead"):
        yield Text(_texts(sheet, "dead"))


def _story(story: Content) -> Iterator[Block]:
    for kind, title in _KINDS:
        told = items(story, kind)
        if told:
            yield Heading(f"{title}: {text(story, 'title')}", 4)
            if kind == "happy" and _texts(story, "given"):
                yield Text((f"In all of them: {'; '.join(_texts(story, 'given'))}.",))
        for each in told:
            yield _example(each)


def _example(example: Content) -> Item:
    results = ", ".join(f"{text(each, 'driver')} {text(each, 'outcome')}" for each in items(example, "results"))
    steps = "; ".join(_texts(example, "steps"))
    rows = tuple(" | ".join(_strings(each)) for each in _lists(example, "rows"))
    heads = (" | ".join(_texts(example, "heads")),) if rows else ()
    legal = " (rests on a house reading)" if example.get("needs_legal") is True else ""
    return Item(
        f"{text(example, 'number')} {text(example, 'sentence')}{legal}",
        (f"{steps}.", *(["\n".join((*heads, *rows))] if rows else []), f"Last results: {results}."),
    )


def _code(sheet: Content) -> Iterator[Block]:
    decides = tuple(f"{text(each, 'place')}  {text(each, 'what')}" for each in items(sheet, "decides"))
    mentions = len(items(sheet, "mentions"))
    yield Item("In the code", ("\n".join(decides) or "Nothing decides by it alone.", f"{mentions} places speak of it."))


def _signatures(signed: tuple[Content, ...], title: str) -> Iterator[Block]:
    rows = tuple(
        (
            text(each, "name"),
            text(each, "role"),
            text(each, "at"),
            f"{text(each, 'scope')}: {text(each, 'verdict')} {optional(each, 'comment')}".strip(),
            text(each, "state"),
        )
        for each in signed
    )
    if rows:
        yield Heading(title, 4)
        yield Table((Column("Who"), Column("Role"), Column("When"), Column("Verdict", wide=True), Column("Now")), rows)


def _question(each: Content) -> str:
    owner = optional(each, "owner") or "nobody"
    why = optional(each, "why")
    because = f", because: {why}" if why else ""
    return f"{text(each, 'about')} Open for {text(each, 'role')}{because}; owner: {owner}; age: {text(each, 'age')}."


def _precedent(each: Content) -> str:
    return f"{text(each, 'at')}, on {text(each, 'action')}: {text(each, 'reason')}"


def _listed(title: str, paragraphs: tuple[str, ...]) -> Iterator[Block]:
    if paragraphs:
        yield Heading(title, 4)
        yield Text(paragraphs)


def _texts(content: Content, key: str) -> tuple[str, ...]:
    return _strings(content.get(key))


def _lists(content: Content, key: str) -> tuple[object, ...]:
    found = content.get(key)
    return tuple(found) if isinstance(found, list | tuple) else ()


def _strings(found: object) -> tuple[str, ...]:
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list | tuple) else ()
