"""The interface served for real: as the README says, to slow callers, and beside a crowd that says nothing."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

README = Path(__file__).parents[2] / "README.md"
PATIENCE = 60
IDLE = 1000

pytestmark = pytest.mark.enable_socket


@frozen
class Served:
    """The address of the served interface, the owner's key, the folder of mail, and what was printed."""

    port: int
    key: str
    mail: Path
    log: Path

    def get(self, path: str) -> bytes:
        """Ask as the owner."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {self.key}"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.read()

    def post(self, path: str, body: object) -> Any:
        """Send a body as the owner."""
        head = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        url = f"http://127.0.0.1:{self.port}{path}"
        asked = urllib.request.Request(url, json.dumps(body).encode(), head)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return json.loads(answer.read())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the demo until the tests are done."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    log = folder / "log"
    words = ("-m", "saas_cli", "demo", "--serve", "--port", str(port), "--folder", str(folder / "story"))
    settings = {"SAAS_HTTP_TIMEOUT": "2", "SAAS_HTTP_STRANGER_RATE": "9999/1"}
    with (
        log.open("wb") as out,
        subprocess.Popen([sys.executable, *words], stdout=out, stderr=out, env={**os.environ, **settings}) as running,
    ):
        try:
            yield Served(port, _ready(port, log), folder / "story" / "mail", log)
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(30)
    assert running.returncode == 0, log.read_text()
    assert "The server and the worker have ended." in log.read_text()


def _ready(port: int, log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = re.search(r"export KEY=(\S+)", log.read_text())
        with contextlib.suppress(OSError):
            if found and socket.create_connection(("127.0.0.1", port), timeout=1).close() is None:
                return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_the_lines_of_the_readme_work_as_printed(served: Served) -> None:
    """With the key that the demo printed."""
    blocks = re.findall(r"```shell\n(.*?)```", README.read_text(), re.DOTALL)
    (lines,) = (block.splitlines() for block in blocks if "curl" in block)
    answers = []
    for line in lines:
        typed = line.replace(":8000", f":{served.port}")
        done = subprocess.run(
            ["bash", "-c", typed],
            env={**os.environ, "KEY": served.key},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        answers.append(json.loads(done.stdout))
    assert answers[0]["good_standing"] is True
    assert answers[1]["verdict"] == "CHARGEABLE"
    assert len(answers[2]["items"]) == 2
    assert answers[3]["part"] == "end"


def test_mail_arrives_in_the_folder_that_was_named(served: Served) -> None:
    """A worker runs beside the server, so an invitation is a file a moment later, and its name is printed."""
    before = set(served.mail.glob("*.eml"))
    assert f"mail arrives in {served.mail}" in served.log.read_text()
    added = served.post("/v1/users", {"name": "Nina Roth", "email": "nina@harbor.example"})
    served.post(f"/v1/users/{added['user_id']}/invitations", {})

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not (
        (new := set(served.mail.glob("*.eml")) - before) and all(str(each) in served.log.read_text() for each in new)
    ):
        time.sleep(0.1)
    (letter,) = new
    assert "nina@harbor.example" in letter.read_text(encoding="utf-8")


def test_a_thousand_that_say_nothing_do_not_keep_others_waiting(served: Served) -> None:
    """Open connections without a request cost little."""
    with contextlib.ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=20))
        begun = time.monotonic()
        assert json.loads(served.get("/v1/me"))["actor"].startswith("user:")
        assert time.monotonic() - begun < 5


def test_a_body_that_drips_is_given_up_and_others_are_served_meanwhile(served: Served) -> None:
    """After as long as the settings say, a byte now and then or not."""
    head = f"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {served.key}\r\n"
    with contextlib.ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=20)) for _ in range(20)
        ]
        for each in slow:
            each.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{".encode())
        assert served.get("/v1/me")
        assert all(b" 408 " in each.recv(4096).split(b"\r\n")[0] for each in slow)


def test_a_server_ends_when_it_is_told_to_however_busy_it_is(tmp_path: Path) -> None:
    """With calls that take minutes, in every share of every worker; nobody has to kill it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "slow_serving", str(tmp_path / "home"), str(port)]
    with subprocess.Popen(
        words, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            with contextlib.ExitStack() as stack:
                for _ in range(12):
                    stack.enter_context(_connected(port)).sendall(b"GET /v1/terms HTTP/1.1\r\nHost: a\r\n\r\n")
                with _connected(port) as other:
                    other.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
                    assert other.recv(20).startswith(b"HTTP/1.1 200")
                server.terminate()
                assert server.wait(30) is not None
        finally:
            server.kill()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
