"""The possible problems of a route: those it declares, and those that follow from its input."""

from __future__ import annotations

from collections.abc import Iterator

from saas_core.kernel.errors import InvalidValue, KeyReused, SaasError, StoreFault, StoreUnavailable, StoreVersion
from saas_core.kernel.revisions import RevisionStale
from saas_core.policy.reasons import PAYMENT_CAUSES, ReasonCode
from saas_core.tenancy.errors import TenantUnknown
from saas_embed import CallerUnknown
from saas_embed.problems import status_of
from saas_http.endpoints import Endpoint, Who
from saas_http.problems import BodyInvalid, ClientsOnly, QueryInvalid, StaffOnly
from saas_web.credentials import CredentialUnknown
from saas_web.problems import (
    BodyLate,
    BodyTooLarge,
    Broken,
    Busy,
    EncodingUnknown,
    HeaderInvalid,
    TookTooLong,
    TooManyRequests,
    Turned,
)

_ALWAYS = (
    HeaderInvalid,
    QueryInvalid,
    InvalidValue,
    TooManyRequests,
    Broken,
    Busy,
    TookTooLong,
    StoreFault,
    StoreUnavailable,
    StoreVersion,
)
_PAYMENT, _FORBIDDEN = 402, 403


def problems_of(endpoint: Endpoint) -> dict[int, tuple[str, ...]]:
    """Return the codes of a route's possible problems, by status."""
    found: dict[int, dict[str, None]] = {}
    for status, code in _all(endpoint):
        found.setdefault(status, {})[code] = None
    return {status: tuple(found[status]) for status in sorted(found)}


def _all(endpoint: Endpoint) -> Iterator[tuple[int, str]]:
    kinds: tuple[type[SaasError], ...] = (*endpoint.problems, *_implied(endpoint), *_ALWAYS)
    for kind in kinds:
        yield kind.status if issubclass(kind, Turned) else status_of(kind), kind.code
    if endpoint.rule.who is not Who.ANYBODY:
        for reason in ReasonCode:
            yield _PAYMENT if reason in PAYMENT_CAUSES else _FORBIDDEN, reason.value


def _implied(endpoint: Endpoint) -> Iterator[type[SaasError]]:
    if endpoint.rule.who is not Who.ANYBODY:
        yield from (CallerUnknown, CredentialUnknown)
    if endpoint.rule.who is Who.CLIENT:
        yield ClientsOnly
    if endpoint.rule.who is Who.STAFF:
        yield StaffOnly
    if endpoint.names_tenant:
        yield TenantUnknown
    if endpoint.body is not None or endpoint.uploads:
        yield from (BodyInvalid, BodyLate, BodyTooLarge, EncodingUnknown)
    if endpoint.keyed:
        yield KeyReused
    if endpoint.edits:
        yield RevisionStale
