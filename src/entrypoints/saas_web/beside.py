"""An entrance beside the JSON routes, at the same address, such as pages for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from saas_core.kernel.errors import SaasError
from saas_web.answers import Whole
from saas_web.service import Service
from saas_web.trail import Trail


class Beside(Protocol):
    """Serves paths of its own, and answers in its own form, inside the same frame."""

    def serves(self, path: str) -> bool:
        """Return whether a path is its own."""
        ...

    def unlimited(self, path: str) -> bool:
        """Return whether a path of its own counts toward no limit, such as that of a style sheet."""
        ...

    def credential(self, headers: Mapping[str, str]) -> str | None:
        """Return the key that came with a request; None if none came."""
        ...

    def refused(self, fault: SaasError, trail: Trail, headers: Mapping[str, str]) -> Whole:
        """Return the answer to a request that the frame refuses, with further headers."""
        ...

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        """Serve a request."""
        ...


MakesBeside: TypeAlias = Callable[[Service], Beside]
"""Makes an entrance over the services of a process."""
