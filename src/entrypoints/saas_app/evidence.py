"""Verifying a pack of evidence without a database: also on the machine of somebody who never had one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from saas_app.documents import notaries_of
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.engagements.evidence.policies.verifying import Stamped, verified
from saas_core.engagements.evidence.values import PackReport
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.extras import ExtraMissing
from saas_core.kernel.instants import parse_instant
from saas_local import KeyFile, signed

if TYPE_CHECKING:
    from saas_app.settings import Settings

_PDF = b"%PDF-"
_PAGES = "pages"
_OTHERS = (
    "are not those that this version of the software makes of evidence.json, which is inside and whole: do not rely on"
    " the pages. Take evidence.json out, and verify it alone."
)


def verify_evidence(
    content: bytes, settings: Settings, *, known: Iterable[str] = (), roots: Path | None = None
) -> PackReport:
    """Return what a whole pack shows, given as JSON or as the PDF around it; raises EvidenceBroken naming the field.

    `known` are public keys in base64 of the provider; without them those of the home folder count, if it has any.
    `roots` is a PEM file with the certificates by which a time stamp is checked, otherwise those of the settings.
    The pages of a PDF are made anew from the pack inside, and are broken where they differ in a byte: those of another
    version do. Raises DocumentsMissing where a PDF or a time stamp needs the extra `documents`.
    """
    around = content.startswith(_PDF)
    pack = _inside(content) if around else content
    keys = tuple(known) or _published(settings)
    report = verified(pack, signs=signed, stamped=_stamped(settings, roots), known=keys)
    if not around:
        return report
    _require_pages(content, pack)
    return evolve(report, checks=(*report.checks, "pages"))


def _require_pages(document: bytes, pack: bytes) -> None:
    """Require that a PDF is the very one that is made of the pack inside; raises EvidenceBroken."""
    from saas_documents import TypstDocuments  # noqa: PLC0415 - a pack is mostly JSON

    content: dict[str, object] = json.loads(pack)
    try:
        made = TypstDocuments().render("evidence", content, parse_instant(str(content["made_at"]), "made_at"))
    except InvalidValue as fault:
        raise EvidenceBroken(_PAGES, f"cannot be made of the pack inside ({fault.message})") from fault
    if made != document:
        raise EvidenceBroken(_PAGES, _OTHERS)


def _published(settings: Settings) -> tuple[str, ...]:
    if not settings.key_file.exists():
        return ()
    found = KeyFile.load(settings.key_file).signing
    return () if found is None else tuple(each.public_key for each in found.published())


def _stamped(settings: Settings, roots: Path | None) -> Stamped | None:
    if roots is None:
        stamps = notaries_of(settings).stamps
        return None if stamps is None else stamps.stamped
    try:
        from saas_documents import TimeStamps, certificates  # noqa: PLC0415 - rarely needed
    except ExtraMissing as fault:
        raise DocumentsMissing from fault
    found = certificates(roots)
    if not found:
        message = "holds no certificates."
        raise InvalidValue(message, field=str(roots), remedy="Name a PEM file with certificates.")
    return TimeStamps("", found).stamped


def _inside(document: bytes) -> bytes:
    try:
        from saas_documents import file_inside  # noqa: PLC0415 - a pack is mostly JSON
    except ExtraMissing as fault:
        raise DocumentsMissing from fault
    return file_inside(document, "evidence.json")
