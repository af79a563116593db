"""Documents, seals and time stamps as the settings name them, each made when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from saas_app.notaries import SEAL_CERTIFICATES, seal_is_set, stamp_is_set
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.extras import ExtraMissing

if TYPE_CHECKING:
    from saas_app.settings import Settings
    from saas_core.engagements.evidence.ports import Notaries, Seals, TimeStamps
    from saas_documents import TimeStamps as Rfc3161
    from saas_documents import TypstDocuments

T = TypeVar("T")


def documents_of() -> Documents:
    """Return what renders documents; without the extra for it nothing is issued, and whoever tries is told why."""
    return Documents()


class Documents:
    """Renders documents, where the extra that does is installed."""

    def __init__(self) -> None:
        """Import nothing yet: few commands render anything."""
        self._made = _Once(_typst)

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return a document as PDF; raises DocumentsMissing without the extra, InvalidValue for an unfit content."""
        return self._made().render(kind, content, at)

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return the characters that a document could not show; raises as `render` does."""
        return self._made().check(kind, content)


def script() -> bytes:
    """Return the script that checks a pack of evidence without our software; raises DocumentsMissing."""
    try:
        from saas_documents import script as shipped  # noqa: PLC0415 - few commands need it
    except ExtraMissing as fault:
        raise DocumentsMissing from fault
    return shipped()


def notaries_of(settings: Settings) -> Notaries:
    """Return who seals and stamps approvals by the settings; raises InvalidValue for incomplete settings."""
    from saas_core.engagements.evidence.ports import Notaries  # noqa: PLC0415 - few commands need it

    seals = SealsWhenFirstNeeded(lambda: _seals(settings)) if seal_is_set(settings) else None
    stamps = StampsWhenFirstNeeded(lambda: _stamps(settings)) if stamp_is_set(settings) else None
    return Notaries(seals=seals, stamps=stamps)


class SealsWhenFirstNeeded:
    """Seals made with the first document that is sealed."""

    def __init__(self, make: Callable[[], Seals]) -> None:
        """Take the function that makes them; a failed attempt is repeated with the next use."""
        self._made = _Once(make)

    def seal(self, document: bytes, reason: str) -> bytes:
        """Return a sealed document; raises DocumentsMissing, ProviderFault, InvalidValue for an unfit setting."""
        return self._made().seal(document, reason)


class StampsWhenFirstNeeded:
    """Time stamps made ready with the first one."""

    def __init__(self, make: Callable[[], TimeStamps]) -> None:
        """Take the function that makes them; a failed attempt is repeated with the next use."""
        self._made = _Once(make)

    def stamp(self, content: bytes) -> bytes:
        """Return a time stamp over a content; raises DocumentsMissing, ProviderFault, InvalidValue."""
        return self._made().stamp(content)

    def stamped(self, token: bytes, content: bytes) -> str:
        """Return the instant of a time stamp over a content; raises EvidenceBroken, DocumentsMissing, InvalidValue."""
        return self._made().stamped(token, content)


class _Once(Generic[T]):
    """Something made once, with its first use; without the extra it is DocumentsMissing."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._guard = threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._guard:
            if not self._made:
                try:
                    self._made.append(self._make())
                except ExtraMissing as fault:
                    raise DocumentsMissing from fault
            return self._made[0]


def _typst() -> TypstDocuments:
    from saas_documents import TypstDocuments  # noqa: PLC0415 - few commands need it

    return TypstDocuments()


def _seals(settings: Settings) -> Seals:
    from saas_documents import Seals, key_of_file  # noqa: PLC0415 - only where something is sealed

    path = Path(settings.seal_certificates)
    try:
        chain = path.read_bytes()
    except OSError as fault:
        message = f"cannot be read: {fault.strerror}."
        raise InvalidValue(message, field=SEAL_CERTIFICATES, remedy="Name a PEM file.") from fault
    stamp = _stamps(settings).answered if stamp_is_set(settings) else None
    if settings.seal_key_file:
        return Seals(chain, key_of_file(Path(settings.seal_key_file)), stamp)
    from saas_aws import KmsKey, kms_client  # noqa: PLC0415 - slow to import, and rarely needed

    return Seals(chain, KmsKey(kms_client(settings.seal_kms_region), settings.seal_kms_key).sign, stamp)


def _stamps(settings: Settings) -> Rfc3161:
    from saas_documents import TimeStamps, certificates  # noqa: PLC0415 - only where something is stamped

    return TimeStamps(settings.time_stamp_url, certificates(Path(settings.time_stamp_roots)))
