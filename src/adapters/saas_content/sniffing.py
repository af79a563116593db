"""Types of files, told by their bytes and held against a list; what a sender declares decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Final

import puremagic

from saas_content.zips import HEAD, Unfit, looked_into
from saas_core.kernel.errors import InvalidValue
from saas_core.support.model.files import Kind

_REFUSED: Final = "is not of a type that is accepted"
_RUNS: Final = f"{_REFUSED}, since it can be run"
_READ: Final = 64 * 1024
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|img|object|embed|form|link|meta|base|style|table|div|a\s|p[\s>]"
    rb"|[a-z0-9]+:?(?:svg|html|script)\b)",
    re.IGNORECASE,
)
_SVG: Final = re.compile(rb"<(?:[a-z0-9]+:)?svg[\s>/]", re.IGNORECASE)
_XML: Final = re.compile(rb"^\s*<\?xml", re.IGNORECASE)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_CODE: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"\x00asm",
    b"!<arch>",
)
# The containers of old Office files and installers, which can carry macros and programs.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADS: Final[Mapping[bytes, Kind]] = {
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"\xff\xd8\xff": Kind.JPEG,
    b"GIF87a": Kind.GIF,
    b"GIF89a": Kind.GIF,
    b"%PDF-": Kind.PDF,
}
_MAGIC: Final[Mapping[str, Kind]] = {
    "image/png": Kind.PNG,
    "image/jpeg": Kind.JPEG,
    "image/gif": Kind.GIF,
    "image/webp": Kind.WEBP,
    "image/tiff": Kind.TIFF,
    "image/bmp": Kind.BMP,
    "application/pdf": Kind.PDF,
    "video/mp4": Kind.MP4,
    "audio/mpeg": Kind.MP3,
}
_OFFICE: Final = (
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook.xml", Kind.XLSX),
    ("ppt/presentation.xml", Kind.PPTX),
)
_OPEN_DOCUMENT: Final[Mapping[str, Kind]] = {
    "application/vnd.oasis.opendocument.text": Kind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    "application/vnd.oasis.opendocument.presentation": Kind.ODP,
}
_PROGRAM: Final = re.compile(
    r"\.(?:app|apk|appx|bat|cab|chm|cmd|com|cpl|dll|exe|gadget|hta|inf|ins|iso|jar|"
    r"jnlp|js|jse|lnk|msc|msi|msix|msp|pif|ps1|psm1|reg|scf|scr|sct|sh|sys|url|"
    r"vb|vbe|vbs|ws|wsc|wsf|wsh|xll)[. ]*$",
    re.IGNORECASE,
)


class Sniffer:
    """Tells the type of a file by its bytes."""

    def kind(self, content: IO[bytes], name: str) -> Kind:
        """Return the type; raises InvalidValue for a file that is not accepted, with the reason.

        The name counts in one way only: a file that a computer would run by its name is refused.
        """
        content.seek(0)
        head = content.read(_READ)
        content.seek(0)
        if _runs(name, head):
            raise _refused(_RUNS)
        if head.startswith(b"PK\x03\x04"):
            try:
                return _zip(content)
            except Unfit as fault:
                raise _refused(str(fault)) from fault
            finally:
                content.seek(0)
        found = _plain(head)
        if found is None:
            raise _refused(_REFUSED)
        return found


def _plain(head: bytes) -> Kind | None:
    """Return the type of what is no zip."""
    for begins, kind in _HEADS.items():
        if head.startswith(begins):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    found = _text(head)
    return found if found is not None else _by_magic(head)


def _text(head: bytes) -> Kind | None:
    """Return the type of a text: markup wherever it is found, in any encoding that a browser reads."""
    bare = head.replace(b"\x00", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    looked_at = bare.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff")
    if _CONTROLS.search(looked_at):
        return None
    if _SVG.search(looked_at):
        return Kind.SVG
    if _MARKUP.search(looked_at):
        return Kind.HTML
    if _XML.match(looked_at):
        return Kind.XML
    return Kind.TEXT


def _by_magic(head: bytes) -> Kind | None:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return None
    # Several formats begin alike; the most likely one comes first.
    return next((kind for each in found if (kind := _MAGIC.get(each.mime_type)) is not None), None)


def _zip(content: IO[bytes]) -> Kind:
    names, declared = looked_into(content, _unfit_inside)
    if "[Content_Types].xml" in names:
        if any(each.lower().endswith("vbaproject.bin") for each in names):
            message = "holds macros"
            raise Unfit(message)
        return next((kind for part, kind in _OFFICE if part in names), Kind.ZIP)
    return _OPEN_DOCUMENT.get(declared, Kind.ZIP)


def _unfit_inside(name: str, head: bytes) -> str:
    return "can be run" if _runs(name, head[:HEAD]) else ""


def _runs(name: str, head: bytes) -> bool:
    return head.startswith((*_CODE, _OLE)) or _PROGRAM.search(name) is not None


def _refused(reason: str) -> InvalidValue:
    remedy = "Send an image, a PDF, a text, an Office document without macros, or a zip of these."
    return InvalidValue(f"{reason}.", field="content", remedy=remedy)
