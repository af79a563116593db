"""The DNS as the world sees it, asked through the resolvers that the machine names."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from saas_core.integrations.values import RecordKind
from saas_core.kernel.errors import ProviderUnavailable
from saas_core.kernel.extras import needing

with needing("saas_local.dns", "integrations"):
    import dns.exception
    import dns.name
    import dns.nameserver
    import dns.resolver

SECONDS: Final = 4.0
"""How long one look-up may take in all, repeated questions included."""


class Resolver:
    """Looks records up, without a memory of its own: what was published a minute ago counts."""

    def __init__(
        self, *, nameservers: Sequence[str | dns.nameserver.Nameserver] = (), seconds: float = SECONDS
    ) -> None:
        """Ask these servers, by address, or those that the machine names; nothing is asked yet."""
        self._given = tuple(nameservers)
        self._seconds = seconds
        self._guard = threading.Lock()
        self._made: dns.resolver.Resolver | None = None

    def look_up(self, name: str, kind: RecordKind) -> tuple[str, ...]:
        """Return the contents that stand at a name, following aliases, in the order of the alphabet.

        Empty where there are none, or no such name. Raises ProviderUnavailable where no server answered.
        """
        try:
            # Absolute, or the machine's own domain might be put behind it.
            asked = dns.name.from_text(name.rstrip(".") + ".")
        except (dns.exception.DNSException, UnicodeError):
            # No name of this form can exist.
            return ()
        try:
            found = self._resolver().resolve(asked, kind.value, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return ()
        except (dns.exception.DNSException, OSError) as fault:
            message = f"The DNS did not answer about {name[:253]}: {type(fault).__name__}."
            raise ProviderUnavailable(message, remedy="It will be looked up again.") from fault
        return tuple(sorted(_read(each, kind) for each in found))

    def _resolver(self) -> dns.resolver.Resolver:
        with self._guard:
            if self._made is None:
                made = dns.resolver.Resolver(configure=not self._given)
                if self._given:
                    made.nameservers = list(self._given)
                made.lifetime = self._seconds
                # One server that is silent leaves time for another.
                made.timeout = self._seconds / 2
                self._made = made
            return self._made


def _read(record: object, kind: RecordKind) -> str:
    """Return what a record says: a text whole, whatever pieces it is sent in; a name without its last dot."""
    if kind is RecordKind.TXT:
        pieces: tuple[bytes, ...] = record.strings  # type: ignore[attr-defined]
        return b"".join(pieces).decode("utf-8", "replace")
    return str(record).rstrip(".")
