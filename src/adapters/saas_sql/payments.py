"""A tenant's account at the provider of payments, and incidents, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.kernel.ids import TenantId
from saas_core.payments.errors import AccountTaken
from saas_core.payments.model import Checkout, Incident, OpenInvoice, PaymentAccount
from saas_sql.column_types import Instant, bytewise
from saas_sql.declaration import WHOLE, Tables, column, index
from saas_sql.mapping import Mapped
from saas_sql.outside import found_at_once, reading
from saas_sql.prepared import Prepared
from saas_sql.session import Session
from saas_sql.store import SqlStore
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

payment_accounts = TABLES.add(
    "payment_accounts",
    column("account", sa.Text),
    column("opened_at", Instant),
    column("subscription", sa.Text),
    column("checkout_ref", sa.Text, null=True),
    column("checkout_url", sa.Text, null=True),
    column("checkout_opened_at", Instant, null=True),
    column("checkout_expires_at", Instant, null=True),
    changes=WHOLE,
)
_ACCOUNT = Mapped(PaymentAccount, payment_accounts)
_CHECKOUT = Mapped(
    Checkout,
    payment_accounts,
    {
        "ref": "checkout_ref",
        "url": "checkout_url",
        "opened_at": "checkout_opened_at",
        "expires_at": "checkout_expires_at",
    },
)
_NO_CHECKOUT = {each.name: None for each in payment_accounts.columns if each.name.startswith("checkout_")}

linked_accounts = TABLES.add(
    "linked_accounts",
    column("account", bytewise(), key=True),
    column("tenant_id", sa.Uuid),
    outside="news of an account must find its tenant",
)

incidents = TABLES.add(
    "incidents",
    column("kind", sa.Text, key=True),
    column("subject", sa.Text, key=True),
    column("raised_at", Instant, key=True),
    column("says", sa.Text),
    column("ended_at", Instant, null=True),
    index("ix_incidents_open", "tenant_id", where="ended_at IS NULL"),
    changes=("ended_at",),
)
_INCIDENT = Mapped(Incident, incidents)

# As last seen at the provider of payments; invoices no longer open are removed.
open_invoices = TABLES.add(
    "open_invoices",
    column("ref", sa.Text, key=True),
    column("number", sa.Text),
    column("owed_minor", sa.BigInteger),
    column("currency", sa.Text),
    column("due_at", Instant, null=True),
    column("failed", sa.Boolean),
    column("link", sa.Text),
    removed=True,
)
_OPEN_INVOICE = Mapped(OpenInvoice, open_invoices, {"owed": {"minor": "owed_minor"}})


class Ports(SqlWork):
    """The current tenant's data at the provider of payments."""

    @cached_property
    def payments(self) -> SqlPaymentAccounts:
        """The account at the provider of payments."""
        return SqlPaymentAccounts(self.session)

    @cached_property
    def incidents(self) -> SqlIncidents:
        """Incidents that a person should look at."""
        return SqlIncidents(self.session)

    @cached_property
    def open_invoices(self) -> SqlOpenInvoices:
        """Open invoices."""
        return SqlOpenInvoices(self.session)


class OutsidePorts(SqlStore):
    """The owners of payment accounts, outside units of work."""

    @property
    def linked_accounts(self) -> SqlLinkedAccounts:
        """The tenant behind each payment account; each call is its own transaction."""
        return SqlLinkedAccounts(self._engine)


def owner_of(account: object) -> sa.Select[Any]:
    """Return the query for the tenant of a payment account: one row at most."""
    return sa.select(linked_accounts.c.tenant_id).where(linked_accounts.c.account == account)


_OWNER = Prepared(owner_of(sa.bindparam("account")))


class SqlPaymentAccounts:
    """The current tenant's account."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self) -> PaymentAccount | None:
        """Return the account."""
        return _ACCOUNT.load_first(self._session.own(payment_accounts))

    def save(self, account: PaymentAccount) -> None:
        """Save the account and link it to this tenant; raises AccountTaken if it belongs to another."""
        tenant_id = self._session.tenant_id
        claimed = self._session.claim(linked_accounts, {"account": account.account, "tenant_id": tenant_id})
        if not claimed and self._owner(account.account) != tenant_id:
            message = "the account is linked to another client."
            raise AccountTaken(message, field="account", remedy="Check at the provider whose account it is.")
        self._session.keep(payment_accounts, _ACCOUNT.dump(account))

    def checkout(self) -> Checkout | None:
        """Return the latest checkout page, unless it was closed."""
        row = self._session.own(payment_accounts)
        return None if row is None or row["checkout_ref"] is None else _CHECKOUT.load(row)

    def save_checkout(self, checkout: Checkout | None) -> None:
        """Save the latest checkout page, or forget it."""
        row = _NO_CHECKOUT if checkout is None else _CHECKOUT.dump(checkout)
        self._session.update(payment_accounts, **row)

    def _owner(self, account: str) -> TenantId | None:
        found = self._session.outside(owner_of(account))
        return TenantId(found[0]["tenant_id"]) if found else None


class SqlIncidents:
    """The current tenant's incidents."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def open(self) -> tuple[Incident, ...]:
        """Return the open incidents, by kind and subject."""
        return self._models(incidents.c.ended_at.is_(None))

    def all(self) -> tuple[Incident, ...]:
        """Return every incident, by kind and subject."""
        return self._models()

    def add(self, incident: Incident) -> None:
        """Save an incident."""
        self._session.insert(incidents, _INCIDENT.dump(incident))

    def end(self, incident: Incident, at: datetime) -> None:
        """End an open incident."""
        table = incidents.c
        same = (table.kind == incident.kind, table.subject == incident.subject, table.raised_at == incident.raised_at)
        self._session.update(incidents, *same, table.ended_at.is_(None), ended_at=at)

    def _models(self, *conditions: sa.ColumnElement[bool]) -> tuple[Incident, ...]:
        query = self._session.select(incidents, *conditions)
        return self._session.models(
            _INCIDENT, query.order_by(incidents.c.kind, incidents.c.subject, incidents.c.raised_at)
        )


class SqlOpenInvoices:
    """The current tenant's open invoices."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def all(self) -> tuple[OpenInvoice, ...]:
        """Return the invoices, by reference."""
        found = self._session.models(_OPEN_INVOICE, self._session.select(open_invoices))
        # There are few, and databases differ in how they sort text.
        return tuple(sorted(found, key=lambda each: each.ref))

    def keep(self, invoices: Iterable[OpenInvoice]) -> None:
        """Replace the stored invoices with these."""
        self._session.delete(open_invoices)
        for each in invoices:
            self._session.insert(open_invoices, _OPEN_INVOICE.dump(each))


class SqlLinkedAccounts:
    """The tenant behind each payment account, stored outside the tenants."""

    def __init__(self, engine: Engine) -> None:
        """Read through the engine."""
        self._engine = engine

    def find(self, account: str) -> TenantId | None:
        """Return the tenant of an account."""
        found = found_at_once(self._engine, _OWNER, {"account": account})
        return TenantId(found[0]["tenant_id"]) if found else None

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return accounts with their tenants, in order, after the given one."""
        query = sa.select(linked_accounts).where(linked_accounts.c.account > after)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(linked_accounts.c.account).limit(limit)).mappings().all()
        return tuple((row["account"], TenantId(row["tenant_id"])) for row in rows)
