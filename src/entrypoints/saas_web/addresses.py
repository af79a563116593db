"""Client addresses of requests, including behind trusted proxies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

_FORWARDED = b"x-forwarded-for"
_HOP = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}|([0-9A-Fa-f:.]+)")
_LONGEST_HOP = 60
_PREFIX = 64
"""The prefix of an IPv6 address that one household or one machine owns entirely."""


class Addresses:
    """Determines the client addresses of requests."""

    def __init__(self, trusted: Iterable[IPv4Network | IPv6Network]) -> None:
        """Take the networks of the trusted proxies."""
        self._trusted = tuple(trusted)

    def of(self, scope: Any) -> str:  # noqa: ANN401 - a scope of ASGI
        """Return the best known address: the last one added by a trusted proxy, or that of the connection.

        Entries further left in `X-Forwarded-For` could have been written by anybody, so they are ignored.
        """
        return self.way(scope)[0]

    def way(self, scope: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401 - a scope of ASGI
        """Return the best known address, as `of` does, and the trusted proxies that passed it on, nearest to us last.

        What anybody could have written into the header is in neither.
        """
        client = scope.get("client")
        found = _address(client[0]) if client else None
        if found is None:
            return "", ()
        hops, passed = _hops(scope["headers"]) if self._trusts(found) else [], list[str]()
        while hops and self._trusts(found):
            before = _address(hops.pop())
            if before is None:
                break
            passed.insert(0, str(found))
            found = before
        shown = str(found) if isinstance(found, IPv4Address) else str(ip_network((found, _PREFIX), strict=False))
        return shown, tuple(passed)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _hops(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    return [hop for name, value in headers if name == _FORWARDED for hop in value.decode("latin-1").split(",")]


def _address(text: str) -> Address | None:
    hop = text.strip()
    # What is longer is no address, and is not remembered.
    return _known(hop) if len(hop) <= _LONGEST_HOP else None


@lru_cache(maxsize=4096)
def _known(text: str) -> Address | None:
    hop = _HOP.fullmatch(text)
    try:
        found = ip_address(hop[1] or hop[2] or hop[3]) if hop else None
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
