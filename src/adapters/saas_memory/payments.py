"""A tenant's account at the provider of payments, and incidents, in process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property

from attrs import evolve

from saas_core.kernel.ids import TenantId
from saas_core.payments.errors import AccountTaken
from saas_core.payments.model import Checkout, Incident, OpenInvoice, PaymentAccount
from saas_memory.space import Rows, View
from saas_memory.store import MemoryStore, MemoryWork


class OutsidePorts(MemoryStore):
    """The owners of payment accounts, outside units of work."""

    @cached_property
    def linked_accounts(self) -> MemoryLinkedAccounts:
        """The tenant behind each payment account."""
        return MemoryLinkedAccounts(self.guard)


class Ports(MemoryWork):
    """The current tenant's data at the provider of payments."""

    @cached_property
    def payments(self) -> MemoryPaymentAccounts:
        """The account at the provider of payments."""
        return self.ending(MemoryPaymentAccounts(self.own, self.tenant_id, self.store.linked_accounts))

    @cached_property
    def incidents(self) -> MemoryIncidents:
        """Incidents that a person should look at."""
        return MemoryIncidents(self.own)

    @cached_property
    def open_invoices(self) -> MemoryOpenInvoices:
        """Open invoices."""
        return MemoryOpenInvoices(self.own)


class MemoryLinkedAccounts:
    """The tenant behind each payment account, stored outside the tenants."""

    def __init__(self, guard: threading.RLock) -> None:
        """Start empty."""
        self._guard = guard
        self._owners: dict[str, TenantId] = {}

    def find(self, account: str) -> TenantId | None:
        """Return the tenant of an account."""
        with self._guard:
            return self._owners.get(account)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return accounts with their tenants, in order, after the given one."""
        with self._guard:
            return tuple(sorted(each for each in self._owners.items() if each[0] > after)[:limit])

    def claim(self, account: str, tenant_id: TenantId) -> None:
        """Link an account for good."""
        with self._guard:
            self._owners[account] = tenant_id


class MemoryPaymentAccounts:
    """The current tenant's account."""

    def __init__(self, view: View, tenant_id: TenantId, linked: MemoryLinkedAccounts) -> None:
        """Use the view; links take effect when the unit of work commits."""
        self._tenant_id = tenant_id
        self._linked = linked
        self._accounts: Rows[str, PaymentAccount] = Rows(view, "payment_accounts")
        self._checkouts: Rows[str, Checkout | None] = Rows(view, "checkouts")
        self._claims: list[Callable[[], None]] = []

    def get(self) -> PaymentAccount | None:
        """Return the account."""
        return self._accounts.get("account")

    def save(self, account: PaymentAccount) -> None:
        """Save the account and link it to this tenant; raises AccountTaken if it belongs to another."""
        if self._linked.find(account.account) not in {None, self._tenant_id}:
            message = "the account is linked to another client."
            raise AccountTaken(message, field="account", remedy="Check at the provider whose account it is.")
        self._accounts.put("account", account)
        self._claims.append(lambda: self._linked.claim(account.account, self._tenant_id))

    def checkout(self) -> Checkout | None:
        """Return the latest checkout page, unless it was closed."""
        return self._checkouts.get("checkout")

    def save_checkout(self, checkout: Checkout | None) -> None:
        """Save the latest checkout page, or forget it."""
        if checkout is None:
            self._checkouts.drop("checkout")
        else:
            self._checkouts.put("checkout", checkout)

    def commit(self) -> None:
        """Make the links permanent."""
        for claim in self._claims:
            claim()
        self.close()

    def close(self) -> None:
        """Discard uncommitted changes."""
        self._claims.clear()


class MemoryIncidents:
    """The current tenant's incidents."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[tuple[str, str, str], Incident] = Rows(view, "incidents")

    def open(self) -> tuple[Incident, ...]:
        """Return the open incidents, by kind and subject."""
        return tuple(each for _key, each in self._rows.items() if each.ended_at is None)

    def all(self) -> tuple[Incident, ...]:
        """Return every incident, by kind and subject."""
        return tuple(each for _key, each in self._rows.items())

    def add(self, incident: Incident) -> None:
        """Save an incident."""
        self._rows.put(_key(incident), incident)

    def end(self, incident: Incident, at: datetime) -> None:
        """End an open incident."""
        self._rows.put(_key(incident), evolve(incident, ended_at=at))


class MemoryOpenInvoices:
    """The current tenant's open invoices."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[str, OpenInvoice] = Rows(view, "open_invoices")

    def all(self) -> tuple[OpenInvoice, ...]:
        """Return the invoices, by reference."""
        return tuple(self._rows.scan())

    def keep(self, invoices: Iterable[OpenInvoice]) -> None:
        """Replace the stored invoices with these."""
        for each in self.all():
            self._rows.drop(each.ref)
        for each in invoices:
            self._rows.put(each.ref, each)


def _key(incident: Incident) -> tuple[str, str, str]:
    return incident.kind, incident.subject, incident.raised_at.isoformat()
