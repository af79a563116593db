"""Names and addresses as people type them, brought to one form."""

from __future__ import annotations

import re
import unicodedata

from saas_core.kernel.errors import InvalidValue

LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_REFERENCE = 100
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
# Cc control, Cf format (bidi overrides, zero width), Cs lone surrogates, Co private, Cn unassigned, Zl and Zp breaks.
_UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST_MARKS = 30
_JOINERS = frozenset("\u200c\u200d")  # Persian, Hindi and others need them inside words.


def plain(value: object, field: str) -> str:
    """Return a text trimmed and in NFC; raises InvalidValue for control, invisible or unpaired characters."""
    if not isinstance(value, str):
        message = "is not text."
        raise InvalidValue(message, field=field, remedy="Give text.")
    # Printable text holds none of them; most texts are printable, and imports read millions.
    for character in () if value.isprintable() else value:
        if unicodedata.category(character) in _UNFIT and character not in _JOINERS:
            message = f"holds the character U+{ord(character):04X}, which is not allowed."
            raise InvalidValue(message, field=field, remedy="Remove control and invisible characters.")
    _require_few_marks(value, field)
    return unicodedata.normalize("NFC", value).strip()


def _require_few_marks(value: str, field: str) -> None:
    """Refuse a letter with more than 30 marks, which no language writes (UAX #15, Stream-Safe Text Format).

    Putting marks in order takes time that grows with the square of their number.
    """
    marks = 0
    for character in "" if value.isascii() else value:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            message = f"holds a letter with more than {_MOST_MARKS} marks."
            raise InvalidValue(message, field=field, remedy="Remove the marks that are not part of the word.")


def name(value: object, field: str = "name") -> str:
    """Return the name trimmed and in NFC, of 1 to 200 characters.

    Raises InvalidValue when it is empty, too long, or holds control, invisible or unpaired characters.
    """
    if isinstance(value, str) and len(value) > 4 * LONGEST_NAME:
        message = f"has {len(value)} characters; {LONGEST_NAME} are allowed."
        raise InvalidValue(message, field=field, remedy="Shorten it.")
    text = plain(value, field)
    if not text:
        message = "is empty."
        raise InvalidValue(message, field=field, remedy=f"Give 1 to {LONGEST_NAME} characters.")
    if len(text) > LONGEST_NAME:
        message = f"has {len(text)} characters; {LONGEST_NAME} are allowed."
        raise InvalidValue(message, field=field, remedy="Shorten it.")
    return text


def reference(value: str, field: str) -> str:
    """Return the number of an invoice or a dispute, trimmed; raises InvalidValue over 100 characters."""
    number = name(value, field)
    if len(number) > LONGEST_REFERENCE:
        message = f"has {len(number)} characters; {LONGEST_REFERENCE} are allowed."
        raise InvalidValue(message, field=field, remedy="Give the number alone.")
    return number


def email(value: object, field: str = "email") -> str:
    """Return the address trimmed and in NFC, its case kept.

    Raises InvalidValue when it does not look like an address or is longer than 254 characters.
    """
    if isinstance(value, str) and len(value) > 4 * LONGEST_EMAIL:
        message = f"has {len(value)} characters; {LONGEST_EMAIL} are allowed."
        raise InvalidValue(message, field=field, remedy="Give the address alone.")
    text = plain(value, field)
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        message = f"{text[:60]!r} is not an e-mail address."
        raise InvalidValue(message, field=field, remedy="Write it as in ada@example.com.")
    return text


def email_key(address: str) -> str:
    """Return the form under which addresses are compared: the same in any case."""
    return unicodedata.normalize("NFC", address.casefold())
