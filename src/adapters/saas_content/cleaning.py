"""HTML from outside, cleaned with nh3: nothing in it runs, nothing is loaded, and no form asks for anything."""

from __future__ import annotations

import html
import re
from typing import Final

import nh3

LARGEST: Final = 250_000
"""In characters; of more, the text alone is shown."""
_MOST_TAGS: Final = 20_000
_DEEPEST: Final = 200
"""Reading HTML takes time that grows with the square of its depth and of the attributes of one tag."""
_MOST_REOPENED: Final = 1_000_000
"""In characters: formatting that is left open is written again in each block that follows."""


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,100})([^<>]*)(>?)")
_LONG_TAG: Final = re.compile(r"<[A-Za-z][^<>]{5000}")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)|</(?![A-Za-z])[^>]*(?:>|\Z)", re.DOTALL)
_ATTRIBUTE: Final = r"""\s+[\w:.-]+(?:\s*=\s*(?:"[^"<>\0]*"|'[^'<>\0]*'|[^\s"'`=<>\0]+))?"""
_CLEAR: Final = re.compile(rf"(?:{_ATTRIBUTE})*\s*/?", re.ASCII)
"""Attributes that every reader of HTML understands alike."""
_NESTED: Final = 8
_FORMATTING: Final = "a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_FORMATTING_TAG: Final = re.compile(rf"<(?:{_FORMATTING})(?=[\s/>])[^<>]*", re.IGNORECASE)
_SINGLE: Final = re.compile(rf"<(?:br|img|wbr)(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE | re.ASCII)
_PAIR: Final = re.compile(
    rf"<({_FORMATTING}|span|sub|sup|o:p)(?:{_ATTRIBUTE})*\s*>[^<>]*</\1\s*>",
    re.IGNORECASE | re.ASCII,
)
_NEVER_CLOSED: Final = _words(
    "area base br col dd dt embed hr img input li link meta option p source tbody td tfoot th thead tr wbr"
)
_BLOCK: Final = re.compile(r"<(?=/?(?:p|div|br|tr|li|h[1-6]|blockquote|table|ul|ol|pre|hr)[\s/>])", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[^<>]{0,5000}>")
_TAGS: Final = _words(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 "
    "hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th "
    "thead time tr u ul var wbr"
)
_ATTRIBUTES: Final = {
    "a": {"href"},
    "bdo": {"dir"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"dir", "lang"},
}
_GONE: Final = {"script", "style", "title", "head", "template", "svg", "math", "iframe", "object", "noscript"}


def cleaned(given: str) -> str:
    """Return HTML that may be shown within a page: text, structure, and links that tell nobody where they come from.

    Images are left out, since looking at one tells its sender. What is too large, too deep or too full of tags becomes
    plain text.
    """
    given = _COMMENT.sub(" ", given)
    if not _bounded(given):
        return html.escape(as_text(given))
    return nh3.clean(
        given,
        tags=set(_TAGS),
        clean_content_tags=set(_GONE),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def as_text(given: str) -> str:
    """Return the text of HTML, its paragraphs on lines of their own."""
    apart = _BLOCK.sub("\n<", _COMMENT.sub(" ", given))
    if _bounded(apart):
        bare = nh3.clean(apart, tags=set(), clean_content_tags=set(_GONE), attributes={}, strip_comments=True)
    else:
        bare = _ANY_TAG.sub("", apart)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in html.unescape(bare).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _bounded(given: str) -> bool:
    """Return whether HTML without comments can be read in time and memory that grow with its length alone."""
    if len(given) > LARGEST or _LONG_TAG.search(given):
        return False
    tags = _TAG.findall(given)
    return len(tags) <= _MOST_TAGS and _deepest(tags) <= _DEEPEST and _reopened(given) <= _MOST_REOPENED


def _deepest(tags: list[tuple[str, str, str, str]]) -> int:
    """Return a depth that is not exceeded: what is doubtful closes nothing."""
    deepest = 0
    doubtful = False
    stack: list[str] = []
    for closing, given, attributes, end in tags:
        name = given.lower()
        doubtful = doubtful or not end or _CLEAR.fullmatch(attributes) is None
        if name in _NEVER_CLOSED:
            continue
        if not closing:
            stack.append(name)
            deepest = max(deepest, len(stack))
            if deepest > _DEEPEST:
                break
        elif not doubtful:
            _close(stack, name)
    return deepest


def _close(stack: list[str], name: str) -> None:
    """Take an element away with all inside it, unless it lies outside of a table or of what is read in its own way."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] == name:
            del stack[place:]
            return
        if stack[place] == "table" or stack[place] not in _TAGS:
            return


def _reopened(given: str) -> int:
    """Return how many characters may be written again for formatting that is not closed where it was opened."""
    left = _SINGLE.sub("\0", given)
    for _ in range(_NESTED):
        left, found = _PAIR.subn("\0", left)
        if not found:
            break
    open_length = sum(len(each) + 10 for each in _FORMATTING_TAG.findall(left))
    return open_length * len(_TAG.findall(left))
