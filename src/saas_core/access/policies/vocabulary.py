"""The vocabulary of roles: the registered permissions, and those that no role may hold."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.policy.catalogue import Permission, catalogue
from saas_core.policy.names import Reserved, areas_of, permission_pattern
from saas_core.policy.terms import Terms


@frozen
class Vocabulary:
    """The operations that roles may hold, and the areas reserved to the provider (1.2, 0.3)."""

    operations: frozenset[str]
    reserved: tuple[Reserved, ...]

    def patterns(self, given: Iterable[str], *, registers: bool = False) -> frozenset[str]:
        """Return permissions and areas that a role may hold.

        Raises PermissionReserved (1.2, 0.3) for one that no role may hold, in any spelling, and InvalidValue for one
        that is malformed or not registered, which tells those who register permissions how.
        """
        known = self.operations.union(*map(areas_of, self.operations))
        return frozenset(permission_pattern(each, self.reserved, known=known, registers=registers) for each in given)


def vocabulary(versions: Iterable[Terms], permissions: Iterable[Permission]) -> Vocabulary:
    """Make the vocabulary of all versions of the terms, since a license may rest on an old one."""
    versions = tuple(versions)
    operations = {each.name for each in permissions}
    for terms in versions:
        operations |= catalogue(terms.actions, terms.reserved).operations
    return Vocabulary(
        operations=frozenset(operations),
        reserved=tuple(dict.fromkeys(area for terms in versions for area in terms.reserved)),
    )
