"""Routes: the catalogue's action for each request, as data.

Every rule that matches a request is checked, so that no order of rules, here or in the framework, can bypass the
stricter one; so is every rule for the same path with or without a trailing slash, which some frameworks treat alike.
Matching is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.decision import AboutKind

WEBSOCKET = "WEBSOCKET"

_PARAMETER = re.compile(r"\{([a-z_][a-z0-9_]*)(\*?)\}")
_DOTS = frozenset({".", ".."})
_METHOD = re.compile(r"[A-Z]+")
# Characters that servers, frameworks and file systems interpret differently.
_AMBIGUOUS = re.compile(r"[\x00-\x1f\x7f\\%;]")


def _upper(method: str) -> str:
    if not _METHOD.fullmatch(method):
        message = f"{method[:20]!r} is not a method."
        raise InvalidValue(message, field="method", remedy="Write it in capitals, such as GET, or WEBSOCKET.")
    if method == "HEAD":
        message = "HEAD follows the rules of GET."
        raise InvalidValue(message, field="method", remedy="Use GET, which also covers HEAD.")
    return method


def _segments(path: str) -> tuple[str, ...]:
    if not path.startswith("/"):
        message = f"{path[:60]!r} does not start with a slash."
        raise InvalidValue(message, field="path", remedy="Write it as in /invoices/{number}.")
    segments = tuple(path[1:].split("/"))
    for place, each in enumerate(segments):
        found = _PARAMETER.fullmatch(each)
        if found and found[2] and place < len(segments) - 1:
            message = f"{each[:60]!r} is not at the end."
            raise InvalidValue(message, field="path", remedy="Only the last segment may match the rest.")
        if not found and ({"{", "}", "*"} & set(each) or _AMBIGUOUS.search(each)):
            message = f"{each[:60]!r} is not a segment of a path."
            raise InvalidValue(message, field="path", remedy="Write a name, {parameter}, or {rest*} at the end.")
    return segments


@frozen
class Route:
    """A method and a path such as `/invoices/{number}`, and the action they require.

    `{name}` matches one segment of the path, `{name*}` at its end one or more. `department` names the parameter that
    holds the id of the department asked about; `about` a kind of thing and the parameter that holds its id. GET also
    covers HEAD; a WebSocket has the method WEBSOCKET. An action of None leaves the route open to everybody. Raises
    InvalidValue.
    """

    method: str = field(converter=_upper)
    path: str
    action: str | None
    department: str | None = None
    about: tuple[AboutKind, str] | None = None
    parts: tuple[str, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Parse the path once."""
        parts = _segments(self.path)
        named = (("department", self.department), ("about", None if self.about is None else self.about[1]))
        for field_name, parameter in named:
            if parameter is not None and f"{{{parameter}}}" not in parts:
                message = f"the path has no parameter {parameter[:40]!r}."
                raise InvalidValue(message, field=field_name, remedy="Name a parameter of the path.")
        object.__setattr__(self, "parts", parts)


def open_route(method: str, path: str) -> Route:
    """Return a route open to everybody, such as signing in, health or static files."""
    return Route(method, path, None)


@frozen
class Matched:
    """A matching route, and its parameters."""

    route: Route
    parameters: Mapping[str, str]


@define
class _Node:
    """The continuations of one path prefix; rules are numbered, so that they are returned in order."""

    names: dict[str, _Node] = field(factory=dict)
    any_name: _Node | None = None
    ends: list[tuple[int, Route, tuple[str, ...]]] = field(factory=list)
    rests: list[tuple[int, Route, tuple[str, ...]]] = field(factory=list)

    def add(self, number: int, route: Route) -> None:
        """Add a rule."""
        node, names = self, []
        for part in route.parts:
            parameter = _PARAMETER.fullmatch(part)
            if parameter is None:
                node = node.names.setdefault(part, _Node())
                continue
            names.append(parameter[1])
            if parameter[2]:
                node.rests.append((number, route, tuple(names)))
                return
            node.any_name = node.any_name or _Node()
            node = node.any_name
        node.ends.append((number, route, tuple(names)))

    def find(self, parts: tuple[str, ...], taken: tuple[str, ...] = ()) -> Iterator[tuple[int, Matched]]:
        """Return every rule that the segments match; `taken` holds the parameter values met on the way."""
        if not parts:
            yield from (
                (number, Matched(route, dict(zip(names, taken, strict=True)))) for number, route, names in self.ends
            )
            return
        here, below = parts[0], parts[1:]
        if here in self.names:
            yield from self.names[here].find(below, taken)
        if not here:
            return
        if self.any_name is not None:
            yield from self.any_name.find(below, (*taken, here))
        for number, route, names in self.rests:
            yield number, Matched(route, dict(zip(names, (*taken, "/".join(parts)), strict=True)))


def _by_method(routes: Iterable[Route]) -> dict[str, _Node]:
    found: dict[str, _Node] = {}
    for number, each in enumerate(routes):
        found.setdefault(each.method, _Node()).add(number, each)
    return found


@frozen
class Routes:
    """All rules of a service; the cost of a lookup hardly depends on their number."""

    _rules: dict[str, _Node] = field(converter=_by_method)

    def matching(self, method: str, path: str) -> tuple[Matched, ...]:
        """Return every rule that a request must satisfy.

        None for a path with empty inner segments, with segments of dots alone, or with ambiguous characters.
        """
        # WEBSOCKET is not an HTTP method, but some servers let any word through.
        return () if method == WEBSOCKET else self._matching("GET" if method == "HEAD" else method, path)

    def opening(self, path: str) -> tuple[Matched, ...]:
        """Return every rule that the opening of a WebSocket must satisfy, by the same matching."""
        return self._matching(WEBSOCKET, path)

    def _matching(self, method: str, path: str) -> tuple[Matched, ...]:
        rules = self._rules.get(method)
        if rules is None or not path.startswith("/") or _AMBIGUOUS.search(path):
            return ()
        parts = tuple(path[1:].split("/"))
        if "" in parts[:-1] or not _DOTS.isdisjoint(parts):
            return ()
        found = dict(rules.find(parts))
        if not found:
            return ()
        other = (*parts, "") if parts[-1] else parts[:-1]
        if other:
            found = {**dict(rules.find(other)), **found}
        return tuple(found[number] for number in sorted(found))
