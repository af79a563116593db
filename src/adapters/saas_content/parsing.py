"""Reading mails with the standard library's parser, which raises on much of what mails are in practice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses
from functools import partial
from typing import Final, TypeVar, cast

from saas_content.cleaning import as_text
from saas_content.names import one_line, readable
from saas_core.incoming.message import DECIDING, LARGEST_TEXT, Attached, ReadMail
from saas_core.kernel.addresses import LONGEST_ADDRESS
from saas_core.kernel.mail import MARK

T = TypeVar("T")

MOST_PARTS: Final = 200
"""Parts of one mail that are read; the file has the others."""
MOST_FILES: Final = 20
_DEEPEST: Final = 20
_HEADERS: Final = 64 * 1024
_VALUES: Final = 50
_LONGEST_SUBJECT: Final = 200
_LONGEST_VALUE: Final = 10_000
_MOST_RECIPIENTS: Final = 100
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,500}>")
_BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
_DELIMITER: Final = re.compile(rb"^--", re.MULTILINE)
_LONG_HEADER: Final = re.compile(
    rb"^(?:content-[a-z-]{1,40}|mime-version):(?:[^\n]|\n[ \t]){5000}", re.IGNORECASE | re.MULTILINE
)
_MOST_BOUNDARIES: Final = 200
_MOST_DELIMITERS: Final = 2_000
_LONGEST_STRUCTURED: Final = {"content-type": 1_000, "content-disposition": 1_000, "content-transfer-encoding": 100}
_MOST_STRUCTURED: Final = 20_000
"""In characters: headers about content whose parameters are read; of a longer one, the first word alone is."""
_FIRST_WORD: Final = 100
_AS_IT_STANDS: Final = policy.default.clone(refold_source="none")


class StandardParser:
    """Reads mails as far as they can be read; each part that cannot be is named among the faults."""

    def read(self, raw: bytes) -> ReadMail:
        """Return a mail as far as it can be read; never raises, whatever the bytes are."""
        faults: list[str] = []
        message = _parsed(raw, faults)
        return _Reading(message, raw, faults).result()


def _parsed(raw: bytes, faults: list[str]) -> EmailMessage:
    if _bounded(raw):
        try:
            return message_from_bytes(raw, policy=policy.default.clone(header_factory=_Headers()))
        except Exception:  # noqa: BLE001 - whatever the parser stumbles over, the mail is shown as text
            faults.append("structure")
    else:
        faults.append("structure")
    plain = EmailMessage(policy=policy.default)
    plain.set_payload(_whole(raw))
    return plain


def _bounded(raw: bytes) -> bool:
    """Return whether the structure of a mail is read, which takes time for each part and for long headers."""
    return (
        len(_BOUNDARY.findall(raw)) <= _MOST_BOUNDARIES
        and len(_DELIMITER.findall(raw)) <= _MOST_DELIMITERS
        and _LONG_HEADER.search(raw) is None
    )


class _Headers:
    """Reads each header of one mail once, however often it is asked for, and no more of them than is allowed.

    The parser reads a header anew at each look, in time that grows with the square of its length.
    """

    def __init__(self) -> None:
        self._left = _MOST_STRUCTURED
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, name: str, value: str) -> str:
        place = (name.lower(), value)
        if place not in self._known:
            self._known[place] = self._read(*place)
        return self._known[place]

    def _read(self, name: str, value: str) -> str:
        if name in _LONGEST_STRUCTURED:
            if len(value) <= min(_LONGEST_STRUCTURED[name], self._left):
                self._left -= len(value)
                return cast("str", policy.default.header_factory(name, value))
            value = value.partition(";")[0][:_FIRST_WORD]
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Reading:
    """One mail while it is read."""

    def __init__(self, message: EmailMessage, raw: bytes, faults: list[str]) -> None:
        self._message = message
        self._raw = raw
        self._faults = faults
        none: Mapping[str, tuple[str, ...]] = {}
        self._headers = self._tried("headers", self._deciding, none)
        self._plain: list[str] = []
        self._html: list[str] = []
        self._files: list[Attached] = []
        self._report = False
        self._echoes = False

    def result(self) -> ReadMail:
        self._tried("structure", self._take_all, None)
        text, html = "\n\n".join(self._plain), "\n".join(self._html)[:LARGEST_TEXT]
        if not text.strip() and html:
            text = self._tried("html", lambda: as_text(html), "")
        if not text.strip() and not self._files and "structure" in self._faults:
            text = _whole(self._raw)
        text = readable(text)[:LARGEST_TEXT]
        # A bounce without marks carries the letter that it is about, with its headers.
        self._echoes = self._echoes or f"{MARK.lower()}:" in text.lower()
        return ReadMail(
            senders=self._tried("from", self._senders, ()),
            recipients=self._tried("to", self._recipients, ()),
            subject=self._tried("subject", self._subject, ""),
            text=text,
            html=html,
            message_id=self._first(_MESSAGE_ID, "message-id"),
            references=self._tried("references", self._references, ()),
            headers=self._headers,
            attachments=tuple(self._files),
            report=self._report,
            echoes=self._echoes,
            fingerprint=self._tried("fingerprint", self._fingerprint, hashlib.sha256(self._raw).hexdigest()),
            faults=tuple(dict.fromkeys(self._faults)),
        )

    def _take_all(self) -> None:
        for part in list(self._parts(self._message, 0)):
            self._tried("part", partial(self._take, part), None)

    def _tried(self, what: str, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Exception:  # noqa: BLE001 - the parser raises IndexError, LookupError and others on what mails hold
            self._faults.append(what)
            return otherwise

    def _values(self, name: str) -> tuple[str, ...]:
        """Return the values of a header as they stand, decoded only as far as that cannot fail."""
        found = [value for known, value in self._message.raw_items() if known.lower() == name]
        return tuple(_unfolded(str(each))[:_LONGEST_VALUE] for each in found[:_VALUES])

    def _deciding(self) -> Mapping[str, tuple[str, ...]]:
        return {name: values for name in DECIDING if (values := self._values(name))}

    def _addresses(self, name: str) -> Iterator[str]:
        values = self._values(name)
        while sum(len(each) for each in values) > _LONGEST_VALUE:
            values = values[:-1]
        for _shown, address in getaddresses(list(values))[:_MOST_RECIPIENTS]:
            if "@" in address and len(address) <= LONGEST_ADDRESS:
                yield one_line(address)

    def _senders(self) -> tuple[str, ...]:
        found = tuple(self._addresses("from"))
        # Two lines are two senders, and so is what cannot be told apart.
        return found if len(self._values("from")) <= 1 else (*found, *found)[: max(2, len(found))]

    def _recipients(self) -> tuple[str, ...]:
        names = ("delivered-to", "x-original-to", "to", "cc")
        return tuple(dict.fromkeys(each for name in names for each in self._addresses(name)))[:_MOST_RECIPIENTS]

    def _subject(self) -> str:
        value = next(iter(self._values("subject")), "")[: 10 * _LONGEST_SUBJECT]
        return one_line(str(policy.default.header_factory("subject", value)))[:_LONGEST_SUBJECT]

    def _references(self) -> tuple[str, ...]:
        values = [*self._values("in-reply-to"), *self._values("references")]
        return tuple(dict.fromkeys(each for value in values for each in _MESSAGE_ID.findall(value)))[-_VALUES:]

    def _first(self, pattern: re.Pattern[str], name: str) -> str:
        found = pattern.search(" ".join(self._tried(name, lambda: self._values(name), ())))
        return found[0] if found else ""

    def _fingerprint(self) -> str:
        """Return what all copies of one message have in common: who wrote it when, under which id, and its body."""
        _head, _gap, body = self._raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        names = ("from", "date", "message-id")
        said = "\n".join(f"{name}:{each}" for name in names for each in self._values(name))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass") + b"\n\n" + body.rstrip()).hexdigest()

    def _parts(self, part: Message, depth: int) -> Iterator[Message]:
        """Yield the parts that hold something, not deeper and not more than is allowed."""
        kind = part.get_content_type()
        if kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            self._echoes = self._echoes or _echoes(part)
        if kind in {"message/delivery-status", "multipart/report", "message/disposition-notification"}:
            self._report = True
        if depth > _DEEPEST:
            self._faults.append("structure")
        elif part.is_multipart() and kind != "message/rfc822":
            for each in cast("list[Message]", part.get_payload())[:MOST_PARTS]:
                yield from self._parts(each, depth + 1)
        else:
            yield part

    def _take(self, part: Message) -> None:
        kind = part.get_content_type()
        disposition = part.get_content_disposition()
        name = self._tried("name", part.get_filename, None)
        if kind in {"text/plain", "text/html"} and disposition != "attachment" and not name:
            (self._plain if kind == "text/plain" else self._html).append(self._text_of(part))
            return
        if kind.startswith("multipart/"):
            # It says that it has parts, and none was found.
            self._plain.append(self._text_of(part))
            return
        if kind == "message/delivery-status":
            return
        content = self._bytes_of(part, kind)
        if not content and not name:
            return
        if len(self._files) >= MOST_FILES:
            self._faults.append("files")
            return
        self._files.append(Attached(name=str(name or ""), kind=kind, content=content))

    def _bytes_of(self, part: Message, kind: str) -> bytes:
        if kind == "message/rfc822":
            inner = part.get_payload()
            return (
                cast("Message", inner[0]).as_bytes(policy=_AS_IT_STANDS) if isinstance(inner, list) and inner else b""
            )
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""

    def _text_of(self, part: Message) -> str:
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        charset = self._tried("charset", lambda: str(part.get_content_charset("utf-8")), "utf-8")
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            self._faults.append("charset")
        return _whole(raw)


def _echoes(part: Message) -> bool:
    inner = part.get_payload()
    if isinstance(inner, list):
        return any(each.get(MARK) is not None for each in cast("list[Message]", inner))
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and f"{MARK.lower()}:".encode() in content[:_HEADERS].lower()


def _whole(raw: bytes) -> str:
    """Return bytes as text in the way that loses least: UTF-8 if they are, else as Western servers write."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n[ \t]*", " ", value)
