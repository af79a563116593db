"""Routes: which action of the catalogue a request asks for, as data.

Every rule that matches a request is asked, so that no order of rules, and no other order in the framework, can lead
past the stricter one. What does not match to the letter matches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue

WEBSOCKET = "WEBSOCKET"

_PARAMETER = re.compile(r"\{([a-z_][a-z0-9_]*)(\*?)\}")
_DOTS = frozenset({".", ".."})
_METHOD = re.compile(r"[A-Z]+")
# What servers, frameworks and file systems read in more than one way.
_AMBIGUOUS = re.compile(r"[\x00-\x1f\x7f\\%;]")


def _upper(method: str) -> str:
    if not _METHOD.fullmatch(method):
        message = f"{method[:20]!r} is no method."
        raise InvalidValue(message, field="method", remedy="Write it in capitals, as in GET, or WEBSOCKET.")
    return method


def _segments(path: str) -> tuple[str, ...]:
    if not path.startswith("/"):
        message = f"{path[:60]!r} does not begin with a slash."
        raise InvalidValue(message, field="path", remedy="Write it as in /invoices/{number}.")
    segments = tuple(path[1:].split("/"))
    for place, each in enumerate(segments):
        found = _PARAMETER.fullmatch(each)
        if found and found[2] and place < len(segments) - 1:
            message = f"{each[:60]!r} stands before the end."
            raise InvalidValue(message, field="path", remedy="Let only the last part take all the rest.")
        if not found and ({"{", "}", "*"} & set(each) or _AMBIGUOUS.search(each)):
            message = f"{each[:60]!r} is no part of a path."
            raise InvalidValue(message, field="path", remedy="Write a name, {parameter}, or {rest*} at the end.")
    return segments


@frozen
class Route:
    """A method and a path such as `/invoices/{number}`, and the action they ask for.

    `{name}` takes one part of the path, `{name*}` at its end one or more. `department` names the parameter that holds
    the id of the department asked about. GET answers HEAD too; a WebSocket has the method WEBSOCKET. An action of None
    leaves the route open to everybody. Raises InvalidValue.
    """

    method: str = field(converter=_upper)
    path: str
    action: str | None
    department: str | None = None
    _parts: tuple[str, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Take the path apart once."""
        parts = _segments(self.path)
        if self.department is not None and f"{{{self.department}}}" not in parts:
            message = f"the path has no parameter {self.department[:40]!r}."
            raise InvalidValue(message, field="department", remedy="Name a parameter of the path.")
        object.__setattr__(self, "_parts", parts)

    def match(self, parts: tuple[str, ...]) -> Mapping[str, str] | None:
        """Give the parameters of a path that fits, None for any other."""
        wanted = self._parts
        rest = wanted[-1].endswith("*}")
        if len(parts) < len(wanted) or (len(parts) > len(wanted) and not rest):
            return None
        found: dict[str, str] = {}
        for want, part in zip(wanted, parts, strict=False):
            parameter = _PARAMETER.fullmatch(want)
            if parameter is None:
                if want != part:
                    return None
            elif not part:
                return None
            else:
                found[parameter[1]] = part
        return found


def open_route(method: str, path: str) -> Route:
    """Give a route about which nobody is asked: signing in, health, static files."""
    return Route(method, path, None)


@frozen
class Matched:
    """A route that a request matches, and the parameters it gave."""

    route: Route
    parameters: Mapping[str, str]


def _by_method(routes: Iterable[Route]) -> dict[str, tuple[Route, ...]]:
    found: dict[str, tuple[Route, ...]] = {}
    for each in routes:
        found[each.method] = (*found.get(each.method, ()), each)
    return found


@frozen
class Routes:
    """All rules of a service."""

    _rules: dict[str, tuple[Route, ...]] = field(converter=_by_method)

    def matching(self, method: str, path: str) -> tuple[Matched, ...]:
        """Give every rule that a request matches.

        None for a path with empty parts before its end, with parts of dots alone, and with signs of two readings.
        """
        if not path.startswith("/") or _AMBIGUOUS.search(path):
            return ()
        parts = tuple(path[1:].split("/"))
        if "" in parts[:-1] or not _DOTS.isdisjoint(parts):
            return ()
        asked = "GET" if method == "HEAD" else method
        told = ((each, each.match(parts)) for each in self._rules.get(asked, ()))
        return tuple(Matched(route, found) for route, found in told if found is not None)
