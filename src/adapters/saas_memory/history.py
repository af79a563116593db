"""Histories of states, as consecutive half-open spans `[since, until)`."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from attrs import evolve, frozen

T = TypeVar("T")


@frozen
class Span(Generic[T]):
    """A state and the time it held; `until` is None for the current one."""

    since: datetime
    until: datetime | None
    state: T


History: TypeAlias = tuple[Span[T], ...]


def held(history: History[T], at: datetime | None) -> T | None:
    """Return the state at the instant, or the current one for None; None if there was none."""
    for span in reversed(history):
        if at is None:
            return span.state if span.until is None else None
        if span.since <= at and (span.until is None or at < span.until):
            return span.state
    return None


def changed(history: History[T], state: T, at: datetime) -> History[T]:
    """Start a state at the instant.

    A state that would have lasted no time, or that began after `at` by another machine's clock, is replaced.
    """
    if history and history[-1].until is None and history[-1].state == state:
        return history
    since = max(at, history[-1].until or history[-1].since) if history else at
    return (*ended(history, since), Span(since, None, state))


def ended(history: History[T], at: datetime) -> History[T]:
    """End the current state at the instant."""
    if not history or history[-1].until is not None:
        return history
    last = history[-1]
    if at <= last.since:
        return history[:-1]
    return (*history[:-1], evolve(last, until=at))
