"""Decisions presented to people and programs: verdict, clauses, reasons, remedies and validity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from saas_cli.present import paint
from saas_core.kernel.instants import instant_text
from saas_core.kernel.suggesting import suggestion
from saas_core.policy.decision import Decision, Verdict
from saas_views.decisions import ExplainedView, answer_view, validity_text
from saas_views.presenting import as_json
from saas_views.remedies import help_for

STYLES = {
    Verdict.ALLOWED: "green",
    Verdict.DENIED: "red",
    Verdict.CHARGEABLE: "yellow",
    Verdict.NEEDS_PERSON: "magenta",
}


def decision_json(decision: Decision) -> dict[str, Any]:
    """Return a decision as JSON values; `id` is that of the journal entry, if it was recorded."""
    view: dict[str, Any] = as_json(answer_view(decision))
    view["id"] = view.pop("decision")
    return view


def decision_lines(decision: Decision, stream: TextIO) -> list[str]:
    """Return the lines of a decision: the verdict, each reason with its remedy, and how long it holds."""
    verdict = paint(decision.verdict.value, STYLES[decision.verdict], stream)
    lines = [f"{verdict}  {decision.question.action[:200]}  (clause {', '.join(decision.clauses)})"]
    if decision.overruled:
        lines.append(f"  Overruled: clause {', '.join(decision.overruled)}.")
    for each in decision.reasons:
        lines.append(f"  {each.sentence} (clause {', '.join(each.clauses)})")
        lines.append(paint(f"    {each.remedy.value}: {help_for(each.code, each.remedy).at_the_shell}", "dim", stream))
    lines.append(paint(f"  {validity_text(answer_view(decision))}", "dim", stream))
    return lines


def meant_lines(like: Sequence[str]) -> list[str]:
    """Return the line that asks whether another action was meant; none if nothing is like it."""
    return [f"  {suggestion(like)}"] if like else []


def refusal_text(decision: Decision, stream: TextIO) -> str:
    """Return the message for a refused command: that nothing changed, and why."""
    return "\n".join(["saas: refused; nothing was changed.", *decision_lines(decision, stream)])


def explained_json(decision: Decision, view: ExplainedView) -> dict[str, Any]:
    """Return a decision fact by fact as JSON values: with its facts, and the text of every clause cited by number."""
    return {**decision_json(decision), "facts": view.facts, "texts": {each.number: each.text for each in view.texts}}


def explained_lines(decision: Decision, view: ExplainedView, stream: TextIO) -> list[str]:
    """Return the lines of a decision fact by fact: the answer, its facts, and the text of every clause cited."""
    facts = [(each.name, each.value) for each in view.facts]
    if decision.known_at is not None:
        facts.append(("known at", instant_text(decision.known_at)))
    longest = max((len(name) for name, _ in facts), default=0)
    lines = [*decision_lines(decision, stream), "", paint("It rests on these facts", "bold", stream)]
    lines += [f"  {name:<{longest}}  {value}" for name, value in facts]
    lines += ["", paint(f"Clauses of the terms {decision.terms_version}", "bold", stream)]
    for each in view.texts:
        over = " (overruled)" if each.number in decision.overruled else ""
        lines.append(f"  {each.number:<6}{over} {each.text}")
    return lines
