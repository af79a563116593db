"""Accounts of clients at Stripe that are linked to the provider's own, so that no key changes hands.

The owner of an account fills in Stripe's own page; from then on the provider's key acts for the account by naming it.
"""

from __future__ import annotations

from typing import Any, Final

from saas_core.integrations.errors import CredentialRefused
from saas_core.integrations.model.gateway import GatewayReport, RightChecked
from saas_core.integrations.ports.vendors import AccountLink
from saas_core.integrations.values import Mode, Problem, ProblemCode, Right
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable
from saas_core.kernel.ids import IntegrationId
from saas_stripe.calls import Calls, Object, code_of

CONNECTION: Final = "saas_connection"
"""The metadata key of the connection that an account was made for."""
_PAGE: Final = 100
_OWN: Final[dict[str, Any]] = {
    # The account stays its owner's: it signs in at Stripe, pays its fees, and bears its losses.
    "stripe_dashboard": {"type": "full"},
    "fees": {"payer": "account"},
    "losses": {"payments": "stripe"},
    "requirement_collection": "stripe",
}


class StripeAccountLinks:
    """Links accounts to the provider's, which has one mode: that of its key."""

    def __init__(self, calls: Calls, mode: Mode, *, return_url: str) -> None:
        """Take calls by the provider's key, the mode of that key, and the page to which Stripe leads back."""
        self._calls = calls
        self._mode = mode
        self._return_url = return_url

    def require_offered(self, mode: Mode) -> None:
        """Require the mode of the provider's key; raises InvalidValue."""
        if mode is not self._mode:
            message = f"the provider links accounts for {self._mode.value} payments."
            raise InvalidValue(message, field="mode", remedy=f"Link for {self._mode.value}, or give a restricted key.")

    def open(self, connection_id: IntegrationId, mode: Mode, account: str = "") -> AccountLink:
        """Return a page for an account: for this one, otherwise for the one made for the connection, now or before.

        Raises InvalidValue for the mode that the provider's key does not have, ProviderFault.
        """
        self.require_offered(mode)
        ref = account or self._made(connection_id)
        params: Any = {
            "account": ref,
            "type": "account_onboarding",
            "refresh_url": self._return_url,
            "return_url": self._return_url,
        }
        # A page that nobody saw is of no harm: it ends within minutes.
        return AccountLink(account=ref, url=str(self._read("account_links", "create", params)["url"]))

    def look(self, account: str, mode: Mode) -> GatewayReport:
        """Return what an account is able to do; raises CredentialRefused once it is no longer linked, ProviderFault."""
        self.require_offered(mode)
        try:
            found = self._read("accounts", "retrieve", account)
        except ProviderUnavailable as fault:
            if code_of(fault.__cause__) != "account_invalid":
                raise
            problem = Problem(ProblemCode.CREDENTIAL_REVOKED, "link")
            message = "is no longer linked to the platform."
            raise CredentialRefused(
                message, field="account", remedy="Connect it anew by a link, or by a restricted key.", problem=problem
            ) from None
        able = bool(found.get("charges_enabled"))
        return GatewayReport(
            rights=tuple(RightChecked(each, able) for each in Right),
            account=str(found["id"]),
            currency=str(found.get("default_currency") or "").upper(),
            country=str(found.get("country") or "").upper(),
            ready=able and bool(found.get("details_submitted")),
        )

    def _made(self, connection_id: IntegrationId) -> str:
        """Return the account made for a connection; looked for first, since an answer may have been lost."""
        mark = str(connection_id)
        for each in self._calls.listed(lambda client: client.v1.accounts.list({"limit": _PAGE})):
            if (each.get("metadata") or {}).get(CONNECTION) == mark:
                return str(each["id"])
        params: Any = {"controller": _OWN, "metadata": {CONNECTION: mark}}
        options: Any = {"idempotency_key": f"account-{mark}"}
        return str(self._calls.write(lambda client: client.v1.accounts.create(params, options))["id"])

    def _read(self, service: str, method: str, given: object) -> Object:
        return self._calls.read(lambda client: getattr(getattr(client.v1, service), method)(given))


def mode_of_key(key: str) -> Mode:
    """Return the mode of a secret or restricted key of the provider."""
    return Mode.LIVE if key.startswith(("sk_live_", "rk_live_")) else Mode.TEST
