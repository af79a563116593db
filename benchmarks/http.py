"""Checks per second over HTTP, compared with the same server answering a constant, and with the framework alone.

One process serves, on one core; another sends requests over persistent connections, several ahead, so that the client
costs little compared with the server. The contenders take turns, round after round.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from benchmarks.http_world import licensed
from benchmarks.output import Figures

CONNECTIONS = 4
AHEAD = 16
UNLIMITED = MappingProxyType({"SAAS_HTTP_RATE": "9999999/1", "SAAS_HTTP_STRANGER_RATE": "9999999/1"})
"""Any number of requests: the rate limit is not what is measured."""
_BULK = 1000
_PATIENCE = 30.0


def measure(rounds: int, batch: int) -> Figures:
    """Return answers per second of each kind, their ratio, bulk decisions per second, and the time of single checks."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        key = licensed(home)
        with served(home, "application", rates=UNLIMITED) as port, served(home, "bare_application") as bare:
            asked = {
                "check": (port, post("/v1/decisions", key, {"action": "invoices.view"})),
                "constant": (port, post("/constant", key, {"action": "invoices.view"})),
                "bare": (bare, b"GET /constant HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            }
            rates: dict[str, list[float]] = {name: [] for name in asked}
            for turn in range(rounds + 1):
                for name, (at, request) in asked.items():
                    rate = asyncio.run(_rate(at, request, batch))
                    if turn:
                        rates[name].append(rate)
            single = asyncio.run(_single(*asked["check"], min(batch, 2000)))
            questions = [{"action": "invoices.view"}] * _BULK
            bulk = asyncio.run(_single(port, post("/v1/decisions/bulk", key, {"questions": questions}), 20))
    return {
        "rounds": rounds,
        "batch": batch,
        **{f"{name}_per_second": round(statistics.median(each)) for name, each in rates.items()},
        "ratio_constant": _ratio(rates, "constant"),
        "ratio_bare_framework": _ratio(rates, "bare"),
        "bulk_decisions_per_second": round(_BULK / statistics.median(bulk)),
        "single_p50_us": round(statistics.median(single) * 1e6),
        "single_p99_us": round(statistics.quantiles(single, n=100)[98] * 1e6),
    }


def _ratio(rates: dict[str, list[float]], other: str) -> float:
    return round(statistics.median(a / b for a, b in zip(rates["check"], rates[other], strict=True)), 3)


def post(path: str, key: str, body: object) -> bytes:
    """Return a request as it is sent."""
    payload = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload


@contextmanager
def served(
    home: Path, name: str, *, workers: int = 1, rates: Mapping[str, str] = MappingProxyType({})
) -> Iterator[int]:
    """Serve from separate processes until the block ends; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ("--interface", "asgi", "--workers", str(workers), "--factory", "--port", str(port), "--no-log")
    # What an attack left under way does not keep a server alive.
    words = (*words, "--workers-kill-timeout", "5")
    command = [sys.executable, "-m", "granian", *words, f"benchmarks.http_server:{name}"]
    environ = {**os.environ, **rates, "SAAS_HOME": str(home)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(port)
            yield port
        finally:
            server.terminate()


def _await(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


async def _rate(port: int, request: bytes, batch: int) -> float:
    """Send a batch over all connections, and return the answers per second."""
    each = batch // CONNECTIONS // AHEAD
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    await asyncio.gather(*(_ahead(reader, writer, request, each) for reader, writer in opened))
    taken = time.perf_counter() - started
    for _reader, writer in opened:
        writer.close()
        await writer.wait_closed()
    return each * CONNECTIONS * AHEAD / taken


async def _ahead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, times: int) -> None:
    several = request * AHEAD
    for _ in range(times):
        writer.write(several)
        for _ in range(AHEAD):
            await _answer(reader)


async def _single(port: int, request: bytes, times: int) -> list[float]:
    """Send requests one after the other over one connection, and return the seconds each took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        writer.write(request)
        await _answer(reader)
        taken.append(time.perf_counter() - started)
    writer.close()
    await writer.wait_closed()
    return taken


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        message = f"not answered: {head[:200]!r}"
        raise AssertionError(message)
    at = head.lower().index(b"content-length: ") + 16
    await reader.readexactly(int(head[at : head.index(b"\r", at)]))
