"""Blanking a mail: no part of it that is text holds what opens something, however the part is encoded."""

from __future__ import annotations

import base64
from email import message_from_bytes, policy
from email.message import Message
from typing import Final

from saas_core.incoming.message import Attached
from saas_core.kernel.blanking import without_secrets

_TEXTS: Final = ("text/", "message/")
_PLAIN: Final = ("", "7bit", "8bit", "binary")
_DEEPEST: Final = 20
_MOST_PARTS: Final = 500


def blanked_mail(raw: bytes) -> bytes:
    """Return a mail without tokens and codes of our letters; the same bytes where it has none.

    Of a mail whose parts cannot be told apart, only the headers are left.
    """
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        changed = _blanked(message, 0, [_MOST_PARTS])
        found = message.as_bytes() if changed else raw
    except Exception:  # noqa: BLE001 - whatever a stranger sent: what cannot be read cannot be shown either
        found = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")[0]
    return _bytes(found)


def blanked_file(each: Attached) -> Attached:
    """Return a file of a mail without tokens and codes of our letters where it is text, or a mail itself."""
    if not each.kind.lower().startswith(_TEXTS) and not each.name.lower().endswith((".eml", ".txt", ".htm", ".html")):
        return each
    mail = each.kind.lower().startswith("message/") or each.name.lower().endswith(".eml")
    content = blanked_mail(each.content) if mail else _bytes(each.content)
    return each if content == each.content else Attached(name=each.name, kind=each.kind, content=content)


def _blanked(part: Message, depth: int, left: list[int]) -> bool:
    """Blank the texts in a part and what is inside; return whether something was changed."""
    left[0] -= 1
    if depth > _DEEPEST or left[0] < 0:
        message = "a mail of too many parts"
        raise ValueError(message)
    if part.is_multipart():
        inside = [each for each in part.get_payload() if isinstance(each, Message)]
        # All of them, not only up to the first that has something to blank.
        return sum(_blanked(each, depth + 1, left) for each in inside) > 0
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return False
    if part.get("Content-Disposition", "").lower().startswith("attachment") and not _is_text(part):
        return False
    found = _decoded(content, part)
    # What stands in a mail as it is, is blanked with the mail as a whole.
    if found == content or (_coding(part) in _PLAIN and b"\0" not in content):
        return False
    del part["Content-Transfer-Encoding"]
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(found).decode("ascii"))
    return True


def _coding(part: Message) -> str:
    return part.get("Content-Transfer-Encoding", "").strip().lower()


def _is_text(part: Message) -> bool:
    return part.get_content_type().startswith(_TEXTS) or (part.get_filename() or "").lower().endswith(
        (".eml", ".txt", ".htm", ".html")
    )


def _decoded(content: bytes, part: Message) -> bytes:
    """Return the content of a part, blanked; one in wide characters is read as such."""
    if b"\0" not in content:
        return _bytes(content)
    for charset in (part.get_content_charset() or "", "utf-16", "utf-32"):
        try:
            return without_secrets(content.decode(charset)).encode(charset)
        except (LookupError, UnicodeError):
            continue
    return _bytes(content)


def _bytes(content: bytes) -> bytes:
    """Return bytes, blanked: what opens something is ASCII in every narrow encoding."""
    return without_secrets(content.decode("latin-1")).encode("latin-1")
