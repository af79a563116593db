"""Ports of payments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.kernel.ids import TenantId
from saas_core.kernel.work import Work
from saas_core.payments.books import Books, Oddity, Repeated
from saas_core.payments.model import Checkout, Incident, OpenInvoice, PaymentAccount
from saas_core.payments.values import Renewal


class PaymentAccounts(Protocol):
    """The current tenant's account at the provider of payments."""

    def get(self) -> PaymentAccount | None:
        """Return the account."""
        ...

    def save(self, account: PaymentAccount) -> None:
        """Store the account as this tenant's; raises AccountTaken if it is another tenant's."""
        ...

    def checkout(self) -> Checkout | None:
        """Return the page for subscribing opened last, unless it was closed."""
        ...

    def save_checkout(self, checkout: Checkout | None) -> None:
        """Store the page opened last, or forget it."""
        ...


class OpenInvoices(Protocol):
    """Invoices of the current tenant still to be paid."""

    def all(self) -> tuple[OpenInvoice, ...]:
        """Return the invoices, in the order of their references."""
        ...

    def keep(self, invoices: Iterable[OpenInvoice]) -> None:
        """Replace the stored invoices with these."""
        ...


class Incidents(Protocol):
    """Incidents of the current tenant that a person should look into."""

    def open(self) -> tuple[Incident, ...]:
        """Return the open incidents, in the order of kind and subject."""
        ...

    def all(self) -> tuple[Incident, ...]:
        """Return every incident, including those that ended, in the order of kind and subject."""
        ...

    def add(self, incident: Incident) -> None:
        """Store an incident."""
        ...

    def end(self, incident: Incident, at: datetime) -> None:
        """Mark an open incident as ended."""
        ...


class LinkedAccounts(Protocol):
    """The tenants of accounts at the provider, stored outside the tenants; every call is a transaction of its own."""

    def find(self, account: str) -> TenantId | None:
        """Return the tenant of an account."""
        ...

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return accounts in order with their tenants, those after the given one."""
        ...


class PaymentsWork(Work, Protocol):
    """A unit of work with the stores of payments."""

    @property
    def payments(self) -> PaymentAccounts:
        """The account at the provider of payments."""
        ...

    @property
    def open_invoices(self) -> OpenInvoices:
        """Invoices still to be paid."""
        ...

    @property
    def incidents(self) -> Incidents:
        """Incidents that a person should look into."""
        ...


@frozen
class Contact:
    """The client's name at the provider of payments, and the address for its invoices, which may be empty."""

    name: str
    email: str


class Contacts(Protocol):
    """Knows the clients' names and addresses."""

    def known(self, work: Work) -> bool:
        """Return whether there is a client."""
        ...

    def contact(self, work: Work) -> Contact:
        """Return the client's name and address."""
        ...


@frozen(kw_only=True)
class Followed:
    """The result of reading the books.

    `drift` names the former state if it was wrong because news was lost; otherwise it is empty. The books are read
    again at `again_at`, when time alone changes their consequences.
    """

    drift: str = ""
    again_at: datetime | None = None


class Follower(Protocol):
    """A context that follows the books of an account.

    While orders of ours are `pending`, the books do not yet show the changes by those orders.
    """

    def follow(self, work: Work, books: Books, at: datetime, *, pending: bool) -> Followed:
        """Follow the books, in the unit of work that stores them."""
        ...

    def differences(self, work: Work, books: Books, at: datetime, *, pending: bool) -> tuple[Oddity, ...]:
        """Return the content of the books that is missing here, and change nothing."""
        ...


@frozen(kw_only=True)
class AccountOrder:
    """An account to open: the key of this intent, the tenant, and the client's name there."""

    key: str
    tenant_id: TenantId
    name: str
    email: str
    asked_at: datetime


@frozen(kw_only=True)
class CheckoutOrder:
    """A page to open for subscribing to a plan, and the addresses to which the client returns."""

    key: str
    tenant_id: TenantId
    account: str
    plan: str
    return_url: str
    asked_at: datetime


@frozen(kw_only=True)
class Owner:
    """The owner of an object at the provider: the account, and the tenant that we noted on it when we opened it."""

    account: str
    tenant_id: TenantId | None


class PaymentBooks(Protocol):
    """Reads at the provider of payments; every call goes over the network and raises ProviderFault."""

    def books(self, account: str) -> Books:
        """Return the provider's present books of an account."""
        ...

    def owner(self, ref: str) -> Owner | None:
        """Return the owner of an object; None if it does not exist or belongs to no account."""
        ...

    def repeated(self) -> tuple[Repeated, ...]:
        """Return our intents that led to more than one object, over all accounts."""
        ...


class PaymentDesk(Protocol):
    """Acts at the provider of payments; every call goes over the network and raises ProviderFault.

    The same key again means the same intent: repeated calls create at most one object.
    """

    def open_account(self, order: AccountOrder) -> str:
        """Open an account, or find the one that this intent opened before; return its reference."""
        ...

    def open_checkout(self, order: CheckoutOrder) -> Checkout:
        """Open a page for subscribing, or find the one that this intent opened before."""
        ...

    def billing_page(self, account: str, return_url: str) -> str:
        """Return the address of the provider's own page for paying, cards and invoices, which is valid for minutes."""
        ...

    def set_renewal(self, subscription: str, renewal: Renewal, key: str) -> None:
        """Set a subscription to continue, end with its period, or end now."""
        ...

    def refund(self, account: str, invoice: str, key: str) -> None:
        """Refund everything that was paid on an invoice."""
        ...


@frozen(kw_only=True)
class InvoiceItem:
    """A line of an invoice of ours: its key, its text, and its amount in minor units."""

    key: str
    text: str
    minor: int


@frozen(kw_only=True)
class Recipient:
    """Who an invoice goes to, as taxes are computed by it: its address, its country as two letters, its tax number."""

    name: str
    address: str = ""
    country: str = ""
    tax_number: str = ""


@frozen(kw_only=True)
class InvoiceOrder:
    """An invoice of ours to draft: the key of this intent, the tenant, its account, the lines, and when it is due."""

    key: str
    tenant_id: TenantId
    account: str
    recipient: Recipient
    currency: str
    items: tuple[InvoiceItem, ...]
    due_days: int
    asked_at: datetime


@frozen(kw_only=True)
class ComputedTax:
    """A tax that the provider computed: what it is called, its rate as it is written, its amount in minor units."""

    label: str
    rate: str
    minor: int


@frozen(kw_only=True)
class DraftedInvoice:
    """A draft of ours at the provider: its reference, its taxes, and its total in minor units."""

    ref: str
    taxes: tuple[ComputedTax, ...]
    total_minor: int


class InvoiceDesk(Protocol):
    """Makes invoices of ours at the provider of payments; every call goes over the network and raises ProviderFault.

    The same key again means the same intent: repeated calls create at most one invoice.
    """

    @property
    def taxed(self) -> bool:
        """Return whether the provider computes taxes."""
        ...

    def draft_invoice(self, order: InvoiceOrder) -> DraftedInvoice:
        """Draft an invoice with one item per line, or find the one that this intent drafted before.

        The account has the recipient's address and tax number from then on, where taxes are computed by them.
        """
        ...

    def discard_invoice(self, account: str, key: str, ordered_at: datetime) -> None:
        """Remove the draft of an intent from an instant; one that was finalized, or is not there, stays as it is."""
        ...

    def finalize_invoice(self, ref: str, number: str) -> str:
        """Finalize a draft under our number, unless it is; return its page for paying."""
        ...

    def credit_invoice(self, ref: str, number: str, minor: int, key: str) -> None:
        """Credit an amount of an issued invoice, unless this intent did; what was paid on it is given back by hand."""
        ...
