"""The letters of estimates: issued, its code, and what became of it; no letter approves anything by itself (4.2)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

_SAMPLE: Final = {
    "what": "estimate",
    "number": "E-7",
    "revision": "2",
    "title": "Connect the cash register",
    "link": "https://portal.example/estimates/0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
}
_CONTENT: Final = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_HOURS: Final = {"hours": "at most 30.00 h", "maximum": "at most 1950.00 USD", "rate": "65.00 USD"}

ISSUED: Final = LetterKind(
    name="estimate_issued",
    occasion="an estimate was issued, and its reader may approve it",
    facts=("what", "number", "revision", "title", "hours", "maximum", "rate", "until", "link"),
    sample={**_SAMPLE, **_HOURS, "until": "through November 30, 2026 (Europe/Berlin)"},
)
CODE: Final = LetterKind(
    name="estimate_code",
    occasion="somebody opened the link to an estimate, and the code for it was asked for",
    facts=("number", "code", "minutes"),
    sample={"number": "E-7", "code": "314159", "minutes": "10"},
)
APPROVED: Final = LetterKind(
    name="estimate_approved",
    occasion="an estimate was approved in writing",
    facts=(
        "what",
        "number",
        "revision",
        "title",
        "hours",
        "maximum",
        "by",
        "how",
        "at",
        "reference",
        "content",
        "document",
        "record",
        "link",
    ),
    sample={
        **_SAMPLE,
        "hours": "at most 30.00 h",
        "maximum": "at most 1950.00 USD",
        "by": "Olivia Hart",
        "how": "through the mailed link, with a code",
        "at": "November 29, 2026, 10:00 (Europe/Berlin); 09:00 UTC",
        "reference": "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
        "content": _CONTENT,
        "document": _CONTENT,
        "record": _CONTENT,
    },
)
DECLINED: Final = LetterKind(
    name="estimate_declined",
    occasion="an estimate was declined",
    facts=("what", "number", "revision", "title", "by", "at", "reason", "link"),
    sample={**_SAMPLE, "by": "Olivia Hart", "at": "November 29, 2026, 10:00 (Europe/Berlin)", "reason": "Too much."},
)
EXPIRED: Final = LetterKind(
    name="estimate_expired",
    occasion="an estimate expired without a decision",
    facts=("what", "number", "revision", "title", "until", "link"),
    sample={**_SAMPLE, "until": "through November 30, 2026 (Europe/Berlin)"},
)
WITHDRAWN: Final = LetterKind(
    name="estimate_withdrawn",
    occasion="the provider withdrew an estimate",
    facts=("what", "number", "revision", "title", "reason", "link"),
    sample={**_SAMPLE, "reason": "The register was replaced."},
)
DOCUMENT_RECORDED: Final = LetterKind(
    name="estimate_document_recorded",
    occasion="the provider recorded a signed document as the approval of an estimate",
    facts=("what", "number", "revision", "title", "by", "signed", "hash", "link"),
    sample={**_SAMPLE, "by": "Olivia Hart", "signed": "November 28, 2026, 16:00 (Europe/Berlin)", "hash": _CONTENT},
)
DOCUMENT_REFUSED: Final = LetterKind(
    name="estimate_document_refused",
    occasion="a recorded document did not stand the check by a second member of staff",
    facts=("what", "number", "revision", "title", "by", "reason", "link"),
    sample={**_SAMPLE, "by": "Olivia Hart", "reason": "The signature is missing."},
)

LETTERS: Final = (
    ISSUED,
    CODE,
    APPROVED,
    DECLINED,
    EXPIRED,
    WITHDRAWN,
    DOCUMENT_RECORDED,
    DOCUMENT_REFUSED,
)
