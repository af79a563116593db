"""Scenarios as they come out under two documents of terms, from a file of results that holds for this very code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Terms
from saas_policy_page.digests import CODE, STEPS, code_digest, steps_digest
from saas_policy_page.scenario_runs import ScenarioFlip, ScenariosView, compared, read_scenario_runs

__all__ = ["ScenarioFlip", "ScenariosView", "digests_now", "scenarios_under"]

_STEPS: Final = Path(__file__).parents[3] / "tests/features"


def scenarios_under(results: str, before: Terms, after: Terms) -> ScenariosView:
    """Return which scenarios come out differently under two documents, from the text of a file of results.

    Raises InvalidValue for results of other code, of other scenarios, or that did not run under both documents.
    """
    return compared(read_scenario_runs(results), before, after, shipped_book().scenarios(), digests_now())


def digests_now() -> dict[str, str]:
    """Return the digest of the code, and that of the steps where these are at hand."""
    return {CODE: code_digest(), **({STEPS: steps_digest(_STEPS)} if _STEPS.is_dir() else {})}
