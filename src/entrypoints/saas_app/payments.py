"""The provider of payments: Stripe if configured, otherwise none, and payments are recorded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from saas_app.settings import Settings
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import Clock
from saas_local import ByHand

if TYPE_CHECKING:
    from saas_core.kernel.signals import SignalReader
    from saas_core.payments.ports import InvoiceDesk, PaymentBooks, PaymentDesk
    from saas_core.payments.use_cases.subscribing import Offer


@frozen(kw_only=True)
class Payments:
    """A provider of payments: readers of its books and webhooks, its desk, and the plan sold there.

    `reader` is None while no secret is configured to verify webhooks; the endpoint is then off. `invoices` makes
    invoices for paid work there, and is None where they are billed by hand.
    """

    books: PaymentBooks
    desk: PaymentDesk
    reader: SignalReader | None = None
    invoices: InvoiceDesk | None = None
    _offer: Offer | None = field(default=None, alias="offer")

    @property
    def offer(self) -> Offer:
        """The plan sold there; none by default."""
        if self._offer is not None:
            return self._offer
        from saas_core.payments.use_cases.subscribing import Offer  # noqa: PLC0415

        return Offer()

    @property
    def invoicing(self) -> InvoiceDesk:
        """What makes invoices there; raises PaymentsByHand where they are billed by hand."""
        if self.invoices is None:
            from saas_core.payments.errors import PaymentsByHand  # noqa: PLC0415

            raise PaymentsByHand.alone()
        return self.invoices

    @property
    def configured(self) -> bool:
        """Return whether a provider is configured."""
        return not isinstance(self.books, ByHand)


def payments_of(settings: Settings, clock: Clock) -> Payments:
    """Return the provider named by the settings; raises InvalidValue for incomplete settings."""
    if not settings.stripe_key:
        return Payments(books=ByHand(), desk=ByHand())
    if not settings.stripe_plan:
        message = "a key for Stripe is configured, but not the plan sold there."
        raise InvalidValue(message, field="stripe_plan", remedy="Set SAAS_STRIPE_PLAN to the id of a price.")
    # Slow to import, and rarely needed.
    from saas_core.payments.use_cases.subscribing import Offer  # noqa: PLC0415
    from saas_stripe import StripeBooks, StripeInvoices, StripeWebhooks, connect  # noqa: PLC0415

    calls = connect(settings.stripe_key)
    secrets = tuple(each.strip() for each in settings.stripe_webhook_secrets.split(",") if each.strip())
    live = settings.stripe_key.startswith(("sk_live_", "rk_live_"))
    desk = StripeInvoices(calls, taxed=settings.stripe_tax.casefold() == "yes")
    return Payments(
        books=StripeBooks(calls),
        desk=desk,
        invoices=desk,
        reader=StripeWebhooks(secrets=secrets, clock=clock, live=live, account=settings.stripe_account)
        if secrets
        else None,
        offer=Offer(plan=settings.stripe_plan, return_url=settings.return_url),
    )
