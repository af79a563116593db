"""Callers: the actor and the client it acts for, during one request."""

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
    """An actor and the client it acts on: a user of the client, or the provider's staff."""

    tenant_id: TenantId
    by: Actor


Known: TypeAlias = Caller | ClientUser
"""A caller, or a client's user, which already names its client."""

_current: ContextVar[Caller | None] = ContextVar("saas_embed_caller", default=None)


class CallerUnknown(SaasError):
    """There is no known caller."""

    code = "CALLER_UNKNOWN"

    def __init__(self) -> None:
        """Take the remedy."""
        super().__init__("nobody is signed in.", remedy="Sign in, then ask again.")

    def __reduce__(self) -> tuple[type[CallerUnknown], tuple[()]]:
        """Support pickling with all arguments."""
        return CallerUnknown, ()


def caller_of(known: Known) -> Caller:
    """Return a user as a caller."""
    return Caller(known.tenant_id, known) if isinstance(known, ClientUser) else known


@contextmanager
def acting_as(known: Known) -> Iterator[Caller]:
    """Make this the current caller within a block, in this thread or task and those it starts."""
    caller = caller_of(known)
    token = _current.set(caller)
    try:
        yield caller
    finally:
        _current.reset(token)


def current_caller() -> Caller:
    """Return the current caller; raises CallerUnknown if there is none."""
    caller = _current.get()
    if caller is None:
        raise CallerUnknown
    return caller
