"""The account of a tenant at the provider of payments, and incidents, in the database."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine, RowMapping

from saas_core.kernel.ids import TenantId
from saas_core.payments.errors import AccountTaken
from saas_core.payments.model import Checkout, Incident, PaymentAccount
from saas_sql.outside import owner_of, reading
from saas_sql.session import Session
from saas_sql.tables import incidents, linked_accounts, payment_accounts


class SqlPaymentAccounts:
    """The account of the tenant at hand."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self) -> PaymentAccount | None:
        """Give the account."""
        row = self._row()
        if row is None:
            return None
        return PaymentAccount(account=row["account"], opened_at=row["opened_at"], subscription=row["subscription"])

    def save(self, account: PaymentAccount) -> None:
        """Keep the account, and that it is this tenant's; raises AccountTaken when it is another one's."""
        tenant_id = self._session.tenant_id
        claimed = self._session.claim(linked_accounts, {"account": account.account, "tenant_id": tenant_id})
        if not claimed and self._owner(account.account) != tenant_id:
            message = "the account is linked to another client."
            raise AccountTaken(message, field="account", remedy="Look at the provider whose account it is.")
        course = {"account": account.account, "opened_at": account.opened_at, "subscription": account.subscription}
        self._session.keep(payment_accounts, {}, {}, course)

    def checkout(self) -> Checkout | None:
        """Give the page for subscribing that was opened last, unless it was closed."""
        row = self._row()
        if row is None or row["checkout_ref"] is None:
            return None
        return Checkout(
            ref=row["checkout_ref"],
            url=row["checkout_url"],
            opened_at=row["checkout_opened_at"],
            expires_at=row["checkout_expires_at"],
        )

    def save_checkout(self, checkout: Checkout | None) -> None:
        """Keep the page opened last, or forget it."""
        self._session.update(
            payment_accounts,
            checkout_ref=checkout and checkout.ref,
            checkout_url=checkout and checkout.url,
            checkout_opened_at=checkout and checkout.opened_at,
            checkout_expires_at=checkout and checkout.expires_at,
        )

    def _row(self) -> RowMapping | None:
        return self._session.own(payment_accounts)

    def _owner(self, account: str) -> TenantId | None:
        found = self._session.outside(owner_of(account))
        return TenantId(found[0]["tenant_id"]) if found else None


class SqlIncidents:
    """What a person should look at, of the tenant at hand."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def open(self) -> tuple[Incident, ...]:
        """Give the incidents that have not ended, in the order of kind and subject."""
        query = self._session.select(incidents, incidents.c.ended_at.is_(None))
        rows = self._session.rows(query.order_by(incidents.c.kind, incidents.c.subject))
        return tuple(
            Incident(kind=row["kind"], subject=row["subject"], says=row["says"], raised_at=row["raised_at"])
            for row in rows
        )

    def add(self, incident: Incident) -> None:
        """Keep an incident."""
        self._session.insert(
            incidents,
            {
                "kind": incident.kind,
                "subject": incident.subject,
                "raised_at": incident.raised_at,
                "says": incident.says,
                "ended_at": incident.ended_at,
            },
        )

    def end(self, incident: Incident, at: datetime) -> None:
        """Mark an open incident as ended."""
        table = incidents.c
        same = (table.kind == incident.kind, table.subject == incident.subject, table.raised_at == incident.raised_at)
        self._session.update(incidents, *same, table.ended_at.is_(None), ended_at=at)


class SqlLinkedAccounts:
    """Whose each account at the provider is, outside the tenants."""

    def __init__(self, engine: Engine) -> None:
        """Read through the engine."""
        self._engine = engine

    def find(self, account: str) -> TenantId | None:
        """Give the tenant of an account."""
        with reading(self._engine) as connection:
            found = connection.execute(owner_of(account)).scalar()
        return None if found is None else TenantId(found)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Give accounts in order with their tenants, those after the given one."""
        query = sa.select(linked_accounts).where(linked_accounts.c.account > after)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(linked_accounts.c.account).limit(limit)).mappings().all()
        return tuple((row["account"], TenantId(row["tenant_id"])) for row in rows)
