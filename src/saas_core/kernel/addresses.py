"""E-mail addresses: how they are read at the edge, and the one form in which they are compared, suppressed and sent to.

An address is read once, where it comes in, through the port `Addresses`. Only plain addresses are taken: no display
name, no quotes, no comments, nothing invisible and no letter that only looks like another one. `PlainAddresses` reads
those in ASCII, by rules that need no tables; an adapter with the tables of IDNA 2008 reads all the others too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Protocol

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue

LONGEST_ADDRESS: Final = text.LONGEST_EMAIL
REMEDY: Final = "Write it as in ada@example.com: the address alone."
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# Atoms apart by dots, then labels apart by dots, of which the last one holds a letter: an IP address is no domain.
_PLAIN: Final = re.compile(
    rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*"
    rf"@(?P<domain>(?:{_LABEL}\.)+(?=[A-Za-z0-9-]*[A-Za-z]){_LABEL})"
)
# Hyphens in these places mark encoded labels; which letters they stand for, only tables tell.
_ENCODED: Final = re.compile(r"(?:^|[@.])[A-Za-z0-9]{2}--")
_LETTERS: Final = frozenset({"Ll", "Lu", "Lo", "Lm", "Mn", "Mc", "Nd"})


class Addresses(Protocol):
    """Reads e-mail addresses where they come in."""

    def read(self, value: object, field: str = "email") -> str:
        """Return a plain address as it is kept and shown: trimmed, in NFC, an encoded domain in its own letters.

        Reading what was returned returns the same. Raises InvalidValue for anything but a plain address.
        """
        ...


class PlainAddresses:
    """Reads addresses in ASCII, and refuses all others: the strictest rules, for where no tables are installed."""

    def read(self, value: object, field: str = "email") -> str:
        """Return an address in ASCII as it is kept; raises InvalidValue, also for letters outside ASCII."""
        given = bounded(value, field)
        found = ascii_address(given)
        if found is not None:
            return found
        if given.isascii() and not _ENCODED.search(given):
            raise no_address(given, field)
        message = f"{given[:60]!r} cannot be read without the tables of IDNA 2008."
        raise InvalidValue(message, field=field, remedy="Install saas-core[app], which has them, or give another one.")


PLAIN: Final[Addresses] = PlainAddresses()
"""Where no adapter is wired."""


def bounded(value: object, field: str) -> str:
    """Return what may be an address, trimmed and in NFC; raises InvalidValue for no text, and for what is too long."""
    if isinstance(value, str) and len(value) > 4 * LONGEST_ADDRESS:
        message = f"has {len(value)} characters; {LONGEST_ADDRESS} are allowed."
        raise InvalidValue(message, field=field, remedy="Give the address alone.")
    return text.plain(value, field)


def ascii_address(given: str) -> str | None:
    """Return a plain address in ASCII as it is kept, None for anything else, and for one with encoded labels."""
    found = _PLAIN.fullmatch(given) if len(given) <= LONGEST_ADDRESS and given.isascii() else None
    if found is None or _ENCODED.search(found["domain"]):
        return None
    return given


def no_address(given: str, field: str) -> InvalidValue:
    """Return the error for a text that is no plain address."""
    return InvalidValue(f"{given[:60]!r} is not a plain e-mail address.", field=field, remedy=REMEDY)


def canonical(address: str) -> str:
    """Return the one form of an address for comparing, suppressing and sending: in small letters, its domain encoded.

    `Max@Bücher.example` and `max@xn--bcher-kva.example` have the same form, `straße` and `strasse` have not (IDNA
    2008). Made for addresses that were read; for any other text it returns some text and never raises.
    """
    if address.isascii():
        # Nearly all are, and imports compare millions.
        return address.strip().lower()
    if len(address) > 4 * LONGEST_ADDRESS:
        # No address is, and putting the marks of letters in order takes longer than the text is long.
        return address
    local, at, domain = _small(address).rpartition("@")
    return f"{local}{at}{'.'.join(map(_encoded, domain.split('.')))}"


def is_plain(address: str) -> bool:
    """Return whether a kept address still is one that could be read, as far as that can be told without tables."""
    local, at, domain = canonical(address).rpartition("@")
    # Letters of other scripts are judged one by one, in place of each of which an ASCII letter would be right.
    letters = "".join(each if each.isascii() else "x" for each in local)
    seen = text.without_unseen(address) == address and all(each.isascii() or _is_letter(each) for each in address)
    return seen and _PLAIN.fullmatch(f"{letters}{at}{domain}") is not None


def deliverable(address: str) -> str | None:
    """Return the canonical form of an address if all of it is ASCII, as most mail servers need it; else None."""
    found = canonical(address)
    return found if is_plain(address) and found.isascii() else None


def _small(address: str) -> str:
    # Letter by letter, as IDNA maps them: the small letter of a capital does not depend on where it stands.
    composed = unicodedata.normalize("NFC", address.strip())
    return unicodedata.normalize("NFC", "".join(each.lower() for each in composed))


def _encoded(label: str) -> str:
    if label.isascii():
        return label
    return f"xn--{label.encode('punycode').decode()}" if _storable(label) else label


def _storable(label: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in label)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character) in _LETTERS and unicodedata.normalize("NFKC", character) == character
