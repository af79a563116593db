"""Headers of a request that set conditions: Idempotency-Key, If-Match, If-None-Match."""

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
    """Give an idempotency key; raises HeaderInvalid for a malformed one, and where none is taken."""
    if header is None:
        return None
    if not taken:
        raise _wrong(IDEMPOTENCY_KEY, "is not taken here.", "Leave it out; the description says what a repeat does.")
    if not _KEY.fullmatch(header):
        raise _wrong(IDEMPOTENCY_KEY, "is not a valid key.", "Give 1 to 200 visible ASCII characters.")
    return header


def expected_in(header: str | None, *, taken: bool) -> str | None:
    """Give the revision for which a change was made; None asks for none.

    Raises HeaderInvalid for what is no ETag and where none is taken, RevisionStale for a weak one, which never matches.
    """
    if header is None:
        return None
    if not taken:
        raise _wrong(IF_MATCH, "is not taken here.", "Leave it out.")
    if header.strip() == "*":
        return None
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise _wrong(IF_MATCH, "is not a single ETag.", 'Give the ETag exactly as it was returned, as in "5f2c".')
    if found[1]:
        raise RevisionStale
    return found[2]


def etag_of(view: object, body: bytes) -> str:
    """Give the ETag of a view: its revision where it can be edited, else a digest of what is shown."""
    revision = getattr(view, REVISION, None) or hashlib.sha256(body).hexdigest()[:_LENGTH]
    return f'"{revision}"'


def known(header: str | None, etag: str) -> bool:
    """Tell whether the caller has this state of the thing already."""
    if header is None:
        return False
    given = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in given or etag in given


def _wrong(name: str, message: str, remedy: str) -> HeaderInvalid:
    return HeaderInvalid((Fault(name, message, remedy),))
