"""Kinds of licensees in a text: whom a sentence names, and whether it says that they are served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from saas_core.policy.decision import LicenseeKind

_KINDS: Final = {
    "end_user": LicenseeKind.END_USER,
    "operator": LicenseeKind.BUSINESS_OPERATOR,
    "agency": LicenseeKind.AGENCY,
    "developer": LicenseeKind.DEVELOPER,
}
# In the order of a sentence: who is named, and what turns those named before or after into served or not served.
_TURN = re.compile(
    r"(?P<end_user>\bend[- ]?users?\b)|(?P<operator>\bbusiness operators?\b)|(?P<agency>\bagenc(?:y|ies)\b)"
    r"|(?P<developer>\bdevelopers?\b)"
    r"|(?P<denied>\b(?:are|is|may|shall|will|can|must|do|does|be)\s+not\b|\bcannot\b|n['\u2019]t\b"
    r"|\b(?:are|is|be)\s+(?:excluded|refused|ineligible|barred|rejected|turned away)\b)"
    r"|(?P<granted>\b(?:are|is|be)\s+(?:also\s+)?(?:served|eligible|admitted|accepted|welcome|licensed|included)\b)"
    r"|(?P<without>\b(?:not|no|neither|nor|never|except|excepting|excluding|excludes?|other than|refuses?|bars?)\b)"
    r"|(?P<but>\b(?:but|while|whereas|however)\b)"
    r"|(?P<to>\b(?:for|to|serves?|admits?|accepts?|covers?|includes?)\b)",
    re.IGNORECASE,
)
_SERVING = re.compile(r"\b(?:served?|serves|eligible|licensed? (?:is )?(?:for|to))\b", re.IGNORECASE)
# Documents and people are intended for somebody, too; that says nothing of who is served.
_INTENDED = re.compile(
    r"\b(?:licen[sc]es?|services?|systems?|support|platform|software|portal|instances?|access|subscriptions?|offers?)\b"
    r"[^,;:]{0,40}\bintended for\b",
    re.IGNORECASE,
)


def is_served(sentence: str) -> bool:
    """Return whether a sentence says of anybody that they are served, in a clause that is not about that."""
    return _SERVING.search(sentence) is not None or _INTENDED.search(sentence) is not None


def kinds_said(sentence: str) -> Iterator[tuple[LicenseeKind, str, bool]]:
    """Yield the kinds that a sentence names, in its words, and whether it says that they are served."""
    # Kinds named before the verb wait for it; those after `for` or `not for` are decided by that.
    waiting: list[tuple[LicenseeKind, str]] = []
    serves: bool | None = None
    for found in _TURN.finditer(sentence):
        match found.lastgroup:
            case "denied" | "granted" as verb:
                granted = verb == "granted"
                yield from ((kind, named, granted) for kind, named in waiting)
                serves = None if waiting or granted else False
                waiting = []
            case "without":
                serves = False
            case "but":
                serves = None
            case "to":
                serves = True if serves is None else serves
            case str() as kind if serves is None:
                waiting.append((_KINDS[kind], found[0]))
            case str() as kind:
                yield _KINDS[kind], found[0], bool(serves)
            case None:  # pragma: no cover - every branch of the pattern has a name
                continue
    yield from ((kind, named, True) for kind, named in waiting)
