"""Callers: on behalf of which client somebody acts, known for the time of one request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

from attrs import frozen

from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import TenantId


@frozen
class Caller:
    """Somebody who acts on a client: its own user, or staff of the provider."""

    tenant_id: TenantId
    by: Actor


Known: TypeAlias = Caller | ClientUser
"""Who calls; a user of a client names the client already."""

_current: ContextVar[Caller | None] = ContextVar("saas_embed_caller", default=None)


class CallerUnknown(SaasError):
    """Nobody is known to be calling."""

    code = "CALLER_UNKNOWN"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("nobody is signed in.", remedy="Sign in, then ask again.")

    def __reduce__(self) -> tuple[type[CallerUnknown], tuple[()]]:
        """Support pickling with all arguments."""
        return CallerUnknown, ()


def caller_of(known: Known) -> Caller:
    """Give the caller that a user is."""
    return Caller(known.tenant_id, known) if isinstance(known, ClientUser) else known


@contextmanager
def acting_as(known: Known) -> Iterator[Caller]:
    """Let everything within be done by this caller, in this thread or task and what it starts."""
    caller = caller_of(known)
    token = _current.set(caller)
    try:
        yield caller
    finally:
        _current.reset(token)


def current_caller() -> Caller:
    """Give the caller at hand; raises CallerUnknown when there is none."""
    caller = _current.get()
    if caller is None:
        raise CallerUnknown
    return caller
