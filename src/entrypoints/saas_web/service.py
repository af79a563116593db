"""The services shared by every route and page of one process."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Self, TypeAlias

from attrs import frozen
from litestar import Request

from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import StoreFault
from saas_embed import CallerUnknown
from saas_web.credentials import Caller, Credentials, credential, mark_of
from saas_web.limits import Buckets
from saas_web.manners import Manners
from saas_web.metrics import Metrics
from saas_web.pool import SHARE, Threads
from saas_web.problems import Turned
from saas_web.processor import Lines, Processor
from saas_web.receiving import LARGEST_BODY, Patience
from saas_web.streams import Uploads
from saas_web.trail import Trail, trail_of

Asked: TypeAlias = Request[Any, Any, Any]

LARGEST_SIGNAL = 1024 * 1024
"""In bytes: providers send whole objects."""
_SERVICE = "saas.service"
_BESIDE = 16
_PROVING = 1024


def stranger(address: str) -> str:
    """Return whose the requests of strangers from an address are, among those who take turns."""
    return f"address:{address}"


@frozen(kw_only=True)
class Service:
    """The services available to endpoints.

    `metrics` count what is answered. `threads` are shared by all callers; `beside` is a thread for health alone, and
    `proving` one for keys not seen yet, sent from where many wrong ones come. `processor` counts what callers use of
    it, and `lines` hold those who wait for others.
    """

    app: Application
    manners: Manners
    metrics: Metrics
    credentials: Credentials
    threads: Threads
    beside: Threads
    proving: Threads
    keys: Buckets
    strangers: Buckets
    uploads: Uploads
    patience: Patience
    processor: Processor
    lines: Lines

    @classmethod
    def over(cls, app: Application, manners: Manners, ticks: Callable[[], float]) -> Self:
        """Return the service over an open application; `ticks` is a monotonic clock in seconds."""
        # By a clock of its own: it counts what really passes, and not what `ticks` says.
        processor = Processor(time.monotonic)
        threads = partial(Threads, seconds=manners.timeout, processor=processor)
        return cls(
            app=app,
            manners=manners,
            metrics=Metrics(),
            credentials=Credentials(app, ticks),
            threads=threads(threads=manners.threads, waiting=manners.waiting),
            beside=Threads(threads=1, waiting=_BESIDE * SHARE, seconds=manners.timeout),
            proving=threads(threads=1, waiting=_PROVING),
            keys=Buckets("key", manners.rate, ticks),
            strangers=Buckets("address", manners.stranger_rate, ticks),
            uploads=Uploads(),
            patience=Patience(manners.timeout),
            processor=processor,
            lines=Lines(processor),
        )

    def whose(self, trail: Trail) -> str:
        """Return whose request it is, among those who take turns; of a key not seen lately its address's."""
        known = None if trail.mark is None else self.credentials.whose(trail.mark)
        return known or stranger(trail.address)

    async def caller(self, request: Asked) -> Actor:
        """Return the caller; raises CallerUnknown."""
        trail = trail_of(request.scope)
        key = credential(trail.headers.get("authorization"))
        if key is None:
            raise CallerUnknown
        return (await self.known(key, trail)).actor

    async def known(self, key: str, trail: Trail) -> Caller:
        """Return the caller whom a key signs in, and name it in the log; raises CredentialUnknown, StoreFault."""
        mark = trail.mark or mark_of(key)
        caller = self.credentials.held(mark)
        if caller is None:
            look = partial(self.credentials.looked_up, key, mark)
            # Behind a proxy many clients have one address, which only strangers share.
            unknown = f"key:{mark.hex()}" if mark in self.keys else stranger(trail.address)
            whose = self.credentials.whose(mark) or unknown
            caller = await self.threads.run(look, whose=whose)
            self.keys.begin(mark)
            if trail.stranger:
                # Who shows a key takes nothing from the strangers of the same address.
                trail.stranger = False
                self.strangers.give_back(trail.address)
        trail.actor, trail.tenant_id = caller.name, caller.tenant
        return caller

    async def proven(self, key: str, trail: Trail) -> bool:
        """Return whether a key signs somebody in, though its address has used up the limit of strangers.

        At most one thread is busy with such keys, and addresses take turns. False too if too many wait already, or the
        store does not answer.
        """
        mark = trail.mark or mark_of(key)
        try:
            found = await self.proving.run(partial(self.credentials.proves, key, mark), whose=stranger(trail.address))
        except (Turned, StoreFault):
            return False
        if found:
            self.keys.begin(mark)
        return found

    async def body(self, request: Asked, largest: int = LARGEST_BODY) -> bytes:
        """Return the body; raises BodyTooLarge, BodyLate."""
        announced = trail_of(request.scope).headers.get("content-length")
        return await self.patience.body(request.receive, announced, largest)

    async def stop(self, within: float) -> None:
        """Start nothing more, and wait so many seconds for what is running."""
        for each in (self.threads, self.beside, self.proving):
            each.close()
        for each in (self.threads, self.proving):
            await each.finish(within)


def serve(scope: Any, service: Service) -> None:  # noqa: ANN401 - a scope of ASGI, of whichever framework
    """Let a request be served by a service."""
    scope[_SERVICE] = service


def serving(scope: Any) -> Service:  # noqa: ANN401
    """Return the service that serves a request: routes hold none, and are built once for all."""
    found: Service = scope[_SERVICE]
    return found
