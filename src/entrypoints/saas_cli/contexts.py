"""The contexts that the shell serves: the shipped ones, and any named by the program that starts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from saas_core.contexts import CONTEXTS, Context

_SERVED: ContextVar[tuple[Context, ...]] = ContextVar("served", default=CONTEXTS)


def served() -> tuple[Context, ...]:
    """Return the contexts being served."""
    return _SERVED.get()


@contextmanager
def serving(contexts: Iterable[Context]) -> Iterator[None]:
    """Serve these contexts within a block."""
    token = _SERVED.set(tuple(contexts))
    try:
        yield
    finally:
        _SERVED.reset(token)
