"""Documents as tagged PDF/A-3, made by typst from a template, the pinned fonts, and data that is never read as markup.

The same content at the same instant gives the same bytes. Conformance is what typst makes of it; no validator was run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from attrs import asdict

from saas_core.kernel.errors import InvalidValue
from saas_documents.apart import typeset_apart
from saas_documents.content import Content
from saas_documents.coverage import FOLDER, name_of, unshown
from saas_documents.credit_note import credit_note_sheet
from saas_documents.estimate import estimate_sheet
from saas_documents.evidence import evidence_sheet
from saas_documents.invoice import invoice_sheet
from saas_documents.policy import policy_sheet
from saas_documents.sheets import Sheet
from saas_documents.typesetting import typeset

STANDARDS: Final = ("a-3a", "ua-1")
TEMPLATE: Final = FOLDER.parent / "templates" / "sheet.typ"
LARGE: Final = 50_000
"""From this length of its data on a document is made by a process of its own; an estimate has some 4,000."""
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
    """Return a sheet as PDF; raises InvalidValue for a character that the pinned fonts do not show.

    A large one is made by a process of its own, and raises TypesettingFailed, too.
    """
    order = _order(sheet, format="pdf", pdf_standards=list(STANDARDS))
    if len(order["data"]) > LARGE:
        return typeset_apart(sheet.title, order)
    found = typeset(order)
    if not isinstance(found, bytes):
        raise TypeError(type(found))
    return found


def as_pictures(sheet: Sheet, *, dots: float = 96.0) -> list[bytes]:
    """Return the pages of a sheet as PNG, for people who look at the layout; raises InvalidValue as `as_pdf` does."""
    found = typeset(_order(sheet, format="png", ppi=dots))
    return found if isinstance(found, list) else [found]


def _order(sheet: Sheet, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - the typesetter's own options
    """Return what is asked of the typesetter; raises InvalidValue for a character that the pinned fonts do not show."""
    missing = unshown(sheet.texts())
    if missing:
        message = f"cannot be shown in a document: {', '.join(map(name_of, missing[:5]))}."
        raise InvalidValue(message, field="content", remedy="Write it in Latin, Greek or Cyrillic letters.")
    data = asdict(sheet) | {"date": _parts(sheet.at), "at": None}
    return {
        "template": str(TEMPLATE),
        "fonts": str(FOLDER),
        "data": json.dumps(data),
        "how": {"timestamp": int(sheet.at.timestamp()), **how},
    }


def _parts(at: datetime) -> list[int]:
    utc = at.astimezone(UTC)
    return [utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second]
