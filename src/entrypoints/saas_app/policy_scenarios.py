"""Scenarios as they come out under two documents of terms, from a file of results that holds for this very code."""

from __future__ import annotations

from saas_app.policy_results import digests_now
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Terms
from saas_policy_page.scenario_runs import ScenarioFlip, ScenariosView, compared, read_scenario_runs

__all__ = ["ScenarioFlip", "ScenariosView", "scenarios_under"]


def scenarios_under(results: str, before: Terms, after: Terms) -> ScenariosView:
    """Return which scenarios come out differently under two documents, from the text of a file of results.

    Raises InvalidValue for results of other code, of other scenarios, or that did not run under both documents.
    """
    return compared(read_scenario_runs(results), before, after, shipped_book().scenarios(), digests_now())
