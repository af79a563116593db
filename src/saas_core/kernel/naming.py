"""Naming: names of people and things behind the references that journals and tasks keep, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId

OF_PEOPLE: Final = frozenset({"user", "role", "department", "api_key", "letters"})
"""Kinds of references whose ids are of a client's people; staff without a grant is shown the kind alone (1.5)."""


class Naming(Protocol):
    """Knows names by reference, such as `user:<id>`, `role:<id>` or `tenant:<id>`."""

    def names(self, *, by: Actor, tenant_id: TenantId, references: Iterable[str]) -> Mapping[str, str]:
        """Return the names that the actor may see; the other references are left out."""
        ...


class Nameless:
    """Knows no names; stands in where no context answers."""

    def names(self, *, by: Actor, tenant_id: TenantId, references: Iterable[str]) -> Mapping[str, str]:  # noqa: ARG002
        """Return nothing."""
        return {}
