"""Each benchmark runs, small, and tells the figures that docs/performance.md speaks of."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

_LIBRARIES = {
    "pyramid": "pyramid",
    "cedar": "cedarpy",
    "rego": "regopy",
    "pycasbin": "casbin",
    "pycasbin_fast": "casbin",
}


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def _figures(*words: str) -> dict[str, Any]:
    done = _run("-m", "benchmarks", *words, "--json")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    return json.loads(line)


@pytest.fixture(scope="module")
def checked() -> dict[str, Any]:
    return _figures("check", "--users", "60", "--rounds", "1", "--batch", "200")


def test_the_check_is_told_in_ratios_and_microseconds(checked: dict[str, Any]) -> None:
    """Every figure that others rely on is there, and is one."""
    for name in ("ratio_hand_written", "p50_us", "p99_us", "hot_p50_us", "bytes_per_user"):
        assert checked[name] > 0, name


def test_answers_of_both_kinds_were_compared(checked: dict[str, Any]) -> None:
    """A thousand questions or more were answered alike, some with yes and some with no."""
    assert checked["verified"] >= 1000
    assert 0.3 < checked["verified_allowed"] / checked["verified"] < 0.7


def test_a_library_that_is_not_there_is_said_to_be_missing(checked: dict[str, Any]) -> None:
    """Each library has its figures, or the reason why not; without any the ratio to the fastest is none."""
    assert checked["libraries"].keys() == _LIBRARIES.keys()
    for name, package in _LIBRARIES.items():
        told = checked["libraries"][name]
        if find_spec(package) is None:
            assert told == f"not measured: {package} is not installed (requirements/bench.txt)"
        elif isinstance(told, str):
            assert told.endswith("µs a check, too many to be timed in turn with the others")
        else:
            assert told["p50_us"] > 0
    present = any(find_spec(package) is not None for package in _LIBRARIES.values())
    assert (checked["ratio_fastest_library"] is not None) == present


_WRONG = """
from benchmarks import check
from benchmarks.contenders.the_gate import TheGate
allows = TheGate.allows
TheGate.allows = lambda self, asked: not allows(self, asked)
check.measure(check.Run(users=60, rounds=1, batch=10))
"""


def test_nothing_is_timed_when_two_disagree() -> None:
    """The first answer that differs ends the run, with the name of who gave it."""
    done = _run("-c", _WRONG)
    assert done.returncode == 1
    assert done.stderr.startswith("gate does not answer ")


@pytest.mark.parametrize("database", ["memory", "sqlite"])
def test_recording_is_told_against_bare_inserts(database: str) -> None:
    """With a database, both sides write to it; in memory there is no bare side to compare with."""
    told = _figures("record", "--database", database, "--rounds", "1", "--batch", "5")
    assert told["recorded_per_second"] > 0
    assert (told["ratio_bare_inserts"] is None) == (database == "memory")


@pytest.mark.parametrize("database", ["memory", "sqlite"])
def test_a_fleet_is_told_against_one_client(database: str) -> None:
    """With a database, news from elsewhere is waited for, and a cold check is compared with a bare read."""
    told = _figures("fleet", "--tenants", "3", "--seconds", "1", "--database", database)
    for name in ("p50_us", "p99_us", "ratio_one", "cold_ms", "bytes_per_tenant"):
        assert told[name] > 0, name
    assert told["store_reads_per_second"] >= 0
    assert told["changes_seen"] == told["changed_elsewhere"] == (None if database == "memory" else 3)


def test_taking_on_a_client_is_told_against_bare_inserts() -> None:
    """Of the same rows."""
    told = _figures("clients", "--rounds", "1", "--batch", "1")
    assert told["rows"] > 100
    assert told["ratio_bare_inserts"] > 0


def test_threads_are_told_against_one() -> None:
    """Several threads ask one gate."""
    told = _figures("threads", "--users", "60", "--rounds", "1", "--checks", "200")
    assert told["ratio_one_thread"] > 0


def test_commands_are_told_against_importing_sqlalchemy() -> None:
    """Each that reads one client's rows, and the slowest of them as the ratio."""
    told = _figures("cli", "--rounds", "1")
    ratios = {name: each for name, each in told.items() if name.startswith("ratio_")}
    assert told["ratio_sqlalchemy"] == max(each for name, each in ratios.items() if name != "ratio_help")
    assert told["tenant_show_ms"] > told["help_ms"] > 0


def test_imports_are_told_against_attrs_and_cattrs() -> None:
    """Fresh processes import one or the other."""
    told = _figures("imports", "--rounds", "1")
    assert told["modules_beyond"] > 10
    assert told["ratio_attrs_cattrs"] > 0


def test_neighbors_are_told_busy_against_quiet() -> None:
    """One client's checks while another sends what it can, which was answered, and mostly refused."""
    told = _figures("neighbors", "--rounds", "1", "--requests", "50")
    assert told["ratio_p99"] > 0
    assert sum(told["attacking"].values()) > 0
    assert "status_500" not in told["attacking"]


def test_pages_of_tickets_are_told_by_how_they_grow() -> None:
    """Every page is full in each of the four worlds; the worst growth is the one that counts."""
    told = _figures("tickets", "--few", "100", "--many", "200", "--clients", "11", "--each", "100", "--rounds", "1")
    assert told["tickets"] == {"few": 100, "many": 200, "few_clients": 1000, "many_clients": 1100}
    ratios = [ratio for each in told["growth"].values() for ratio in each.values()]
    assert len(ratios) == 2 * len(told["p50_us"]) == 24
    assert told["ratio_flat"] == max(ratios) > 0


def test_paid_work_is_told_by_its_time_its_invoice_and_its_evidence() -> None:
    """Time is recorded, one invoice bills all of it, and the evidence of every approval holds."""
    small = ("--entries", "60", "--approvals", "3", "--rounds", "1", "--batch", "3")
    told = _figures("engagements", *small)
    assert (told["entries_invoiced"], told["approvals"]) == (60, 3)
    for each in ("ratio_bare_inserts", "ratio_bare_rows", "ratio_bare_inserts_commands"):
        assert told[each] > 0
    for each in ("entries", "commands", "imported", "packs", "verified"):
        assert told[f"{each}_per_second"] > 0


def test_the_classifier_does_well_enough_on_requests_of_our_own() -> None:
    """Not one request for custom work is proposed as support alone, the costly error; most proposals are right."""
    cases = ROOT / "tests" / "unit" / "support" / "requests.jsonl"
    told = _figures("classifier", "--cases", str(cases))
    assert told["cases"] > 250
    assert told["coverage"] >= 0.75
    assert told["precision"] >= 0.9
    assert told["macro_f1"] >= 0.75
    assert told["custom_as_support"] <= 0.02
