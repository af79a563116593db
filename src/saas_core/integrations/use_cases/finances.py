"""Financial settings: the client's own, for its own business in the platform (2.2)."""

from __future__ import annotations

from calendar import monthrange
from functools import partial
from typing import Final

from saas_core.integrations.commands import SetFinances, TakeNumber
from saas_core.integrations.errors import NotConnected
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.settings import FinancialSettings
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.views import ConnectionView, FinancesView, NumberView, finances_view
from saas_core.integrations.use_cases.act import Act, Acts, Desk, kept, may_connect, shown, subject_of
from saas_core.integrations.values import FINANCIAL_SETTINGS, ConnectionState, using
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import Conflict, InvalidValue
from saas_core.kernel.ids import Ids, IntegrationId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge

_COMMON_YEAR: Final = 2023


@checked
class Finances:
    """Sets a client's financial settings, and gives them to the host for the client's business."""

    def __init__(
        self, *, transactions: Transactions[IntegrationsWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def set(  # noqa: PLR0913 - the settings
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        currency: str,
        country: str,
        tax_number: str = "",
        fiscal_year_month: int = 1,
        fiscal_year_day: int = 1,
        invoice_prefix: str = "",
        next_number: int = 1,
        idempotency_key: str | None = None,
    ) -> ConnectionView:
        """Set the financial settings, which connects them; the tax number is held to the form of the country's.

        Numbers of invoices are given once: with the same prefix, the next one never goes back. Raises Refused,
        InvalidValue, Conflict, KeyReused (2.2).
        """
        with self._acts.read(tenant_id, by) as act:
            # Before anything is said of what was given.
            may_connect(act, self._desk, FINANCIAL_SETTINGS)
        command = SetFinances(
            currency=currency.upper(),
            country=self._desk.countries.read(country),
            tax_number=tax_number,
            fiscal_year_month=fiscal_year_month,
            fiscal_year_day=fiscal_year_day,
            invoice_prefix=invoice_prefix,
            next_number=next_number,
        )
        if fiscal_year_day > monthrange(_COMMON_YEAR, fiscal_year_month)[1]:
            message = f"month {fiscal_year_month} has no day {fiscal_year_day} in every year."
            raise InvalidValue(message, field="fiscal_year_day", remedy="Give a day that every year has.")
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(
            command, caller, ConnectionView, partial(_set, desk=self._desk), judged=self._may_set
        )

    def show(self, *, by: Actor, tenant_id: TenantId) -> FinancesView:
        """Return the financial settings to whoever may use them, such as the host for a client's own invoice.

        Raises Refused, NotConnected.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(using(FINANCIAL_SETTINGS))
            return finances_view(_required(act))

    def take_number(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> NumberView:
        """Take the number of the next invoice of the client's own; no number is given twice.

        Raises Refused, NotConnected, KeyReused.
        """
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(TakeNumber(), caller, NumberView, _take, judged=_may_use)

    def _may_set(self, act: Act, _command: SetFinances) -> None:
        may_connect(act, self._desk, FINANCIAL_SETTINGS)


def _may_use(act: Act, _command: TakeNumber) -> None:
    act.require(using(FINANCIAL_SETTINGS))


def _required(act: Act) -> FinancialSettings:
    found = act.work.financial_settings.get()
    if found is None:
        message = "there are no financial settings."
        raise NotConnected(message, field="financial_settings", remedy="Set them first.")
    return found


def _set(act: Act, command: SetFinances, *, desk: Desk) -> ConnectionView:
    former = act.work.financial_settings.get()
    tax_number = desk.tax_numbers.read(command.tax_number, command.country) if command.tax_number.strip() else ""
    after = FinancialSettings(
        currency=command.currency,
        country=command.country,
        tax_number=tax_number,
        fiscal_year_month=command.fiscal_year_month,
        fiscal_year_day=command.fiscal_year_day,
        invoice_prefix=command.invoice_prefix,
        next_number=command.next_number,
        series=() if former is None else former.series,
    )
    earliest = after.earliest(after.invoice_prefix)
    if after.next_number < earliest:
        message = f"{after.next_number} was given before; the next one is {earliest}."
        raise Conflict(message, field="next_number", remedy="Go on from there, or choose another prefix.")
    act.work.financial_settings.save(after)
    connection = _connected(act)
    kept(act, connection)
    act.note(command.NAME, subject_of(connection), journal_form(command))
    return shown(act, FINANCIAL_SETTINGS, connection)


def _connected(act: Act) -> Connection:
    """Return the connection as it works: settings of the client's own are verified by being read."""
    before = act.work.connections.get(FINANCIAL_SETTINGS)
    if before is None:
        by, number = actor_name(act.by), IntegrationId(act.ids.new())
        before = Connection(id=number, name=FINANCIAL_SETTINGS, made_by=by, made_at=act.at, changed_at=act.at)
    elif before.state is ConnectionState.DISCONNECTED:
        before = before.connected_anew(actor_name(act.by), act.at, None)
    return before.confirmed(act.at)


def _take(act: Act, command: TakeNumber) -> NumberView:
    number, after = _required(act).numbered()
    act.work.financial_settings.save(after)
    # Without the number: the invoices that a client writes are its own business, and support reads the journal (2.4).
    act.note(command.NAME, "integration:financial_settings", journal_form(command))
    return NumberView(number=number)
