"""The routes of contexts in the framework, built once; what serves a request is found in its scope."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen
from litestar import Litestar, Response
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from saas_core.contexts import Context
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import Remedy
from saas_embed import CallerUnknown
from saas_http.endpoints import Endpoint
from saas_http.gathering import endpoints_of, routers_of
from saas_http.paths import paths
from saas_http.watching import watching
from saas_http.webhooks import webhooks
from saas_views.remedies import help_for
from saas_web.logs import fault_place
from saas_web.problems import (
    BodyTooLarge,
    Broken,
    EncodingUnknown,
    Fault,
    HeaderInvalid,
    MethodUnknown,
    RouteUnknown,
    Turned,
    problem,
    written,
)
from saas_web.service import LARGEST_SIGNAL, Asked
from saas_web.trail import trail_of


@frozen
class Routes:
    """The framework's application with all routes, and the endpoints that were declared."""

    app: Litestar
    endpoints: tuple[Endpoint, ...]


@lru_cache(maxsize=8)
def routes_of(contexts: tuple[Context, ...], further: tuple[HTTPRouteHandler, ...] = ()) -> Routes:
    """Return the routes of contexts and `further` ones.

    They hold nothing of an application, so that any number of these are served by the same. Raises RouteClaimedTwice,
    RouteHidden, OperationClaimedTwice.
    """
    endpoints = endpoints_of(routers_of(contexts))
    app = Litestar(
        route_handlers=[webhooks(), watching(), *paths(endpoints), *further],
        request_max_body_size=LARGEST_SIGNAL,
        exception_handlers={SaasError: _refused, HTTPException: _turned, Exception: _broken},
        # Described from the routes' declarations, not from what the framework can infer.
        openapi_config=None,
        logging_config=None,
    )
    return Routes(app, endpoints)


def _refused(request: Asked, fault: SaasError) -> Response[bytes]:
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(fault, CallerUnknown) else {}
    return _response(request, fault, headers)


def _turned(request: Asked, fault: HTTPException) -> Response[bytes]:
    """Answer requests rejected by the framework, whose own messages lack our codes."""
    kind = _KINDS.get(fault.status_code)
    if kind is not None:
        allow = {name.title(): value for name, value in (fault.headers or {}).items() if name.lower() == "allow"}
        return _response(request, kind(), allow)
    return _response(request, HeaderInvalid((Fault("request", "cannot be read.", "Correct it."),)), {})


def _broken(request: Asked, fault: Exception) -> Response[bytes]:
    trail_of(request.scope).fault = fault_place(fault)
    return _response(request, Broken(), {})


_KINDS: dict[int, type[Turned]] = {
    404: RouteUnknown,
    405: MethodUnknown,
    413: BodyTooLarge,
    415: EncodingUnknown,
    500: Broken,
}


def _response(request: Asked, fault: SaasError, headers: dict[str, str]) -> Response[bytes]:
    answer = written(problem(fault, _links(fault)), trail_of(request.scope).request_id, headers)
    body = b"" if request.method == "HEAD" else answer.body
    return Response(body, status_code=answer.status, headers=answer.headers)


def _links(fault: SaasError) -> Mapping[Remedy, str]:
    """Return the URLs of remedies; they are clients' routes, so staff get none."""
    if not isinstance(fault, Refused) or not isinstance(fault.decision.question.by, ClientUser):
        return {}
    found = {each.remedy: help_for(each.code, each.remedy).route for each in reversed(fault.decision.reasons)}
    return {remedy: route.path for remedy, route in found.items() if route is not None}
