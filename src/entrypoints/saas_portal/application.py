"""The pages as an ASGI application beside the JSON routes."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from saas_core.access.values import KeyKind, read_key
from saas_core.contexts import modules_in
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.ids import SessionId
from saas_portal.assets import PLACE, assets
from saas_portal.cookies import SESSION, VISIT, end_cookie, read_cookies
from saas_portal.failures import failure
from saas_portal.forms import MEDIA, Form, FormInvalid, read_form
from saas_portal.pages.home import home
from saas_portal.presenting import unkept, unseen
from saas_portal.routes import Route, Table
from saas_portal.tokens import own_origin
from saas_portal.visits import STALE, Person, Visit
from saas_web.answers import Whole
from saas_web.beside import Beside
from saas_web.credentials import CredentialUnknown
from saas_web.problems import Fault, MethodUnknown, RouteUnknown
from saas_web.receiving import LARGEST_BODY
from saas_web.service import Service
from saas_web.trail import Trail, trail_of

USUAL: Final = "/portal"
"""Where pages are served unless the setting says where the portal is."""
SIGN_IN: Final = "/sign-in"
_VISIT = re.compile(r"[A-Za-z0-9_-]{43}")
_FORBIDDEN, _INVALID = 403, 422


def portal(service: Service) -> Beside:
    """Return the pages over the services of a process, under the path of the setting `portal_url`."""
    return Portal(service)


class Portal:
    """An ASGI application; each page is made in a thread of its person's client."""

    def __init__(self, service: Service) -> None:
        """Take the services; the pages of the application's contexts are served."""
        self._service = service
        url = urlsplit(service.app.settings.portal_url.rstrip("/"))
        self.prefix = url.path if url.netloc else USUAL
        self._origins = frozenset({f"{url.scheme}://{url.netloc}"} if url.netloc else ())
        found = modules_in("saas_portal.pages", service.app.contexts)
        self._table = Table([*home.routes, *(each for _, module in found for each in module.PAGES.routes)])
        self._assets = {f"{self.prefix}{path}": answer for path, answer in assets().items()}

    def serves(self, path: str) -> bool:
        """Return whether a path is a page's, or lies where pages are."""
        if path in self._assets:
            return True
        if not path.startswith(f"{self.prefix}/") and path != self.prefix:
            return False
        return bool(self.prefix) or path in self._table or path.startswith(PLACE)

    def unlimited(self, path: str) -> bool:
        """Return whether a path is that of a style sheet or the like, which is at hand."""
        return path in self._assets

    def credential(self, headers: Mapping[str, str]) -> str | None:
        """Return the text of the session in the cookie; None without one."""
        return read_cookies(headers.get("cookie")).get(SESSION) or None

    def refused(self, fault: SaasError, trail: Trail, headers: Mapping[str, str]) -> Whole:
        """Return the page of an error."""
        return failure(fault, trail, self.prefix, headers)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        """Serve a request."""
        trail = trail_of(scope)
        asset = self._assets.get(scope["path"])
        try:
            answer = asset if asset is not None and scope["method"] in {"GET", "HEAD"} else None
            if answer is None:
                answer = await self._answer(scope, receive, trail)
        except SaasError as fault:
            answer = self.refused(fault, trail, getattr(fault, "headers", {}))
        if scope["method"] == "HEAD":
            answer = Whole(answer.status, answer.headers, b"")
        await answer(scope, receive, send)

    async def _answer(self, scope: Any, receive: Any, trail: Trail) -> Whole:  # noqa: ANN401
        path = scope["path"].removeprefix(self.prefix) or "/"
        found = self._table.find(scope["method"], path)
        if found.route is None:
            if not found.methods:
                raise RouteUnknown
            fault = MethodUnknown()
            fault.headers = {"Allow": ", ".join(found.methods)}  # type: ignore[attr-defined]
            raise fault
        trail.route = f"{self.prefix}{found.route.path}"
        if scope["method"] == "HEAD":
            return unseen()
        cookies = read_cookies(trail.headers.get("cookie"))
        given = cookies.get(VISIT, "")
        known = {name: value for name, value in cookies.items() if name != VISIT or _VISIT.fullmatch(given)}
        visit = Visit(
            app=self._service.app,
            prefix=self.prefix,
            method=found.route.method,
            place=found.route.path,
            names=found.names,
            path=path,
            query=_query(scope["query_string"]),
            cookies=known,
            visit=known.get(VISIT) or secrets.token_urlsafe(32),
            trail=trail,
            person=await self._person(cookies, trail),
        )
        if SESSION in cookies and visit.person is None:
            visit.said.append(end_cookie(SESSION))
        if found.route.method == "POST":
            body = await self._service.patience.body(receive, trail.headers.get("content-length"), LARGEST_BODY)
            media = trail.headers.get("content-type", "").partition(";")[0].strip().lower()
            visit.form = read_form(body, media or MEDIA)
        whose = self._service.whose(trail)
        began = asyncio.get_running_loop().time()
        try:
            answer = await self._service.threads.run(partial(self._made, visit, found.route), whose=whose)
            if self._service.manners.settles and found.route.settles:
                await asyncio.sleep(began + found.route.settles - asyncio.get_running_loop().time())
            return answer
        finally:
            if found.route.method == "POST":
                self._service.credentials.forget()

    async def _person(self, cookies: Mapping[str, str], trail: Trail) -> Person | None:
        key = cookies.get(SESSION, "")
        known = read_key(key)
        if known is None or known.kind is not KeyKind.SESSION:
            return None
        try:
            caller = await self._service.known(key, trail)
        except CredentialUnknown:
            return None
        actor = caller.actor
        return Person(actor, SessionId(known.number), key) if isinstance(actor, ClientUser) else None

    def _made(self, visit: Visit, route: Route) -> Whole:
        """Return the page, or the answer to a form; a form that cannot be taken is shown again as it was filled in."""
        try:
            return self._posted(visit, route) if route.method == "POST" else _looked_at(visit, route)
        except SaasError as fault:
            return failure(fault, visit.trail, visit.prefix, {}, visit)

    def _posted(self, visit: Visit, route: Route) -> Whole:
        refused = self._not_taken(visit, route)
        if refused is not None:
            return refused
        try:
            return route.handle(visit)
        except FormInvalid as fault:
            visit.errors = fault.faults
        except InvalidValue as fault:
            if fault.field not in visit.form:
                raise
            # What a use case finds wrong with a box is told beside it, too.
            visit.errors = (Fault(fault.field, f"This {fault.message} {fault.remedy}".strip(), ""),)
        return self._again(visit, route, _INVALID)

    def _not_taken(self, visit: Visit, route: Route) -> Whole | None:
        """Return the answer to a form that is not ours, or whose person is gone; None for one that is in order."""
        stamp = visit.stamped()
        if not own_origin(visit.trail.headers, self._origins):
            stamp = None
        if route.signed and visit.person is None:
            page = self._table.page(route.page).at(visit.names)
            if stamp is not None and stamp.whose and not visit.keep_form(stamp.whose, page):
                return unkept(visit, _sign_in_at(page), "Sign in again")
            return _signing_in(visit, page)
        if stamp is not None and stamp == visit.stamp:
            return None
        # Perhaps none of ours: what was typed is shown again, but nothing is ticked for anybody, or kept.
        visit.notice, visit.form, visit.ours = STALE, visit.form.unticked(), False
        return self._again(visit, route, _FORBIDDEN)

    def _again(self, visit: Visit, route: Route, status: int) -> Whole:
        """Return the page of the form that came, filled in as it was."""
        page = self._table.page(route.page)
        visit.path = page.at(visit.names)
        answer = page.handle(visit)
        return Whole(status, answer.headers, answer.body) if answer.status < 300 else answer  # noqa: PLR2004


def _looked_at(visit: Visit, route: Route) -> Whole:
    if route.signed and visit.person is None:
        return _signing_in(visit, visit.path)
    if visit.person is not None:
        visit.bring_back(visit.person.whose)
    return route.handle(visit)


def _signing_in(visit: Visit, path: str) -> Whole:
    return visit.redirect(_sign_in_at(path))


def _sign_in_at(path: str) -> str:
    return f"{SIGN_IN}?{urlencode({'to': path})}"


def _query(raw: bytes) -> Form:
    try:
        return read_form(raw, MEDIA)
    except FormInvalid:
        return Form()
