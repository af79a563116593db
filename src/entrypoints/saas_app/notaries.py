"""Which settings say who seals and stamps approvals, and whether they are complete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_app.settings import Settings

STAMP_ADDRESS: Final = "time_stamp_url"
STAMP_ROOTS: Final = "time_stamp_roots"
SEAL_CERTIFICATES: Final = "seal_certificates"
SEAL_KEY: Final = "seal_key_file"
SEAL_KMS: Final = "seal_kms_key"
SEAL_REGION: Final = "seal_kms_region"
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>]{1,500}")


def require_notaries(settings: Settings) -> None:
    """Require that settings of seals and time stamps are complete; raises InvalidValue naming the one that is not."""
    seal_is_set(settings)
    stamp_is_set(settings)


def seal_is_set(settings: Settings) -> bool:
    """Return whether documents are sealed; raises InvalidValue for incomplete settings."""
    key, outside = settings.seal_key_file, settings.seal_kms_key
    if key and outside:
        message = "is set beside a key file; a seal is made by one key."
        raise InvalidValue(message, field=SEAL_KMS, remedy=f"Remove {SEAL_KEY} or {SEAL_KMS}.")
    if bool(settings.seal_certificates) != bool(key or outside):
        wanted = SEAL_KEY if settings.seal_certificates else SEAL_CERTIFICATES
        raise _missing(wanted)
    if outside and not settings.seal_kms_region:
        raise _missing(SEAL_REGION)
    return bool(settings.seal_certificates)


def stamp_is_set(settings: Settings) -> bool:
    """Return whether approvals are stamped; raises InvalidValue for incomplete settings."""
    if bool(settings.time_stamp_url) != bool(settings.time_stamp_roots):
        raise _missing(STAMP_ROOTS if settings.time_stamp_url else STAMP_ADDRESS)
    if settings.time_stamp_url and not _ADDRESS.fullmatch(settings.time_stamp_url):
        message = f"{settings.time_stamp_url[:60]!r} is not an address."
        raise InvalidValue(message, field=STAMP_ADDRESS, remedy="Write it as in https://stamps.example.")
    return bool(settings.time_stamp_url)


def _missing(name: str) -> InvalidValue:
    return InvalidValue("is missing; another setting needs it.", field=name, remedy=f"Set SAAS_{name.upper()}.")
