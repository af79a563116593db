"""Notices and open invoices in process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.kernel.notices import Notice
from saas_core.payments.model import OpenInvoice
from saas_memory.space import Rows, View


class MemoryNotices:
    """What the tenant at hand was told."""

    def __init__(self, view: View) -> None:
        """Read and write through the view."""
        self._rows: Rows[str, Notice] = Rows(view, "notices")

    def causes(self) -> frozenset[str]:
        """Give the causes of which it was told."""
        return frozenset(cause for cause, _notice in self._rows.items())

    def get(self, cause: str) -> Notice | None:
        """Give what it was told of a cause."""
        return self._rows.get(cause)

    def add(self, notice: Notice, at: datetime) -> None:  # noqa: ARG002 - a database keeps the instant
        """Keep that it is told."""
        self._rows.put(notice.cause, notice)


class MemoryOpenInvoices:
    """Invoices still to be paid, of the tenant at hand."""

    def __init__(self, view: View) -> None:
        """Read and write through the view."""
        self._rows: Rows[str, OpenInvoice] = Rows(view, "open_invoices")

    def all(self) -> tuple[OpenInvoice, ...]:
        """Give them, in the order of their references."""
        return tuple(self._rows.scan())

    def keep(self, invoices: Iterable[OpenInvoice]) -> None:
        """Keep these in place of those that were there."""
        for each in self.all():
            self._rows.drop(each.ref)
        for each in invoices:
            self._rows.put(each.ref, each)
