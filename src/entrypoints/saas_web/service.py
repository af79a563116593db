"""The services shared by every route and page of one process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Self, TypeAlias

from attrs import frozen
from litestar import Request

from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_embed import CallerUnknown
from saas_web.credentials import Credentials, credential, mark_of
from saas_web.limits import Buckets
from saas_web.manners import Manners
from saas_web.pool import Threads
from saas_web.receiving import Patience
from saas_web.streams import Uploads
from saas_web.trail import trail_of

Asked: TypeAlias = Request[Any, Any, Any]

LARGEST_BODY = 1024 * 1024
"""In bytes; a larger body is refused before it is held in memory."""


@frozen(kw_only=True)
class Service:
    """The services available to endpoints."""

    app: Application
    manners: Manners
    credentials: Credentials
    threads: Threads
    keys: Buckets
    uploads: Uploads
    patience: Patience

    @classmethod
    def over(cls, app: Application, manners: Manners, ticks: Callable[[], float]) -> Self:
        """Return the service over an open application; `ticks` is a monotonic clock in seconds."""
        return cls(
            app=app,
            manners=manners,
            credentials=Credentials(app, ticks),
            threads=Threads(threads=manners.threads, waiting=manners.waiting, seconds=manners.timeout),
            keys=Buckets("key", manners.rate, ticks),
            uploads=Uploads(),
            patience=Patience(manners.timeout),
        )

    async def caller(self, request: Asked) -> Actor:
        """Return the caller; raises CallerUnknown."""
        trail = trail_of(request.scope)
        key = credential(trail.headers.get("authorization"))
        if key is None:
            raise CallerUnknown
        mark = trail.mark or mark_of(key)
        caller = self.credentials.held(mark)
        if caller is None:
            caller = await self.threads.run(partial(self.credentials.looked_up, key, mark))
            self.keys.begin(mark)
        trail.actor, trail.tenant_id = caller.name, caller.tenant
        return caller.actor

    async def body(self, request: Asked) -> bytes:
        """Return the body; raises BodyTooLarge, BodyLate."""
        announced = trail_of(request.scope).headers.get("content-length")
        return await self.patience.body(request.receive, announced, LARGEST_BODY)
