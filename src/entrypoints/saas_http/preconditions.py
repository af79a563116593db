"""Request headers that set conditions: Idempotency-Key, If-Match, If-None-Match."""

from __future__ import annotations

import hashlib
import re

from saas_core.kernel.revisions import RevisionStale
from saas_views.presenting import REVISION
from saas_web.problems import Fault, HeaderInvalid

IDEMPOTENCY_KEY = "Idempotency-Key"
IF_MATCH = "If-Match"
IF_NONE_MATCH = "If-None-Match"

_KEY = re.compile(r"[!-~]{1,200}")
_ETAG = re.compile(r'(W/)?"([!#-~]*)"')
_LENGTH = 32


def key_in(header: str | None, *, taken: bool) -> str | None:
    """Return the idempotency key; raises HeaderInvalid for a malformed key, and where none is accepted."""
    if header is None:
        return None
    if not taken:
        raise _wrong(IDEMPOTENCY_KEY, "is not accepted here.", "Omit it; the API description explains repeats.")
    if not _KEY.fullmatch(header):
        raise _wrong(IDEMPOTENCY_KEY, "is not a valid key.", "Give 1 to 200 visible ASCII characters.")
    return header


def expected_in(header: str | None, *, taken: bool) -> str | None:
    """Return the revision that a change is based on; None without If-Match.

    Raises HeaderInvalid for a malformed ETag and where none is accepted, RevisionStale for a weak one, which never
    matches.
    """
    if header is None:
        return None
    if not taken:
        raise _wrong(IF_MATCH, "is not accepted here.", "Leave it out.")
    if header.strip() == "*":
        return None
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise _wrong(IF_MATCH, "is not a single ETag.", 'Give the ETag exactly as it was returned, as in "5f2c".')
    if found[1]:
        raise RevisionStale
    return found[2]


def etag_of(view: object, body: bytes) -> str:
    """Return the ETag of a view: its revision if it can be edited, otherwise a digest of its content."""
    revision = getattr(view, REVISION, None) or hashlib.sha256(body).hexdigest()[:_LENGTH]
    return f'"{revision}"'


def known(header: str | None, etag: str) -> bool:
    """Return whether the caller already has this state of the thing."""
    if header is None:
        return False
    given = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in given or etag in given


def _wrong(name: str, message: str, remedy: str) -> HeaderInvalid:
    return HeaderInvalid((Fault(name, message, remedy),))
