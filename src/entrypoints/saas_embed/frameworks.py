"""Routes that a framework serves by itself: its description of the service, and static files.

A guard closes them like every route without a rule, since only the host knows whether `/docs` is the framework's page
or documents of its own. It declares them in one word, open to everybody or for one action.
"""

from __future__ import annotations

from collections.abc import Mapping

from saas_core.kernel.errors import InvalidValue
from saas_embed.routes import Route

_DESCRIBED = ("/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json")
_STATIC = ("/static/{file*}",)
_PATHS: Mapping[str, tuple[str, ...]] = {
    "fastapi": _DESCRIBED,
    "litestar": ("/schema", "/schema/{page*}"),
    "starlette": _STATIC,
    "flask": _STATIC,
    "django": _STATIC,
}


def framework_routes(framework: str, *, action: str | None = None) -> tuple[Route, ...]:
    """Return the routes that a framework serves by itself where it is left as it comes.

    These are `/docs`, `/redoc` and `/openapi.json` of `fastapi`, `/schema` of `litestar`, and `/static` of
    `starlette`, `flask` and `django`. They are open to everybody, or require an action, such as `license.read` for
    whoever is signed in. Raises InvalidValue for another name.
    """
    paths = _PATHS.get(framework)
    if paths is None:
        message = f"{framework[:40]!r} is not a framework whose routes are known."
        raise InvalidValue(message, field="framework", remedy=f"Give one of {', '.join(_PATHS)}.")
    return tuple(Route("GET", each, action) for each in paths)


_OWN = {route.path.partition("{")[0].rstrip("/") for name in _PATHS for route in framework_routes(name)}


def served_by_a_framework(path: str) -> bool:
    """Return whether frameworks serve a route of their own at a path."""
    return path.rstrip("/") in _OWN or any(path.startswith(f"{each}/") for each in _OWN)
