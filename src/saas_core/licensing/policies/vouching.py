"""Vouching: the journal's chain holds a digest of the license and of each of its facts, as they are stored.

The entry of the command that stored them has the digests among its details, by the place of the fact: 0 for the license
itself, then the facts in the order in which they were learned. So a row that was changed, added or removed past the
application differs from the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from saas_core.kernel.journal import JournalEntry, Value

Digests: TypeAlias = Mapping[str, str]
"""Digests by place, as text since the journal keeps them as JSON."""

DETAIL: Final = "license_digests"
"""The detail of an entry that holds the digests of everything stored along with it."""
LICENSE: Final = "0"
"""The place of the license itself."""


def row_digest(row: Mapping[str, Value]) -> str:
    """Return the SHA-256 of a stored row: every column, including the tenant and the license that it belongs to."""
    canonical = json.dumps(dict(row), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def vouched(digests: Digests) -> dict[str, Value]:
    """Return the detail with which an entry vouches for what was stored; empty if nothing was."""
    return {DETAIL: dict(digests)} if digests else {}


def vouched_by(entry: JournalEntry) -> dict[str, str]:
    """Return the digests for which an entry vouches."""
    held = entry.details.get(DETAIL)
    return {place: str(digest) for place, digest in held.items()} if isinstance(held, dict) else {}


def differences(chain: Mapping[str, AbstractSet[str]], stored: Digests) -> Iterator[str]:
    """Yield what differs between the digests of the chain and those of the stored rows, in words, by place.

    A fact is stored once and never changes, so that two different digests of one in the chain are a fault themselves.
    """
    # By number; a forged place may be any text.
    for place in sorted({*chain, *stored}, key=lambda each: (len(each), each)):
        what = "The license" if place == LICENSE else f"Fact {place} of the license"
        if len(chain.get(place, ())) > 1:
            yield f"{what} has two different digests in the journal."
        elif place not in stored:
            yield f"{what} was removed; the journal noted it."
        elif place not in chain:
            yield f"{what} was added by hand; the journal did not note it."
        elif stored[place] not in chain[place]:
            yield f"{what} was changed after the journal noted it."
