"""Decisions presented to people and programs: verdict, clauses, reasons, remedies and validity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from saas_cli.present import paint
from saas_core.kernel.instants import instant_text
from saas_core.kernel.suggesting import suggestion
from saas_core.policy.decision import Decision, Verdict
from saas_views.decisions import answer_view
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
    lines.append(paint(f"  {validity_text(decision)}", "dim", stream))
    return lines


def meant_lines(like: Sequence[str]) -> list[str]:
    """Return the line that asks whether another action was meant; none if nothing is like it."""
    return [f"  {suggestion(like)}"] if like else []


def validity_text(decision: Decision) -> str:
    """Return the terms, the instant and the validity of an answer."""
    if decision.valid_until is None:
        until = "time alone does not change this answer"
    else:
        until = f"holds until {instant_text(decision.valid_until)} unless something changes"
    return f"Terms {decision.terms_version}, at {instant_text(decision.at)}; {until}."


def refusal_text(decision: Decision, stream: TextIO) -> str:
    """Return the message for a refused command: that nothing changed, and why."""
    return "\n".join(["saas: refused; nothing was changed.", *decision_lines(decision, stream)])


def explained_lines(decision: Decision, texts: Mapping[str, str], stream: TextIO) -> list[str]:
    """Return the lines of a decision fact by fact: the answer, its facts, and the text of every clause cited."""
    facts = [(each.name, each.value) for each in decision.facts]
    if decision.known_at is not None:
        facts.append(("known at", instant_text(decision.known_at)))
    longest = max((len(name) for name, _ in facts), default=0)
    lines = [*decision_lines(decision, stream), "", paint("It rests on these facts", "bold", stream)]
    lines += [f"  {name:<{longest}}  {value}" for name, value in facts]
    lines += ["", paint(f"Clauses of the terms {decision.terms_version}", "bold", stream)]
    for number, text in texts.items():
        over = " (overruled)" if number in decision.overruled else ""
        lines.append(f"  {number:<6}{over} {text}")
    return lines
