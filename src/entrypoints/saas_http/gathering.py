"""The routes of all contexts, gathered from the list of contexts; none is served twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from saas_core.contexts import Context, Layer, modules_in
from saas_core.kernel.errors import SaasError
from saas_core.policy.document import RESERVED_VERSIONS
from saas_http.endpoints import Endpoint, Router
from saas_http.openapi.serving import description
from saas_http.routes.health import health

STAFF = "staff: "
"""The beginning of the tag of every router of staff, also of one that anybody may call, such as to fetch a key."""
_PARAMETER = re.compile(r"\{[^}]*\}")
_NEVER: Final = {"version": frozenset(RESERVED_VERSIONS)}
"""Words that a parameter never has, by its name."""


class ClaimedTwice(SaasError):
    """Two routes claim the same thing, so one of them would never be served; names both."""

    code = "CLAIMED_TWICE"


class RouteClaimedTwice(ClaimedTwice):
    """Two endpoints have the same method and path, apart from parameter names."""

    code = "ROUTE_CLAIMED_TWICE"


class OperationClaimedTwice(ClaimedTwice):
    """Two endpoints have the same operation name."""

    code = "OPERATION_CLAIMED_TWICE"


class RouteHidden(SaasError):
    """A fixed path stands where another has any text, so that the text that reads the same is never served."""

    code = "ROUTE_HIDDEN"


def routers_of(contexts: Iterable[Context]) -> tuple[Router, ...]:
    """Return all routers, in documentation order: clients', staff's, then those of no context.

    The context above the others comes first, since most callers start there. A context has its routes in a module of
    `saas_http.routes` or, for an outside context, in `<package>.saas_http`, as `ROUTERS`; a context without routes is
    skipped. Raises RouteClaimedTwice, RouteHidden, OperationClaimedTwice.
    """
    found = [
        (context, router) for context, module in modules_in("saas_http.routes", contexts) for router in module.ROUTERS
    ]
    found.sort(key=lambda each: (_of_staff(each[1]), each[0].layer is not Layer.ABOVE))
    served = (*(router for _, router in found), health)
    routers = (*served, description(served))
    endpoints = endpoints_of(routers)
    _require_each_once(endpoints)
    _require_none_hidden(endpoints)
    return routers


def endpoints_of(routers: Iterable[Router]) -> tuple[Endpoint, ...]:
    """Return the endpoints of routers, in order."""
    return tuple(each for router in routers for each in router.endpoints)


def _of_staff(router: Router) -> bool:
    return router.tag.startswith(STAFF)


def _require_each_once(endpoints: Iterable[Endpoint]) -> None:
    routes: dict[tuple[str, str], Endpoint] = {}
    names: dict[str, Endpoint] = {}
    for each in endpoints:
        other = routes.setdefault((each.method, _PARAMETER.sub("{}", each.path)), each)
        if other is not each:
            message = f"{each.method} {each.path} is claimed by {other.place} and by {each.place}."
            raise RouteClaimedTwice(message, field=each.path, remedy="Give one of them another path.")
        other = names.setdefault(each.name, each)
        if other is not each:
            message = f"The operation {each.name} is claimed by {other.place} and by {each.place}."
            raise OperationClaimedTwice(message, field=each.name, remedy="Give one of their routers another name.")


def _require_none_hidden(endpoints: Iterable[Endpoint]) -> None:
    """Require that no fixed path takes the place of a text; an id reads like no word, so nothing hides it."""
    fixed: dict[str, Endpoint] = {}
    texts: list[Endpoint] = []
    for each in endpoints:
        fixed.setdefault(each.path, each)
        if str in each.ids.values():
            texts.append(each)
    for each in texts:
        for path, other in fixed.items():
            if path != each.path and _hidden(each, path):
                message = f"{each.method} {each.path} of {each.place} is hidden by {path} of {other.place}."
                raise RouteHidden(message, field=each.path, remedy="Give one of them another path.")


def _hidden(endpoint: Endpoint, path: str) -> bool:
    """Return whether another path equals that of an endpoint but for words in place of its texts."""
    words, others = endpoint.path.split("/"), path.split("/")
    if len(words) != len(others):
        return False
    # One parameter in the place of another hides nothing: that would be one route claimed twice.
    pairs = [
        (word, other)
        for word, other in zip(words, others, strict=True)
        if word != other and not (_PARAMETER.fullmatch(word) and _PARAMETER.fullmatch(other))
    ]
    return bool(pairs) and all(
        endpoint.ids.get(word.strip("{}")) is str and other not in _NEVER.get(word.strip("{}"), ())
        for word, other in pairs
    )
