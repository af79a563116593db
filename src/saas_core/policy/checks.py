"""Checks of what the provider stored for every client: each permission adds an operation and takes no other name."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.parts import Finding, HouseCheck
from saas_core.kernel.work import Transactions
from saas_core.policy.actions import catalogue, require_free
from saas_core.policy.ports import PolicyWork


@frozen
class PolicyChecks:
    """Checks the registered permissions against the software and every version of the terms."""

    transactions: Transactions[PolicyWork]

    def all(self) -> tuple[HouseCheck, ...]:
        """Return the checks."""
        return (HouseCheck("permissions", self._colliding),)

    def _colliding(self) -> Iterator[Finding]:
        with self.transactions.read(PROVIDER) as work:
            versions, permissions = work.terms.all(), work.permissions.all()
        taken = {name for terms in versions for name in catalogue(terms.actions, terms.reserved).actions}
        reserved = tuple(dict.fromkeys(area for terms in versions for area in terms.reserved))
        for each in permissions:
            try:
                require_free(each, taken, reserved)
            except InvalidValue as fault:
                yield Finding(
                    "permissions",
                    "provider",
                    f"The registered permission {each.name!r} opens nothing: {fault.message}",
                    "Register the operation under another name; whoever owns the database removes this one.",
                )
