"""What payments asks of the outside."""

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
    """The account at the provider of payments of the tenant at hand."""

    def get(self) -> PaymentAccount | None:
        """Return the account."""
        ...

    def save(self, account: PaymentAccount) -> None:
        """Keep the account, and that it is this tenant's; raises AccountTaken when it is another one's."""
        ...

    def checkout(self) -> Checkout | None:
        """Return the page for subscribing that was opened last, unless it was closed."""
        ...

    def save_checkout(self, checkout: Checkout | None) -> None:
        """Keep the page opened last, or forget it."""
        ...


class OpenInvoices(Protocol):
    """Invoices still to be paid, of the tenant at hand."""

    def all(self) -> tuple[OpenInvoice, ...]:
        """Return them, in the order of their references."""
        ...

    def keep(self, invoices: Iterable[OpenInvoice]) -> None:
        """Keep these in place of those that were there."""
        ...


class Incidents(Protocol):
    """What a person should look at, of the tenant at hand."""

    def open(self) -> tuple[Incident, ...]:
        """Return the incidents that have not ended, in the order of kind and subject."""
        ...

    def add(self, incident: Incident) -> None:
        """Keep an incident."""
        ...

    def end(self, incident: Incident, at: datetime) -> None:
        """Mark an open incident as ended."""
        ...


class LinkedAccounts(Protocol):
    """Whose each account at the provider is, outside the tenants; every call is a transaction of its own."""

    def find(self, account: str) -> TenantId | None:
        """Return the tenant of an account."""
        ...

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return accounts in order with their tenants, those after the given one."""
        ...


class PaymentsWork(Work, Protocol):
    """A unit of work with what payments keeps."""

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
        """What a person should look at."""
        ...


@frozen
class Contact:
    """What a client is called at the provider of payments, and where its invoices are mailed (maybe nowhere)."""

    name: str
    email: str


class Contacts(Protocol):
    """Knows who the clients are."""

    def known(self, work: Work) -> bool:
        """Return whether there is a client."""
        ...

    def contact(self, work: Work) -> Contact:
        """Return the client's name and address."""
        ...


@frozen(kw_only=True)
class Followed:
    """What came of reading the books.

    `drift` says what was held to be true until then, where news was lost on its way and that was wrong, else nothing.
    At `again_at` time alone changes what follows from the books; they are read again then.
    """

    drift: str = ""
    again_at: datetime | None = None


class Follower(Protocol):
    """Whoever draws conclusions from what the books of an account say.

    While orders of ours are `pending`, the books do not show yet what those orders will change.
    """

    def follow(self, work: Work, books: Books, at: datetime, *, pending: bool) -> Followed:
        """Draw the conclusions, in the unit of work that keeps what was read."""
        ...

    def differences(self, work: Work, books: Books, at: datetime, *, pending: bool) -> tuple[Oddity, ...]:
        """Return what the books say and what is kept here does not, and change nothing."""
        ...


@frozen(kw_only=True)
class AccountOrder:
    """An account to be opened: the key of this intent, whose it will be, and what the client is called there."""

    key: str
    tenant_id: TenantId
    name: str
    email: str
    asked_at: datetime


@frozen(kw_only=True)
class CheckoutOrder:
    """A page to be opened on which the client subscribes to a plan, and where the client returns from it."""

    key: str
    tenant_id: TenantId
    account: str
    plan: str
    return_url: str
    asked_at: datetime


@frozen(kw_only=True)
class Owner:
    """Whose an object at the provider is: the account, and the tenant that we wrote upon it when we opened it."""

    account: str
    tenant_id: TenantId | None


class PaymentBooks(Protocol):
    """Reads at the provider of payments; every call goes over the network and raises ProviderFault."""

    def books(self, account: str) -> Books:
        """Return all that the provider says of an account now."""
        ...

    def owner(self, ref: str) -> Owner | None:
        """Tell whose an object is; None for one that is not there or belongs to no account."""
        ...

    def repeated(self) -> tuple[Repeated, ...]:
        """Return the intents of ours of which more than one object came, over all accounts."""
        ...


class PaymentDesk(Protocol):
    """Acts at the provider of payments; every call goes over the network and raises ProviderFault.

    The same key again is the same intent: however often it is asked for, at most one object comes of it.
    """

    def open_account(self, order: AccountOrder) -> str:
        """Open an account, or find the one that this intent opened before; returns its reference."""
        ...

    def open_checkout(self, order: CheckoutOrder) -> Checkout:
        """Open a page for subscribing, or find the one that this intent opened before."""
        ...

    def billing_page(self, account: str, return_url: str) -> str:
        """Return the address of the provider's own page for paying, cards and invoices; it is good for minutes."""
        ...

    def set_renewal(self, subscription: str, renewal: Renewal, key: str) -> None:
        """Have a subscription go on, end with its period, or end now."""
        ...

    def refund(self, account: str, invoice: str, key: str) -> None:
        """Refund all that was paid on an invoice."""
        ...
