"""News: which tenants' answers may have changed since somebody looked before."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from saas_core.kernel.ids import TenantId


@frozen
class News:
    """What a look found: the editions that tenants came to since the look that gave the former mark.

    `mark` is for the next look alone, and only its store can read it. With `everything`, the store cannot tell what
    changed, or it is more than was asked for: whatever was read before may have changed.
    """

    mark: str
    editions: Mapping[TenantId, int] = field(factory=dict)
    everything: bool = False
