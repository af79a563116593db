"""A plug-in of pytest that writes down which sources were tested, and how each test that failed did so.

A test is red when an assertion failed, or when the software itself said no where the test expects a yes. Anything else
that ends a test, such as a fault of Python or of the store, may have another cause, and counts as broken.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

_seen: dict[str, str] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None]:
    """Note the outcome of a test: passed, red by an assertion, or broken by something else."""
    result = yield
    report = result.get_result()
    if report.failed:
        asserted = call.when == "call" and call.excinfo is not None and _by_assertion(call.excinfo.value)
        _seen[item.nodeid] = "red" if asserted else f"broken at {call.when}: {call.excinfo and call.excinfo.typename}"
    elif call.when == "call":
        _seen.setdefault(item.nodeid, report.outcome)


def pytest_sessionfinish() -> None:
    """Write it down where the environment says."""
    places = {
        name: module.__file__
        for name, module in sys.modules.items()
        if name.startswith("saas_") and getattr(module, "__file__", None)
    }
    Path(os.environ["SAAS_WITNESS"]).write_text(json.dumps({"tests": _seen, "modules": places}), encoding="utf-8")


def _by_assertion(fault: BaseException) -> bool:
    if isinstance(fault, BaseExceptionGroup):
        return any(_by_assertion(each) for each in fault.exceptions)
    # Imported from the sources under test, which are those of the copy.
    from saas_core.kernel.errors import SaasError, StoreFault

    refused = isinstance(fault, SaasError) and not isinstance(fault, StoreFault)
    return refused or isinstance(fault, (AssertionError, pytest.fail.Exception))
