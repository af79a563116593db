"""Notices and open invoices in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.kernel.money import Money
from saas_core.kernel.notices import Notice
from saas_core.payments.model import OpenInvoice
from saas_sql.session import Session
from saas_sql.tables import notices, open_invoices


class SqlNotices:
    """What the tenant at hand was told."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def causes(self) -> frozenset[str]:
        """Give the causes of which it was told."""
        query = self._session.select(notices).with_only_columns(notices.c.cause)
        return frozenset(row["cause"] for row in self._session.rows(query))

    def get(self, cause: str) -> Notice | None:
        """Give what it was told of a cause."""
        row = self._session.first(self._session.select(notices, notices.c.cause == cause))
        return None if row is None else Notice(kind=row["kind"], cause=cause, facts=row["facts"])

    def add(self, notice: Notice, at: datetime) -> None:
        """Keep that it is told."""
        row = {"cause": notice.cause, "kind": notice.kind, "decided_at": at, "facts": dict(notice.facts)}
        self._session.insert(notices, row)


class SqlOpenInvoices:
    """Invoices still to be paid, of the tenant at hand."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def all(self) -> tuple[OpenInvoice, ...]:
        """Give them, in the order of their references."""
        found = (
            OpenInvoice(
                ref=row["ref"],
                number=row["number"],
                owed=Money(row["owed_minor"], row["currency"]),
                due_at=row["due_at"],
                failed=row["failed"],
                link=row["link"],
            )
            for row in self._session.rows(self._session.select(open_invoices))
        )
        # There are few, and databases differ in how they order texts.
        return tuple(sorted(found, key=lambda each: each.ref))

    def keep(self, invoices: Iterable[OpenInvoice]) -> None:
        """Keep these in place of those that were there."""
        self._session.delete(open_invoices)
        for each in invoices:
            row = {
                "ref": each.ref,
                "number": each.number,
                "owed_minor": each.owed.minor,
                "currency": each.owed.currency,
                "due_at": each.due_at,
                "failed": each.failed,
                "link": each.link,
            }
            self._session.insert(open_invoices, row)
