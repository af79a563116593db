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
# What Unicode calls ignorable by default, most of it neither control nor format, and the blank of Braille.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


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


def prose(value: object, field: str) -> str:
    """Return a text of several lines, trimmed, in NFC and with lines that end in one line feed; tabs may stand in it.

    Raises InvalidValue for other control characters, for invisible or unpaired ones, and for a text that has
    characters, but none to be seen.
    """
    if not isinstance(value, str):
        message = "is not text."
        raise InvalidValue(message, field=field, remedy="Give text.")
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Each line is held to what a single line is; its ends are kept, for they may be indented.
    whole = "\n".join(_line(each, field) for each in lines).strip()
    visible(whole.replace("\n", " ").replace("\t", " "), field)
    return whole


def _line(value: str, field: str) -> str:
    if not value.isascii() or not value.isprintable():
        plain(value.replace("\t", " "), field)
    return unicodedata.normalize("NFC", value).rstrip()


def escaped(value: str) -> str:
    """Return any text on one line, for a screen: what breaks lines, turns directions or is unseen stands as its number.

    For what others wrote and nobody checked: it can neither hide what stands around it, nor pretend to be it.
    """
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in value)


def cleaned(value: str) -> str:
    """Return any text in a form that `prose` accepts: what cannot stand in it is left out or replaced.

    For what comes from outside and may not be refused, such as a mail.
    """
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_cleaned_line(each) for each in lines).strip()


def _cleaned_line(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value.rstrip()
    kept, marks = [], 0
    for character in value:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if unicodedata.category(character) == "Cs":
            kept.append("\ufffd")
        elif character == "\t" or (
            marks <= _MOST_MARKS and (unicodedata.category(character) not in _UNFIT or character in _JOINERS)
        ):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).rstrip()


def without_unseen(value: str) -> str:
    """Return a text without the characters that leave no mark, such as joiners and variation selectors."""
    return value if value.isascii() else _UNSEEN.sub("", value)


def shows(value: str) -> bool:
    """Return whether a text of any kind has a character to be seen: a mark alone, without a letter, is none."""
    return any(unicodedata.category(each)[0] not in "CMZ" for each in without_unseen(value))


def visible(value: object, field: str) -> str:
    """Return a text as `plain` does; raises InvalidValue also for one that has characters, but none to be seen."""
    text = plain(value, field)
    if text and not text.isascii() and not shows(text):
        message = "has no visible character."
        raise InvalidValue(message, field=field, remedy="Write it with letters, digits or signs.")
    return text


def name(value: object, field: str = "name") -> str:
    """Return the name trimmed and in NFC, of 1 to 200 characters, of which at least one can be seen.

    Raises InvalidValue when it is empty, too long, has no visible character, or holds control, invisible or unpaired
    characters.
    """
    if isinstance(value, str) and len(value) > 4 * LONGEST_NAME:
        message = f"has {len(value)} characters; {LONGEST_NAME} are allowed."
        raise InvalidValue(message, field=field, remedy="Shorten it.")
    text = visible(value, field)
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
    """Return a text that has the shape of an address, trimmed and in NFC; what a store holds is held to this alone.

    What comes in from outside is read by `saas_core.kernel.addresses`, which takes far less. Raises InvalidValue when
    it does not look like an address or is longer than 254 characters.
    """
    if isinstance(value, str) and len(value) > 4 * LONGEST_EMAIL:
        message = f"has {len(value)} characters; {LONGEST_EMAIL} are allowed."
        raise InvalidValue(message, field=field, remedy="Give the address alone.")
    text = plain(value, field)
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        message = f"{text[:60]!r} is not an e-mail address."
        raise InvalidValue(message, field=field, remedy="Write it as in ada@example.com.")
    return text
