"""Routes of pages as data: method, path, and who may see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from attrs import define, field, frozen

from saas_portal.visits import Visit
from saas_web.answers import Whole

Handler: TypeAlias = Callable[[Visit], Whole]

_PARAMETER = re.compile(r"\{([a-z_]+)\}")


@frozen(kw_only=True)
class Route:
    """One method of one path.

    `signed` asks for a person who is signed in. A form that is posted here stands on the page `page`, which shows it
    again, filled, where the form's token or the session is over. `settles` is the least number of seconds before it
    answers, where timing would reveal something.
    """

    method: str
    path: str
    handle: Handler
    signed: bool = False
    page: str = ""
    settles: float = 0.0
    pattern: re.Pattern[str] = field(init=False, eq=False)

    @pattern.default
    def _pattern(self) -> re.Pattern[str]:
        named = _PARAMETER.sub(lambda found: f"(?P<{found[1]}>[^/]{{1,400}})", self.path.replace(".", r"\."))
        return re.compile(named)

    def at(self, names: Mapping[str, str]) -> str:
        """Return its path with parameters filled in."""
        return self.path.format_map(names)


@define
class Pages:
    """The routes of one subject, declared by decorators."""

    routes: list[Route] = field(factory=list)

    def get(self, path: str, *, signed: bool = False) -> Callable[[Handler], Handler]:
        """Declare a page, which changes nothing."""
        return self._declared("GET", path, signed=signed)

    def post(self, path: str, *, page: str, signed: bool = False, settles: float = 0.0) -> Callable[[Handler], Handler]:
        """Declare where a form is sent to, and the page that shows it."""
        return self._declared("POST", path, signed=signed, page=page, settles=settles)

    def _declared(
        self, method: str, path: str, *, signed: bool, page: str = "", settles: float = 0.0
    ) -> Callable[[Handler], Handler]:
        def declare(handle: Handler) -> Handler:
            route = Route(method=method, path=path, handle=handle, signed=signed, page=page, settles=settles)
            self.routes.append(route)
            return handle

        return declare


@frozen
class Found:
    """The route of a request, the names in its path, and the methods of the path."""

    route: Route | None
    names: Mapping[str, str]
    methods: tuple[str, ...]


class Table:
    """Finds routes by path."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Take the routes; paths without parameters are looked at first."""
        self._routes = sorted(routes, key=lambda each: "{" in each.path)
        self._tops = frozenset(each.path.split("/")[1] for each in self._routes)

    def __contains__(self, path: str) -> bool:
        """Return whether a path may be a page: pages begin with its first part."""
        return path.split("/")[1:2] != [] and path.split("/")[1] in self._tops

    def find(self, method: str, path: str) -> Found:
        """Return the route of a method and a path, and what else the path takes; GET answers HEAD too."""
        wanted = "GET" if method == "HEAD" else method
        fits = [(each, found) for each in self._routes if (found := each.pattern.fullmatch(path))]
        # A path with fixed parts hides one with parameters.
        fits = [each for each in fits if each[0].path == fits[0][0].path]
        methods = tuple(
            sorted(
                {each.method for each, _ in fits}
                | ({"HEAD"} if any(each.method == "GET" for each, _ in fits) else set())
            )
        )
        for each, found in fits:
            if each.method == wanted:
                return Found(each, found.groupdict(), methods)
        return Found(None, {}, methods)

    def page(self, path: str) -> Route:
        """Return the route of the page with this path, as declared."""
        return next(each for each in self._routes if each.method == "GET" and each.path == path)
