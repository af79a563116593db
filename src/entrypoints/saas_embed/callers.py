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


class KeyRefused(CallerUnknown):
    """The key signs nobody in; wrong, ended and foreign keys get the same answer."""

    code = "KEY_UNKNOWN"

    def __init__(self) -> None:
        """Take the remedy."""
        SaasError.__init__(self, "this key signs nobody in.", remedy="Check the key, or request a new one.")

    def __reduce__(self) -> tuple[type[KeyRefused], tuple[()]]:
        """Support pickling with all arguments."""
        return KeyRefused, ()


class ClientsOnly(SaasError):
    """The caller is the provider's staff, and nothing says for which client it acts (1.5)."""

    code = "CLIENTS_ONLY"
    clauses = ("1.5",)

    def __init__(self) -> None:
        """Take the remedy."""
        super().__init__(
            "this service is for users of a client; the key belongs to the provider's staff (clause 1.5).",
            remedy="Use the key of a user.",
        )

    def __reduce__(self) -> tuple[type[ClientsOnly], tuple[()]]:
        """Support pickling with all arguments."""
        return ClientsOnly, ()


def caller_of(known: Known) -> Caller:
    """Return a user as a caller; raises ClientsOnly for staff that no `Caller` binds to a client."""
    if isinstance(known, Caller):
        return known
    if isinstance(known, ClientUser):
        return Caller(known.tenant_id, known)
    raise ClientsOnly


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
