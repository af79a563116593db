"""Billing: what invoices say of the provider, by the settings, and of a client, by its account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from attrs import frozen

from saas_app.answers import whole
from saas_app.settings import Settings
from saas_core.engagements.billing.values import BillingProfile, Party
from saas_core.engagements.estimates.content import Provider
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.work import Work
from saas_core.tenancy.errors import TenantUnknown

_SERIES: Final = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_LONGEST_DUE: Final = 365


def profile_of(settings: Settings) -> BillingProfile:
    """Return what invoices say of the provider; raises InvalidValue for a series or a time that cannot be."""
    plain = BillingProfile(provider=Provider(name=""))
    due = int(settings.invoice_due_days or plain.due.days)
    if not 0 <= due <= _LONGEST_DUE:
        message = "is not a number of days for an invoice."
        raise InvalidValue(message, field="invoice_due_days", remedy=f"Give 0 to {_LONGEST_DUE}.")
    series = settings.invoice_series or plain.series
    credits_ = settings.credit_series or plain.credit_series
    for name, value in (("invoice_series", series), ("credit_series", credits_)):
        if not _SERIES.fullmatch(value) or (name == "credit_series" and value == series):
            message = f"{value[:20]!r} cannot begin numbers of its own."
            raise InvalidValue(message, field=name, remedy="Use one to ten capitals and digits, as in INV and CN.")
    return BillingProfile(
        provider=Provider(
            name=settings.provider_name,
            address=settings.provider_address,
            tax_number=settings.provider_tax_number,
        ),
        series=series,
        credit_series=credits_,
        bank=settings.provider_bank,
        footer=settings.invoice_footer,
        due=timedelta(days=due),
    )


@frozen
class AddresseesOfTenancy:
    """Answers billing's question how a client's invoices name it."""

    def party(self, work: Work) -> Party:
        """Return the client with its billing address, its tax number and its time zone."""
        tenant = whole(work).tenants.get()
        if tenant is None:
            raise TenantUnknown
        account = tenant.account
        if account is None:
            return Party(name=tenant.slug)
        return Party(
            name=account.legal_name,
            address=account.billing_address,
            tax_number=account.tax_number,
            zone=account.time_zone,
            country=account.country,
        )
