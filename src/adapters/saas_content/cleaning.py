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


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})")
_LONG_TAG: Final = re.compile(r"<[A-Za-z][^<>]{5000}")
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
    apart = _BLOCK.sub("\n<", given)
    if _bounded(apart):
        bare = nh3.clean(apart, tags=set(), clean_content_tags=set(_GONE), attributes={}, strip_comments=True)
    else:
        bare = _ANY_TAG.sub("", apart)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in html.unescape(bare).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _bounded(given: str) -> bool:
    if len(given) > LARGEST or _LONG_TAG.search(given):
        return False
    depth = deepest = count = 0
    for closing, name in _TAG.findall(given):
        count += 1
        if name.lower() not in _NEVER_CLOSED:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return count <= _MOST_TAGS and deepest <= _DEEPEST
