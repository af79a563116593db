"""Codes of clients in the numbers of their documents: eight characters that no two clients share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import count
from typing import Final

from saas_core.kernel.ids import TenantId

_LONG: Final = 8


def codes_for(tenant_id: TenantId) -> Iterator[str]:
    """Yield the codes that a client may get, in the order in which they are tried: the first that is free is its own.

    The order is the same each time, so that a client finds the code that it took before.
    """
    yield tenant_id.hex[-_LONG:].upper()
    for attempt in count(1):
        yield hashlib.sha256(b"%d of %b" % (attempt, tenant_id.bytes)).hexdigest()[:_LONG].upper()
