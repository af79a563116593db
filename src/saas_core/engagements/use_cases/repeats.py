"""Repeats: of an answer only ids are kept under its key, and a repeat is answered with what stands then.

So no copy of a text outlives the text: what was removed from a request is in no first result either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import frozen

from saas_core.kernel.commands import Command
from saas_core.kernel.secrets import Digests
from saas_core.kernel.work import Work
from saas_core.policy.acting import Act, Acts, Caller

W = TypeVar("W", bound=Work)
C = TypeVar("C", bound=Command)
K = TypeVar("K")
R = TypeVar("R")


@frozen(kw_only=True)
class Anew(Generic[W, K, R]):
    """How an answer is made anew: `kept` is the type of what is kept of it, `of` takes it, and `made` makes from it."""

    kept: type[K]
    of: Callable[[R], K]
    made: Callable[[Act[W], K], R]


def carried_out(  # noqa: PLR0913 - what is done, by whom, how, who may
    acts: Acts[W],
    command: C,
    caller: Caller,
    anew: Anew[W, K, R],
    do: Callable[[Act[W], C], R],
    *,
    judged: Callable[[Act[W], C], object],
    repeated: Callable[[Act[W], C], object] | None = None,
    digests: Digests | None = None,
) -> R:
    """Carry out a command as `Acts.carry_out` does, and keep ids of its answer alone.

    A repeat is judged, and answered with what stands now; raises as `carry_out`, and what making it anew raises.
    """
    first: list[R] = []

    def kept(act: Act[W], command: C) -> K:
        first.append(do(act, command))
        return anew.of(first[-1])

    found = acts.carry_out(command, caller, anew.kept, kept, judged=judged, repeated=repeated, digests=digests)
    if first:
        return first[-1]
    with acts.read(caller.tenant_id, caller.by) as act:
        return anew.made(act, found)
