"""A simulated zone of DNS, for demonstrations and tests; it is no name server, and not the vendor.

It takes the place of the network below dnspython's resolver, which builds and reads every message itself. Records are
published, changed and taken away as a client's administrator would, and names fail as servers do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum
from typing import Final

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.nameserver
import dns.rcode
import dns.rdatatype
import dns.rrset

_SECONDS: Final = 300
_PIECE: Final = 255


class Fault(Enum):
    """The ways in which a question about a name can fail."""

    BROKEN = "the zone's server answers SERVFAIL"
    REFUSED = "the zone's server refuses to answer"
    SILENT = "no answer comes within the time allowed"


class SimulatedZone:
    """All records of the simulated internet; names are taken as they are typed, with or without a dot at the end.

    `asked` lists the questions that came. A name that has records of another kind, or names below it that have some,
    exists: asked for a kind that it lacks it answers with nothing, where others answer that there is no such name.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._guard = threading.Lock()
        self._rows: dict[tuple[str, str], tuple[str, ...]] = {}
        self._faults: dict[str, Fault] = {}
        self._everywhere: Fault | None = None
        self.waits: Callable[[float], None] = lambda _seconds: None
        self.asked: list[tuple[str, str]] = []

    @property
    def nameserver(self) -> dns.nameserver.Nameserver:
        """The server to name to dnspython's resolver."""
        return _Server(self)

    def publish(self, name: str, kind: str, *values: str) -> None:
        """Put these records in the place of all of the kind that the name has."""
        with self._guard:
            self._rows[_key(name), kind.upper()] = values

    def add(self, name: str, kind: str, value: str) -> None:
        """Put a record beside those that are there."""
        with self._guard:
            place = (_key(name), kind.upper())
            self._rows[place] = (*self._rows.get(place, ()), value)

    def withdraw(self, name: str, kind: str) -> None:
        """Take away all records of a kind."""
        with self._guard:
            self._rows.pop((_key(name), kind.upper()), None)

    def fail(self, fault: Fault, *, at: str = "") -> None:
        """Make every question about a name and those below it fail, or every question there is, until it is healed."""
        with self._guard:
            if at:
                self._faults[_key(at)] = fault
            else:
                self._everywhere = fault

    def heal(self) -> None:
        """Answer everything again."""
        with self._guard:
            self._faults.clear()
            self._everywhere = None

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        """Return the records of a kind, by way of an alias where there is one; raises LookupError while they fail."""
        with self._guard:
            if self._fault(_key(name)) is not None:
                raise LookupError(name)
            return self._followed(_key(name), kind)[1]

    def answer(self, request: dns.message.QueryMessage, timeout: float) -> dns.message.Message:
        """Return the answer to a question as a server gives it; raises dnspython's Timeout for one that is silent."""
        (question,) = request.question
        kind = dns.rdatatype.to_text(question.rdtype)
        name = question.name.to_text(omit_final_dot=True).lower()
        with self._guard:
            self.asked.append((name, kind))
            fault = self._fault(name)
            aliases, values = self._followed(name, kind)
            known = bool(values) or any(each == name or each.endswith(f".{name}") for each, _kind in self._rows)
        if fault is Fault.SILENT:
            self.waits(timeout)
            raise dns.exception.Timeout(timeout=timeout)  # type: ignore[no-untyped-call]
        response = dns.message.make_response(request)
        response.flags |= dns.flags.RA
        if fault is not None:
            response.set_rcode(dns.rcode.SERVFAIL if fault is Fault.BROKEN else dns.rcode.REFUSED)
            return _over_the_wire(response)
        for alias, target in aliases:
            response.answer.append(dns.rrset.from_text(f"{alias}.", _SECONDS, "IN", "CNAME", f"{target}."))
        if values:
            last = aliases[-1][1] if aliases else name
            response.answer.append(dns.rrset.from_text(f"{last}.", _SECONDS, "IN", kind, *map(_written(kind), values)))
        elif not aliases and not known:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return _over_the_wire(response)

    def _fault(self, name: str) -> Fault | None:
        for each, fault in self._faults.items():
            if name == each or name.endswith(f".{each}"):
                return fault
        return self._everywhere

    def _followed(self, name: str, kind: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
        """Return the aliases on the way to the records of a kind, and these."""
        aliases: list[tuple[str, str]] = []
        if kind != "CNAME":
            while target := self._rows.get((name, "CNAME")):
                aliases.append((name, _key(target[0])))
                name = _key(target[0])
                if name in {each for each, _target in aliases}:
                    break
        return aliases, self._rows.get((name, kind), ())


class _Server(dns.nameserver.Nameserver):
    """The replacement for a server on the network."""

    def __init__(self, zone: SimulatedZone) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._zone = zone

    def __str__(self) -> str:
        return "simulated"

    def kind(self) -> str:
        return "simulated"

    def is_always_max_size(self) -> bool:
        return True

    def answer_nameserver(self) -> str:
        return "simulated"

    def answer_port(self) -> int:
        return 0

    def query(  # noqa: PLR0913, PLR0917 - as dnspython asks
        self,
        request: dns.message.QueryMessage,
        timeout: float,
        source: str | None,  # noqa: ARG002 - there is no network
        source_port: int,  # noqa: ARG002
        max_size: bool,  # noqa: ARG002, FBT001
        one_rr_per_rrset: bool = False,  # noqa: ARG002, FBT001, FBT002
        ignore_trailing: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> dns.message.Message:
        return self._zone.answer(request, timeout)


def _key(name: str) -> str:
    return name.rstrip(".").lower()


def _written(kind: str) -> Callable[[str], str]:
    """Return what writes a record as a zone file has it: a long text stands there in pieces."""
    return {"TXT": _quoted, "CNAME": _absolute}.get(kind, str)


def _absolute(name: str) -> str:
    return f"{name.rstrip('.')}."


def _quoted(value: str) -> str:
    pieces = [value[at : at + _PIECE] for at in range(0, len(value), _PIECE)] or [""]
    return " ".join('"{}"'.format(each.replace("\\", "\\\\").replace('"', '\\"')) for each in pieces)


def _over_the_wire(response: dns.message.Message) -> dns.message.Message:
    """Return the message as it is read from the bytes that a server would send."""
    return dns.message.from_wire(response.to_wire())
