"""Measure how one client that sends the worst that each route takes changes another one's 99th percentile.

Two workers serve from SQLite, with the limits as shipped. One client asks single checks, one after the other over a few
connections. In every second half of a round another client, in a process of its own, sends as much as sixteen
connections carry. Both have several keys, so that no single key's limit decides.

What counts is what the server does for one client because of the other. In life the attacker is another machine; here
it takes the same processors, and so it runs with a lower priority. Everything that it sends is sent once beforehand,
since a process imports and compiles what a route needs at its first request.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.http import post, served
from benchmarks.http_world import clients, programs
from benchmarks.output import Figures

WORKERS = 2
KEYS = 20
_CONNECTIONS = 4
_ATTACKING = 16
_PAUSE = 0.002
_WARMING = 200
_SETTLING_SECONDS = 0.5
_LEARNING_SECONDS = 3.0
_LONGEST_SECONDS = 8.0
"""Of each half of a round; what was not sent by then is not."""
_FEWEST = 20
_LOWER_PRIORITY = 19
LOOK_ALIKE = "\u017f"
"""A long s, which is folded into an s before names are compared."""


def measure(rounds: int, requests: int) -> Figures:
    """Return the percentiles of the quiet and of the busy rounds, in microseconds, and the ratio of the 99th."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        loud, quiet = clients(home, "harbor", "meadow")
        attack = home / "attack.json"
        keys = {"loud": (loud, *programs(home, loud, KEYS)), "quiet": (quiet, *programs(home, quiet, KEYS))}
        attack.write_text(json.dumps(keys["loud"]), encoding="utf-8")
        asked = [post("/v1/decisions", key, {"action": "invoices.view"}) for key in keys["quiet"]]
        taken: dict[str, list[float]] = {"quiet": [], "busy": []}
        sent: dict[str, int] = {}
        with served(home, "application", workers=WORKERS) as port:
            asyncio.run(_asked(port, asked, _WARMING))
            with _attacked(port, attack) as attacker:
                time.sleep(_LEARNING_SECONDS)
                attacker.terminate()
                attacker.communicate()
            for _ in range(rounds):
                taken["quiet"] += asyncio.run(_asked(port, asked, requests))
                with _attacked(port, attack) as attacker:
                    try:
                        taken["busy"] += asyncio.run(_asked(port, asked, requests))
                    finally:
                        attacker.terminate()
                    told = json.loads(attacker.communicate()[0])
                sent = {status: sent.get(status, 0) + count for status, count in told.items()}
                time.sleep(_SETTLING_SECONDS)
    figures = {
        f"{name}_{label}_us": round(statistics.quantiles(each, n=100)[place] * 1e6)
        for name, each in taken.items()
        for label, place in (("p50", 49), ("p99", 98))
    }
    return {
        "rounds": rounds,
        "requests": requests,
        "measured": {name: len(each) for name, each in taken.items()},
        "workers": WORKERS,
        "attacking": {f"status_{status}": count for status, count in sorted(sent.items())},
        **figures,
        "ratio_p99": round(figures["busy_p99_us"] / figures["quiet_p99_us"], 2),
    }


def _attacked(port: int, keys: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.neighbors", str(port), str(keys)]
    attacker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert attacker.stdout is not None
    # It says when it has begun; then it has some time to take all that it can.
    attacker.stdout.readline()
    time.sleep(_SETTLING_SECONDS)
    return attacker


async def _asked(port: int, asked: list[bytes], times: int) -> list[float]:
    """Send requests one after the other, over several connections in turn, and return the seconds each took.

    Fewer than `times` if they take longer than there is time.
    """
    until = time.perf_counter() + _LONGEST_SECONDS
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(_CONNECTIONS)]
    taken = []
    for request, (reader, writer) in zip(itertools.cycle(asked), itertools.cycle(opened), strict=False):
        started = time.perf_counter()
        writer.write(request)
        status = await _answer(reader)
        taken.append(time.perf_counter() - started)
        if status != "200":
            message = f"the neighbor was answered {status}"
            raise AssertionError(message)
        if len(taken) == times or (len(taken) >= _FEWEST and time.perf_counter() > until):
            break
        await asyncio.sleep(_PAUSE)
    for _reader, writer in opened:
        writer.close()
        await writer.wait_closed()
    return taken


async def _answer(reader: asyncio.StreamReader) -> str:
    """Read an answer, in one piece or in several, and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length: ")[2].partition("\r")[0]
    if length:
        await reader.readexactly(int(length))
    elif "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return head.split(" ", 2)[1]


def worst(key: str) -> Iterator[bytes]:
    """Yield the worst that each kind of route takes: as large, as deep, as many, as odd as it may be."""
    bulk, stars = "/v1/decisions/bulk", {"action": "*" * 196}
    yield post(bulk, key, {"questions": [stars] * 1000})
    yield post(bulk, key, {"questions": [{"action": f"{LOOK_ALIKE * 30}{each}.x*"} for each in range(1000)]})
    yield post(bulk, key, {"questions": [{"action": f"a{each}.b", "also": ["c.d", "e.f"]} for each in range(600)]})
    yield post("/v1/decisions", key, {"action": "ﷺ" * 200, "also": ["ﷺ" * 200] * 20})
    yield post("/v1/decisions/why", key, {"action": "a.b", "also": ["server.x"] * 20})
    yield post("/v1/roles", key, {"name": "R", "permissions": [f"invoices.a{each}" for each in range(1000)]})
    yield post("/v1/roles", key, {"name": "e" + "\u0315" * 90 + "\u0316" * 90, "permissions": ["invoices.*"]})
    long = json.dumps({"k" * 30_000: {"\u0000": [0] * 10_000}}).encode()
    yield _raw("/v1/users", key, long)
    yield _raw("/v1/users", key, b'{"a":' * 12_000)
    rows = "email,name,roles,department\n" + "".join(
        f"u{each}@x.example,U,{'|'.join(['R'] * 400)},{'/'.join(['D'] * 400)}\n" for each in range(500)
    )
    yield _raw("/v1/users/import", key, rows.encode(), kind="text/csv")
    for path in ("/v1/users?limit=500", "/v1/journal?limit=500", "/v1/who-may?permission=invoices.view&limit=500"):
        yield _raw(path, key, b"", method="GET")
    yield _raw("/v1/export", key, b"", method="GET")
    yield _raw("/v1/roles?cursor=" + "A" * 900, key, b"", method="GET")
    yield _raw("/v1/me", key, b"", method="GET", more=f"If-None-Match: {','.join(['x'] * 1000)}\r\n")
    yield _raw("/webhooks/stripe", key, b"x" * 900_000, more="Stripe-Signature: " + "v1=a," * 500 + "\r\n")
    yield _raw("/v1/me", f"{key}x", b"", method="GET")


def _raw(  # noqa: PLR0913 - the parts of a request
    path: str, key: str, body: bytes = b"", *, method: str = "POST", kind: str = "application/json", more: str = ""
) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n{more}"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _attack(port: int, keys: list[str]) -> dict[str, int]:
    """Send all of it over many connections, again and again until told to stop; return how often each was answered."""
    requests = [each for key in keys for each in worst(key)]
    told: dict[str, int] = {}

    async def one(place: int) -> None:
        for request in itertools.islice(itertools.cycle(requests), place * len(requests) // _ATTACKING, None):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(request)
                status = await _answer(reader)
            except (OSError, EOFError):
                status = "cut"
            told[status] = told.get(status, 0) + 1
            writer.close()

    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    asking = [asyncio.create_task(one(place)) for place in range(_ATTACKING)]
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    await stopped.wait()
    for each in asking:
        each.cancel()
    return told


if __name__ == "__main__":
    os.nice(_LOWER_PRIORITY)
    sys.stdout.write(json.dumps(asyncio.run(_attack(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())))))
