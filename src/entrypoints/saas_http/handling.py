"""Handling of requests: calling the use case and answering with its view, the same for every endpoint."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from saas_core.kernel.actors import Actor, System
from saas_core.kernel.ids import TenantId
from saas_http.encoding import encoded
from saas_http.endpoints import TENANT, Call, Endpoint, Who
from saas_http.files import BYTES
from saas_http.paging import Page
from saas_http.parsing.bodies import read_body
from saas_http.parsing.commands import filled
from saas_http.parsing.queries import NoQuery, read_query
from saas_http.preconditions import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, etag_of, expected_in, key_in, known
from saas_http.problems import ClientsOnly, StaffOnly
from saas_web.answers import Answer, Pieces, Whole
from saas_web.credentials import credential, tenant_of, whose_of
from saas_web.problems import EncodingUnknown
from saas_web.service import Asked, Service, stranger
from saas_web.streams import Download, Upload, kind_of, pieces_of
from saas_web.trail import trail_of

NOBODY = System("nobody")
UNKNOWN_ID = UUID(int=2**128 - 1)
"""An id that nothing has, so that a malformed id is answered like an unknown one."""

LARGEST_INLINE = 4 * 1024
"""In bytes: a body that is read in the event loop, where everybody waits for it, if its endpoint may answer there."""

_ID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_KEY, _MATCH, _NONE_MATCH = IDEMPOTENCY_KEY.lower(), IF_MATCH.lower(), IF_NONE_MATCH.lower()
_NOTHING = 304
_KEPT = (b"cache-control", b"private, no-cache")


async def answered(service: Service, endpoint: Endpoint, request: Asked) -> Answer:
    """Answer a request to an endpoint; raises the request's errors and whatever the use case raises."""
    trail_of(request.scope).route = endpoint.path
    began = asyncio.get_running_loop().time()
    by = NOBODY if endpoint.rule.who is Who.ANYBODY else await service.caller(request)
    call = _called(service, endpoint, by, request)
    given: dict[str, Any] = {name: _id(request.path_params[name], kind) for name, kind in endpoint.ids.items()}
    if endpoint.query is not NoQuery or request.scope["query_string"]:
        query: Any = read_query(request.scope["query_string"], endpoint.query)
        if endpoint.query is not NoQuery:
            given["query"] = query
    raw = None
    if endpoint.body is not None:
        _require_json(request)
        raw = await service.body(request, endpoint.largest)
    if endpoint.uploads:
        return await _received(service, endpoint, call, given, request)
    if endpoint.streams:
        return await _streamed(service, endpoint, call, partial(_filled, endpoint, raw, given), request)
    if endpoint.warm is not None and len(raw or b"") <= LARGEST_INLINE:
        given = _filled(endpoint, raw, given)
        raw = None
        view = endpoint.warm(call, **given)
        if view is not None:
            return _presented(endpoint, view, request)
    answer = await _threaded(service, endpoint, call, partial(_filled, endpoint, raw, given), request)
    if endpoint.settles and service.manners.settles:
        await asyncio.sleep(began + endpoint.settles - asyncio.get_running_loop().time())
    return answer


async def warmly_answered(service: Service, endpoint: Endpoint, request: Asked) -> Whole | None:
    """Answer a request from memory, or return None where that cannot be; raises as `answered` does.

    For an endpoint with a `warm` answer and neither ids nor query, asked by somebody who is known already.
    """
    trail = trail_of(request.scope)
    caller = None if trail.mark is None or request.scope["query_string"] else service.credentials.held(trail.mark)
    if caller is None or endpoint.warm is None:
        return None
    trail.route, trail.actor, trail.tenant_id = endpoint.path, caller.name, caller.tenant
    call = _called(service, endpoint, caller.actor, request)
    _require_json(request)
    raw = await service.body(request, endpoint.largest)
    view = endpoint.warm(call, **_filled(endpoint, raw, {})) if len(raw) <= LARGEST_INLINE else None
    return None if view is None else _presented(endpoint, view, request)


async def _threaded(
    service: Service, endpoint: Endpoint, call: Call, given: Callable[[], dict[str, Any]], request: Asked
) -> Whole:
    """Carry a call out in a thread; reading and writing large bodies takes as long, and happens there too."""
    threads = service.beside if endpoint.beside else service.threads
    try:
        return await threads.run(
            lambda: _presented(endpoint, endpoint.call(call, **given()), request),
            whose=_whose(call.by, request),
            within=endpoint.within,
        )
    finally:
        if not endpoint.asks:
            service.credentials.forget()


async def _streamed(
    service: Service, endpoint: Endpoint, call: Call, given: Callable[[], dict[str, Any]], request: Asked
) -> Answer:
    whose, filled_in = _whose(call.by, request), given()
    pieces = await service.threads.run(partial(endpoint.call, call, **filled_in), whose=whose)
    # A caller whose key is revoked midway receives only what was already on its way.
    again = _nobody if call.by is NOBODY else partial(service.caller, request)
    rest = await pieces_of(service.threads, pieces, again, whose=whose)
    chosen = BYTES if _accepts_bytes(request) else getattr(filled_in.get("query"), "media", None)
    typed = endpoint.typed if chosen is None else (b"content-type", chosen.encode())
    own = pieces.headers if isinstance(pieces, Download) else ()
    headers = [typed, *endpoint.headers, *own]
    return Whole(endpoint.status, headers, b"") if request.method == "HEAD" else Pieces(headers, rest)


async def _nobody() -> Actor:
    """Return who asks where nobody says who it is."""
    return NOBODY


def _filled(endpoint: Endpoint, raw: bytes | None, given: dict[str, Any]) -> dict[str, Any]:
    """Return what is given to an endpoint, together with its body."""
    if raw is None or endpoint.body is None or endpoint.command is None:
        return given
    rest = dict(given)
    body = filled(endpoint.command, read_body(raw, endpoint.body), rest)
    return {**rest, "body": body}


def _whose(by: Actor, request: Asked) -> str:
    """Return whose call it is, among those who take turns: a client's, a member of staff's, or a stranger's."""
    return stranger(trail_of(request.scope).address) if by is NOBODY else whose_of(by)


async def _received(service: Service, endpoint: Endpoint, call: Call, given: dict[str, Any], request: Asked) -> Answer:
    """Receive a whole file before processing any of it, so that a broken one changes nothing."""
    kind, whose = kind_of(trail_of(request.scope).headers), _whose(call.by, request)
    if kind not in endpoint.uploads:
        raise EncodingUnknown
    if endpoint.rule.action is not None:
        # Callers without permission must not occupy the few places for uploads.
        await service.threads.run(partial(call.require, endpoint.rule.action), whose=whose)
    with service.uploads.room(call.tenant_id), Upload(kind) as upload:
        await upload.fill(request.stream(), service.manners.timeout)
        try:
            view = await service.threads.run(
                partial(endpoint.call, call, upload=upload, **given), whose=whose, within=endpoint.within
            )
        finally:
            service.credentials.forget()
    return _presented(endpoint, view, request)


def _called(service: Service, endpoint: Endpoint, by: Actor, request: Asked) -> Call:
    who, own = endpoint.rule.who, tenant_of(by)
    if who is Who.CLIENT and own is None:
        raise ClientsOnly
    if who is Who.STAFF and own is not None:
        raise StaffOnly
    trail = trail_of(request.scope)
    headers = trail.headers
    return Call(
        app=service.app,
        by=by,
        tenant_id=_id(request.path_params[TENANT], TenantId) if endpoint.names_tenant else own or UNKNOWN_TENANT,
        path=request.scope["path"],
        key=key_in(headers.get(_KEY), taken=endpoint.keyed),
        expected=expected_in(headers.get(_MATCH), taken=endpoint.edits),
        credential=credential(headers.get("authorization")),
        charge=partial(service.keys.charge, trail.mark or b""),
        address=trail.address,
        proxies=trail.proxies,
        user_agent=headers.get("user-agent", ""),
        request_id=trail.request_id,
    )


UNKNOWN_TENANT = TenantId(UNKNOWN_ID)


def _id(text: str, kind: Any) -> Any:  # noqa: ANN401 - one of the kinds of ids
    if kind is str:
        return text
    return kind(UUID(text) if _ID.fullmatch(text) else UNKNOWN_ID)


def _require_json(request: Asked) -> None:
    if kind_of(trail_of(request.scope).headers) != "application/json":
        raise EncodingUnknown


def _accepts_bytes(request: Asked) -> bool:
    return trail_of(request.scope).headers.get("accept", "").strip().lower() == BYTES


def _presented(endpoint: Endpoint, view: object, request: Asked) -> Whole:
    body = view if isinstance(view, bytes) else view.encode() if isinstance(view, str) else encoded(view)
    headers = [endpoint.typed, *endpoint.headers]
    if endpoint.stated:
        etag = etag_of(view, body)
        headers += [(b"etag", etag.encode()), _KEPT]
        if endpoint.method == "GET" and known(trail_of(request.scope).headers.get(_NONE_MATCH), etag):
            return Whole(_NOTHING, headers[1:], b"")
    if isinstance(view, Page) and view.next is not None:
        headers.append((b"link", f'<{view.next}>; rel="next"'.encode()))
    if endpoint.location:
        headers.append((b"location", endpoint.location.format_map(_Fields(view)).encode()))
    headers.append((b"content-length", str(len(body)).encode()))
    return Whole(endpoint.status, headers, b"" if request.method == "HEAD" else body)


class _Fields(Mapping[str, str]):
    """The fields of a view, as text."""

    def __init__(self, view: object) -> None:
        self._view = view

    def __getitem__(self, name: str) -> str:
        return str(getattr(self._view, name))

    def __iter__(self) -> Any:  # noqa: ANN401
        return iter(())

    def __len__(self) -> int:
        return 0
