"""Payments: the provider of payments, its books, orders to it, and lookups there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from dependency_injector import containers, providers

from saas_app.later import later
from saas_core.payments.values import LOOK, RECONCILE

if TYPE_CHECKING:
    from saas_app.payments import Payments
    from saas_core.kernel.instants import Clock
    from saas_core.kernel.signals import Signals
    from saas_core.payments.effects.looks import Looks
    from saas_core.payments.effects.orders import Orders
    from saas_core.payments.effects.reconciling import Reconciliation
    from saas_core.payments.use_cases.looking import AccountOwners
    from saas_core.work.effects import Carrier
    from saas_core.work.inbox import Receiver
    from saas_core.work.worker import Handler, Recurring

STRIPE: Final = "stripe"
"""The endpoint over which Stripe sends what happened."""


def _handlers(provider: Payments, looks: Looks, hours: Reconciliation) -> Mapping[str, Handler]:
    """Return the task handlers; tasks for a provider not configured here wait for another worker."""
    return {LOOK: looks, RECONCILE: hours} if provider.configured else {}


def _carriers(provider: Payments, orders: Orders) -> Mapping[str, Carrier]:
    return dict.fromkeys(orders.kinds, orders) if provider.configured else {}


def _receivers(provider: Payments, signals: Signals, owners: AccountOwners, clock: Clock) -> Mapping[str, Receiver]:
    if provider.reader is None:
        return {}
    from saas_core.payments.use_cases.looking import look_for  # noqa: PLC0415
    from saas_core.work.inbox import SignalReceiver  # noqa: PLC0415

    receiver = SignalReceiver(
        reader=provider.reader, follow_up=look_for, owner=owners.owner, signals=signals, clock=clock
    )
    return {STRIPE: receiver}


def _starting(provider: Payments, hours: Reconciliation) -> tuple[Recurring, ...]:
    return (hours,) if provider.configured else ()


class Wiring(containers.DeclarativeContainer):
    """The wiring of the provider of payments; licenses follow its books."""

    house = providers.DependenciesContainer()
    tenancy = providers.DependenciesContainer()
    licensing = providers.DependenciesContainer()

    renewing = providers.Singleton(later("saas_core.payments.use_cases.renewing:Renewing"), ids=house.ids)
    _follower = providers.Singleton(
        later("saas_app.collecting:BillsFollowBooks"),
        providers.Singleton(later("saas_app.bridges:LicensesFollowBooks"), licensing.mirroring),
    )
    _orders = providers.Singleton(
        later("saas_core.payments.effects.orders:Orders"),
        transactions=house.store,
        books=house.payment_provider.provided.books,
        desk=house.payment_provider.provided.desk,
        contacts=tenancy.contacts,
        clock=house.clock,
    )
    _looks = providers.Singleton(
        later("saas_core.payments.effects.looks:Looks"),
        transactions=house.store,
        books=house.payment_provider.provided.books,
        accounts=house.store.provided.linked_accounts,
        contacts=tenancy.contacts,
        follower=_follower,
        clock=house.clock,
        endpoint=STRIPE,
    )
    reconciliation = providers.Singleton(
        later("saas_core.payments.effects.reconciling:Reconciliation"),
        transactions=house.store,
        tasks=house.store.provided.tasks,
        accounts=house.store.provided.linked_accounts,
        clock=house.clock,
    )
    _comparison = providers.Singleton(
        later("saas_core.payments.use_cases.comparing:Comparison"),
        transactions=house.store,
        books=house.payment_provider.provided.books,
        follower=_follower,
        clock=house.clock,
        endpoint=STRIPE,
    )

    desk = providers.Singleton(
        later("saas_core.payments.use_cases.subscribing:Billing"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        books=house.payment_provider.provided.books,
        desk=house.payment_provider.provided.desk,
        offer=house.payment_provider.provided.offer,
        tasks=house.store.provided.tasks,
        accounts=house.store.provided.linked_accounts,
        naming=providers.Singleton(
            later("saas_app.answers:NamesOfThings"),
            providers.Singleton(later("saas_core.kernel.naming:Nameless")),
            transactions=house.store,
        ),
    )
    handlers = providers.Callable(_handlers, house.payment_provider, _looks, reconciliation)
    carriers = providers.Callable(_carriers, house.payment_provider, _orders)
    _owners = providers.Singleton(
        later("saas_core.payments.use_cases.looking:AccountOwners"), house.store.provided.linked_accounts
    )
    receivers = providers.Callable(
        _receivers, house.payment_provider, house.store.provided.signals, _owners, house.clock
    )
    follow_ups = providers.Dict({STRIPE: providers.Object(later("saas_core.payments.use_cases.looking:look_for"))})
    starting = providers.Callable(_starting, house.payment_provider, reconciliation)
    provider_checks = providers.List(
        providers.Singleton(later("saas_core.payments.use_cases.checking:BooksCheck"), _comparison)
    )
