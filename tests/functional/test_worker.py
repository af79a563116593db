"""`saas worker` and `saas outbox`: mail that could not leave, and how it leaves after all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from saas_cli.progress import moving

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

OWNER = ("--profile", "olivia")
STAFF = ("--profile", "staff")


def _mails(harbor: Saas) -> int:
    return len(list((harbor.home / "mail").glob("*.eml")))


def _blocked(harbor: Saas) -> None:
    """Let a file stand where the folder of mail belongs."""
    (harbor.home / "mail").rename(harbor.home / "mail kept")
    (harbor.home / "mail").write_text("not a folder")


def _unblocked(harbor: Saas) -> None:
    (harbor.home / "mail").unlink()
    (harbor.home / "mail kept").rename(harbor.home / "mail")


def _effects(harbor: Saas) -> list[Any]:
    """Return what waits to be carried out, past sweeps that wait for their instant."""
    return [each for each in harbor.done("outbox", "list", *STAFF, "--json").json if each["task"]["kind"] == "effects"]


def test_mail_that_cannot_leave_is_said_and_waits(harbor: Saas) -> None:
    """The invitation is made all the same; the list shows why it waits, and a worker sends it later."""
    before = _mails(harbor)
    _blocked(harbor)
    told = harbor("invitations", "send", "harbor", "mia@harbor.example", *OWNER)
    assert told.code == 0
    assert "saas worker" in told.err
    (waiting,) = _effects(harbor)
    assert (waiting["attempts"], waiting["fault"]) == (1, "STORE_UNAVAILABLE")
    assert waiting["task"]["subject"].startswith("user:")
    listed = harbor.done("outbox", "list", *STAFF).out
    assert "STORE_UNAVAILABLE" in listed
    assert "harbor" in listed
    assert "Mia" not in listed
    assert _subjects(harbor, "--client", "harbor", "--kind", "effects")
    # Without a grant nobody is looked for among a client's people.
    harbor.refused("outbox", "list", "--client", "harbor", "--subject", "user:nobody", *STAFF)
    assert not _subjects(harbor, "--client", "harbor", "--subject", "nothing")
    assert not _subjects(harbor, "--until", "2020-01-01T00:00:00Z")
    _unblocked(harbor)
    # Its pause is not over yet, so nothing is due.
    assert harbor.done("worker", "--once", "--json").json["done"] in {0, 1}
    deadline = time.monotonic() + 30
    while _effects(harbor) and time.monotonic() < deadline:
        time.sleep(0.5)
        harbor.done("worker", "--once")
    assert _mails(harbor) == before + 1


def test_nothing_parked_is_nothing_to_retry(harbor: Saas) -> None:
    """The error says where to look; clients may neither see nor retry."""
    assert "Nothing is parked." in harbor.done("outbox", "list", "--parked", *STAFF).out
    told = harbor.wrong("outbox", "retry", "harbor", "user:1", *STAFF)
    assert "saas outbox list --parked" in told.err
    harbor.refused("outbox", "list", *OWNER)
    harbor.refused("outbox", "retry", "harbor", "user:1", *OWNER)


def test_a_running_worker_ends_when_it_is_asked_to(harbor: Saas) -> None:
    """By SIGTERM, within a moment, telling what it did."""
    environment = {**os.environ, "SAAS_HOME": str(harbor.home)}
    with subprocess.Popen(
        [sys.executable, "-m", "saas_cli", "worker"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert "Working" in running.stderr.readline()
        assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        out, _err = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "0 done, 0 to be tried again, 0 parked." in out


def _subjects(harbor: Saas, *words: str) -> list[str]:
    return [each["task"]["subject"] for each in harbor.done("outbox", "list", *words, *STAFF, "--json").json]


def test_a_doctor_that_is_stopped_says_how_to_go_on(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows what it saw, and exits as if something were wrong: it has not seen everything."""
    harbor.done("tenant", "add", "quay")
    answers = iter([False, True])
    with monkeypatch.context() as stop:
        stop.setattr("saas_cli.stopping.asked_to_stop", lambda: nullcontext(lambda: next(answers)))
        told = harbor("doctor")
    assert told.code == 1
    assert told.out.startswith("1 client, ")
    assert told.out.rstrip().endswith("saas doctor --after harbor")
    assert harbor.done("doctor", "--after", "harbor").out.startswith("1 client, ")
    assert harbor.done("doctor", "--json").json["examination"]["stopped_after"] is None


def test_a_bar_moves_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Towards the number of clients; without a terminal nothing is printed."""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with moving("Looking at the clients", 3) as move:
        move(2)
    assert "Looking at the clients" in screen.getvalue()
    assert "2/3" in screen.getvalue()
    monkeypatch.setattr(sys, "stderr", StringIO())
    with moving("Looking at the clients", 3) as move:
        move(2)
    assert not sys.stderr.getvalue()  # type: ignore[attr-defined]


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True
