"""Documents as tagged PDF/A-3, made by typst from a template, the pinned fonts, and data that is never read as markup.

The same content at the same instant gives the same bytes. Conformance is what typst makes of it; no validator was run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import typst
from attrs import asdict

from saas_core.kernel.errors import InvalidValue
from saas_documents.content import Content
from saas_documents.coverage import FOLDER, name_of, unshown
from saas_documents.credit_note import credit_note_sheet
from saas_documents.estimate import estimate_sheet
from saas_documents.evidence import evidence_sheet
from saas_documents.invoice import invoice_sheet
from saas_documents.policy import policy_sheet
from saas_documents.sheets import Sheet

STANDARDS: Final = ("a-3a", "ua-1")
_NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
Composer: TypeAlias = Callable[[Content, datetime], Sheet]
KINDS: Final[Mapping[str, Composer]] = MappingProxyType(
    {
        "estimate": estimate_sheet,
        "invoice": invoice_sheet,
        "credit_note": credit_note_sheet,
        "evidence": evidence_sheet,
        "policy": policy_sheet,
    }
)


class TypstDocuments:
    """Renders documents, and says which characters of a content they could not show."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return a document as PDF, dated with an instant; its content lies inside it as JSON.

        Raises InvalidValue for an unknown kind, for a content that does not fit it, naming the field, and for a
        character that the pinned fonts do not show.
        """
        return as_pdf(sheet_of(kind, content, at))

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return the characters that the document could not show, each with its number and name; raises InvalidValue.

        They are missing in the pinned fonts, or invisible, or turn the direction of what stands beside them.
        """
        return tuple(map(name_of, unshown(sheet_of(kind, content, _NO_DATE).texts())))


def sheet_of(kind: str, content: Content, at: datetime) -> Sheet:
    """Return what a document shows; raises InvalidValue for an unknown kind and for a content that does not fit it."""
    composer = KINDS.get(kind)
    if composer is None:
        message = f"{kind[:40]!r} is not a kind of document."
        raise InvalidValue(message, field="kind", remedy=f"Kinds are {', '.join(KINDS)}.")
    return composer(content, at)


def as_pdf(sheet: Sheet) -> bytes:
    """Return a sheet as PDF; raises InvalidValue for a character that the pinned fonts do not show."""
    found = compiled(sheet, format="pdf", pdf_standards=list(STANDARDS))
    if not isinstance(found, bytes):
        raise TypeError(type(found))
    return found


def as_pictures(sheet: Sheet, *, dots: float = 96.0) -> list[bytes]:
    """Return the pages of a sheet as PNG, for people who look at the layout; raises InvalidValue as `as_pdf` does."""
    found = compiled(sheet, format="png", ppi=dots)
    return found if isinstance(found, list) else [found]


def compiled(sheet: Sheet, **how: Any) -> bytes | list[bytes]:  # noqa: ANN401 - the compiler's own options
    """Return what typst makes of a sheet; raises InvalidValue for a character that the pinned fonts do not show."""
    missing = unshown(sheet.texts())
    if missing:
        message = f"cannot be shown in a document: {', '.join(map(name_of, missing[:5]))}."
        raise InvalidValue(message, field="content", remedy="Write it in Latin, Greek or Cyrillic letters.")
    data = asdict(sheet) | {"date": _parts(sheet.at), "at": None}
    # Its own types know PDF into a file alone.
    compiler: Any = typst.compile
    made: bytes | list[bytes] = compiler(
        _template(),
        root=str(FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(data)},
        timestamp=int(sheet.at.timestamp()),
        **how,
    )
    return made


def _parts(at: datetime) -> list[int]:
    utc = at.astimezone(UTC)
    return [utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second]


@cache
def _fonts() -> typst.Fonts:
    """Return the pinned fonts, read once; neither the machine's nor those that come with the typesetter."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@cache
def _template() -> bytes:
    return (FOLDER.parent / "templates" / "sheet.typ").read_bytes()
