"""The terms shipped inside the package, in the project's own words.

`terms.toml` is the newest version, the first of a new database. Earlier versions stay as they were, since licenses pin
them by their digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from saas_core.policy.document import read_terms
from saas_core.policy.terms import Terms

EARLIER: Final = ("terms_2026_01.toml",)
"""The documents of earlier versions."""
_SINCE = re.compile(rb"(?m)^effective_from = \S+$")


def shipped_document() -> bytes:
    """Return the exact bytes of the shipped document."""
    return _document("terms.toml")


def earlier_documents() -> tuple[bytes, ...]:
    """Return the exact bytes of the documents shipped before, the oldest first."""
    return tuple(_document(each) for each in EARLIER)


@cache
def shipped_terms() -> Terms:
    """Return the shipped version of the terms; read once."""
    return read_terms(shipped_document())


def unpublished(versions: Iterable[str]) -> Terms | None:
    """Return the shipped version if a database with these versions lacks it; None if it has it, or is empty."""
    known = frozenset(versions)
    return None if not known or shipped_terms().version in known else shipped_terms()


def shipped_from(since: datetime) -> bytes:
    """Return the shipped document as one that is offered from an instant.

    A database that already offers terms cannot take up a version whose instant is past (9.4).
    """
    written = f"effective_from = {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    return _SINCE.sub(written, shipped_document(), count=1)


def next_day(at: datetime) -> datetime:
    """Return the first midnight after an instant, in UTC: from then on an update is offered unless told otherwise."""
    return (at.astimezone(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _document(name: str) -> bytes:
    return files("saas_core.policy").joinpath(name).read_bytes()
