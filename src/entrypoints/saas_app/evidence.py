"""Verifying a pack of evidence without a database: also on the machine of somebody who never had one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from saas_app.documents import notaries_of
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.engagements.evidence.policies.verifying import Stamped, verified
from saas_core.engagements.evidence.values import PackReport
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.extras import ExtraMissing
from saas_local import KeyFile, signed

if TYPE_CHECKING:
    from saas_app.settings import Settings

_PDF = b"%PDF-"


def verify_evidence(
    content: bytes, settings: Settings, *, known: Iterable[str] = (), roots: Path | None = None
) -> PackReport:
    """Return what a whole pack shows, given as JSON or as the PDF around it; raises EvidenceBroken naming the field.

    `known` are public keys in base64 of the provider; without them those of the home folder count, if it has any.
    `roots` is a PEM file with the certificates by which a time stamp is checked, otherwise those of the settings.
    Raises DocumentsMissing where a PDF or a time stamp needs the extra `documents`.
    """
    pack = _inside(content) if content.startswith(_PDF) else content
    keys = tuple(known) or _published(settings)
    return verified(pack, signs=signed, stamped=_stamped(settings, roots), known=keys)


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
