"""Ports of integrations: what is asked of other contexts, in the unit of work of the command."""

from __future__ import annotations

from typing import Protocol

from saas_core.kernel.ids import EnhancementId, TenantId, UserId
from saas_core.kernel.work import Work


class Setup(Protocol):
    """Knows whether a client's instance is active."""

    def activated(self, work: Work) -> bool:
        """Return whether the setup was completed, after which the client alone connects (2.1, 2.4)."""
        ...


class People(Protocol):
    """Knows a client's people."""

    def address(self, work: Work, user_id: UserId) -> str:
        """Return the address of an active user, or ""."""
        ...


class Enhancements(Protocol):
    """Knows the register of enhancements."""

    def delivered(self, work: Work, enhancement_id: EnhancementId) -> bool:
        """Return whether a row of the client's register says that something was delivered (5.3)."""
        ...


class TaxNumbers(Protocol):
    """Reads tax numbers as their countries write them."""

    def read(self, value: str, country: str) -> str:
        """Return a tax number as it was written, trimmed; raises InvalidValue for one that cannot be of the country."""
        ...


class Countries(Protocol):
    """Knows which countries there are."""

    def read(self, value: str) -> str:
        """Return a country's code in capitals; raises InvalidValue."""
        ...


class Clients(Protocol):
    """Knows all clients."""

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order with their clients, those after the given one."""
        ...
