"""No provider of payments: payments are recorded by hand, as the same facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from saas_core.payments.errors import PaymentsByHand


class ByHand:
    """Stand-in for a provider of payments; every call raises PaymentsByHand."""

    def books(self, account: str) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(account)

    def owner(self, ref: str) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(ref)

    def repeated(self) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none()

    def open_account(self, order: object) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(order)

    def open_checkout(self, order: object) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(order)

    def billing_page(self, account: str, return_url: str) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(account, return_url)

    def set_renewal(self, subscription: str, renewal: object, key: str) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(subscription, renewal, key)

    def refund(self, account: str, invoice: str, key: str) -> NoReturn:
        """Raise PaymentsByHand."""
        raise _none(account, invoice, key)


def _none(*_asked: object) -> PaymentsByHand:
    # Imported when it is raised, so that a provider of no use costs nothing.
    from saas_core.payments.errors import PaymentsByHand  # noqa: PLC0415

    return PaymentsByHand.alone()
