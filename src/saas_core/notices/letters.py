"""Letters: which kinds there are, which facts each needs, and the port that puts them into words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, Protocol

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue

LONGEST_LINK: Final = 2_000
LONGEST_FACT: Final = 100_000


class LetterKind(Enum):
    """What a letter is about."""

    WELCOME = "welcome"
    INVOICE_DUE = "invoice_due"
    PAYMENT_FAILED = "payment_failed"
    LICENSE_LAPSING = "license_lapsing"
    LICENSE_LAPSED = "license_lapsed"
    LICENSE_RESTORED = "license_restored"
    HOLD_PLACED = "hold_placed"
    HOLD_LIFTED = "hold_lifted"
    TERMS_CHANGED = "terms_changed"
    INVITATION = "invitation"
    SIGN_IN = "sign_in"


_KNOWN: Final = f"Kinds are {', '.join(each.value for each in LetterKind)}."
_EVERY: Final = ("client", "name")

FACTS: Final[Mapping[LetterKind, tuple[str, ...]]] = MappingProxyType(
    {
        LetterKind.WELCOME: (*_EVERY, "terms"),
        LetterKind.INVOICE_DUE: (*_EVERY, "invoice", "amount", "due", "link"),
        LetterKind.PAYMENT_FAILED: (*_EVERY, "invoice", "amount", "link"),
        LetterKind.LICENSE_LAPSING: (*_EVERY, "at", "reason", "remedy"),
        LetterKind.LICENSE_LAPSED: (*_EVERY, "since", "reason", "clauses", "remedy"),
        LetterKind.LICENSE_RESTORED: (*_EVERY, "since", "until"),
        LetterKind.HOLD_PLACED: (*_EVERY, "why", "clause"),
        LetterKind.HOLD_LIFTED: (*_EVERY, "why"),
        LetterKind.TERMS_CHANGED: (*_EVERY, "version", "effective"),
        LetterKind.INVITATION: (*_EVERY, "link", "days"),
        LetterKind.SIGN_IN: (*_EVERY, "link", "minutes"),
    }
)
"""The facts each kind needs, neither more nor fewer: texts as a person reads them, such as `December 1, 2026`.

`client` names the client and `name` the reader. `reason`, `remedy` and `why` are said in words. Of all facts `link`
alone may be empty; it is an address of the web, or a command to type.
"""

OCCASIONS: Final[Mapping[LetterKind, str]] = MappingProxyType(
    {
        LetterKind.WELCOME: "the instance was activated",
        LetterKind.INVOICE_DUE: "an invoice is to be paid by a day",
        LetterKind.PAYMENT_FAILED: "a payment did not go through",
        LetterKind.LICENSE_LAPSING: "the license will lapse unless something is done",
        LetterKind.LICENSE_LAPSED: "the license lapsed",
        LetterKind.LICENSE_RESTORED: "the license is in good standing again",
        LetterKind.HOLD_PLACED: "staff placed a hold on the license",
        LetterKind.HOLD_LIFTED: "staff lifted a hold",
        LetterKind.TERMS_CHANGED: "a version of the terms is offered",
        LetterKind.INVITATION: "somebody is invited to be a user",
        LetterKind.SIGN_IN: "a user asked for a link to sign in",
    }
)
"""When a letter of each kind is written."""


def _facts(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        message = "is no mapping of facts."
        raise InvalidValue(message, field="facts", remedy="Give a text by name for each fact.")
    for name, fact in value.items():
        if not isinstance(name, str):
            message = "holds a name that is no text."
            raise InvalidValue(message, field="facts", remedy="Give a text by name for each fact.")
        _require_text(name[:60], fact)
    return MappingProxyType(dict(value))


def _require_text(name: str, fact: object) -> None:
    if not isinstance(fact, str):
        message = "is no text."
        raise InvalidValue(message, field=name, remedy="Write it as a person should read it.")
    if not fact.strip() and name != "link":
        message = "is empty."
        raise InvalidValue(message, field=name, remedy="Say it; a letter has no holes.")
    longest = LONGEST_LINK if name == "link" else LONGEST_FACT
    if len(fact) > longest:
        message = f"has {len(fact)} characters; {longest} are allowed."
        raise InvalidValue(message, field=name, remedy="Shorten it.")


def _known_kind(_letter: object, _attribute: object, value: LetterKind) -> None:
    if not isinstance(value, LetterKind):
        message = "is no kind of letter."
        raise InvalidValue(message, field="kind", remedy=_KNOWN)


def _just_those_needed(letter: Letter, _attribute: object, value: Mapping[str, str]) -> None:
    needed = FACTS[letter.kind]
    for name in needed:
        if name not in value:
            message = f"is missing; a letter of kind {letter.kind.value} needs it."
            raise InvalidValue(message, field=name, remedy=f"Give {', '.join(needed)}.")
    for name in value:
        if name not in needed:
            message = f"is no fact of a letter of kind {letter.kind.value}."
            raise InvalidValue(message, field=name[:60], remedy=f"Give {', '.join(needed)}.")


@frozen
class Letter:
    """One letter before it is put into words: its kind, and just the facts that FACTS names for it.

    Raises InvalidValue naming the fact that is missing, unknown, empty, no text, or far too long.
    """

    kind: LetterKind = field(validator=_known_kind)
    facts: Mapping[str, str] = field(converter=_facts, validator=_just_those_needed)


@frozen
class Composed:
    """A letter in words: subject of one line, plain text, and HTML that needs neither images nor scripts."""

    subject: str
    text: str
    html: str


class Composer(Protocol):
    """Puts letters into words."""

    def compose(self, letter: Letter) -> Composed:
        """Give the letter in words; the subject is always one that a mail may have."""
        ...


def letter_kind(word: str) -> LetterKind:
    """Give the kind of a name such as `invoice_due` or `invoice-due`; raises InvalidValue naming all kinds."""
    for kind in LetterKind:
        if kind.value == word.replace("-", "_"):
            return kind
    message = f"{word[:60]!r} is no kind of letter."
    raise InvalidValue(message, field="kind", remedy=_KNOWN)


def _sample(kind: LetterKind, **facts: str) -> Letter:
    return Letter(kind, {"client": "Harbor Foods Ltd", "name": "Olivia Hart", **facts})


_PAY = "https://portal.example/harbor/invoices/INV-7"

SAMPLES: Final[Mapping[LetterKind, Letter]] = MappingProxyType(
    {
        each.kind: each
        for each in (
            _sample(LetterKind.WELCOME, terms="2026-01"),
            _sample(
                LetterKind.INVOICE_DUE,
                invoice="INV-7",
                amount="490.00 USD",
                due="December 1, 2026, 00:00 UTC",
                link=_PAY,
            ),
            _sample(LetterKind.PAYMENT_FAILED, invoice="INV-7", amount="490.00 USD", link=_PAY),
            _sample(
                LetterKind.LICENSE_LAPSING,
                at="December 1, 2026, 00:00 UTC",
                reason="The paid period ends then, and no payment for the next one has arrived.",
                remedy="Pay invoice INV-7 before that instant.",
            ),
            _sample(
                LetterKind.LICENSE_LAPSED,
                since="December 1, 2026, 00:00 UTC",
                reason="Invoice INV-7 is overdue.",
                clauses="0.1, 1.3",
                remedy="Pay invoice INV-7; access opens as soon as the payment is recorded.",
            ),
            _sample(
                LetterKind.LICENSE_RESTORED, since="December 3, 2026, 09:30 UTC", until="January 1, 2027, 00:00 UTC"
            ),
            _sample(
                LetterKind.HOLD_PLACED,
                why="A user's key was used from two continents within one hour.",
                clause="1.3",
            ),
            _sample(LetterKind.HOLD_LIFTED, why="The key was replaced, and the owner confirmed its former use."),
            _sample(LetterKind.TERMS_CHANGED, version="2027-01", effective="January 1, 2027, 00:00 UTC"),
            _sample(LetterKind.INVITATION, link="https://portal.example/invitations/inv_0123_not-a-real-one", days="7"),
            _sample(LetterKind.SIGN_IN, link="https://portal.example/sign-in/sin_0123_not-a-real-one", minutes="15"),
        )
    }
)
"""A letter of each kind about a client that does not exist, to look at."""
