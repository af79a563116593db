"""Types of files, told by their bytes and held against a list; what a sender declares decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Final

import puremagic

from saas_content.zips import HEAD, Unfit, looked_into
from saas_core.kernel.errors import InvalidValue
from saas_core.support.model.files import FileKind

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
_HEADS: Final[Mapping[bytes, FileKind]] = {
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
    b"GIF87a": FileKind.GIF,
    b"GIF89a": FileKind.GIF,
    b"%PDF-": FileKind.PDF,
}
_MAGIC: Final[Mapping[str, FileKind]] = {
    "image/png": FileKind.PNG,
    "image/jpeg": FileKind.JPEG,
    "image/gif": FileKind.GIF,
    "image/webp": FileKind.WEBP,
    "image/tiff": FileKind.TIFF,
    "image/bmp": FileKind.BMP,
    "application/pdf": FileKind.PDF,
    "video/mp4": FileKind.MP4,
    "audio/mpeg": FileKind.MP3,
}
_OFFICE: Final = (
    ("word/document.xml", FileKind.DOCX),
    ("xl/workbook.xml", FileKind.XLSX),
    ("ppt/presentation.xml", FileKind.PPTX),
)
_OPEN_DOCUMENT: Final[Mapping[str, FileKind]] = {
    "application/vnd.oasis.opendocument.text": FileKind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    "application/vnd.oasis.opendocument.presentation": FileKind.ODP,
}
# Visual Basic, and the sheets of macros of Excel 4 and 5; a part may have any name, so its declared type counts too.
_OFFICE_MACROS: Final = re.compile(r"vbaproject\.bin$|vbadata\.xml$|^xl/(?:intl)?(?:macro|dialog)sheets/")
_MACRO_TYPE: Final = re.compile(rb"vbaproject|macroenabled|macrosheet|dialogsheet", re.IGNORECASE)
_OPEN_DOCUMENT_MACROS: Final = ("basic/", "scripts/")
_PROGRAM: Final = re.compile(
    r"\.(?:app|apk|appx|bat|cab|chm|cmd|com|cpl|dll|exe|gadget|hta|inf|ins|iso|jar|"
    r"jnlp|js|jse|lnk|msc|msi|msix|msp|pif|ps1|psm1|reg|scf|scr|sct|sh|sys|url|"
    r"vb|vbe|vbs|ws|wsc|wsf|wsh|xll)[. ]*$",
    re.IGNORECASE,
)


class Sniffer:
    """Tells the type of a file by its bytes."""

    def kind(self, content: IO[bytes], name: str) -> FileKind:
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


def _plain(head: bytes) -> FileKind | None:
    """Return the type of what is no zip."""
    for begins, kind in _HEADS.items():
        if head.startswith(begins):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    found = _text(head)
    return found if found is not None else _by_magic(head)


def _text(head: bytes) -> FileKind | None:
    """Return the type of a text: markup wherever it is found, in any encoding that a browser reads."""
    bare = head.replace(b"\x00", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    looked_at = bare.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff")
    if _CONTROLS.search(looked_at):
        return None
    if _SVG.search(looked_at):
        return FileKind.SVG
    if _MARKUP.search(looked_at):
        return FileKind.HTML
    if _XML.match(looked_at):
        return FileKind.XML
    return FileKind.TEXT


def _by_magic(head: bytes) -> FileKind | None:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return None
    # Several formats begin alike; the most likely one comes first.
    return next((kind for each in found if (kind := _MAGIC.get(each.mime_type)) is not None), None)


def _zip(content: IO[bytes]) -> FileKind:
    names, declared = looked_into(content, _unfit_inside, _macros)
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in _OFFICE if part in names), FileKind.ZIP)
    return _OPEN_DOCUMENT.get(declared, FileKind.ZIP)


def _unfit_inside(name: str, head: bytes) -> str:
    if name.lower() == "[content_types].xml" and _MACRO_TYPE.search(head):
        return "declares macros"
    return "can be run" if _runs(name, head[:HEAD]) else ""


def _macros(names: frozenset[str], declared: str) -> str:
    """Return why an Office document or an OpenDocument is refused for its parts; nothing for another zip."""
    lowered = {each.lower().replace("\\", "/") for each in names}
    if "[content_types].xml" in lowered:
        held = any(_OFFICE_MACROS.search(each) for each in lowered)
    elif declared.startswith("application/vnd.oasis.opendocument") or "meta-inf/manifest.xml" in lowered:
        held = any(each.startswith(_OPEN_DOCUMENT_MACROS) for each in lowered)
    else:
        held = False
    return "holds macros" if held else ""


def _runs(name: str, head: bytes) -> bool:
    return head.startswith((*_CODE, _OLE)) or _PROGRAM.search(name) is not None


def _refused(reason: str) -> InvalidValue:
    remedy = "Send an image, a PDF, a text, an Office document without macros, or a zip of these."
    return InvalidValue(f"{reason}.", field="content", remedy=remedy)
