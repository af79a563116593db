"""Decisions as people and programs read them: verdict, clauses, every reason, what would help, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from saas_cli.present import instant_text, paint
from saas_core.policy.decision import Decision, Verdict
from saas_core.policy.reasons import Remedy

STYLES = {
    Verdict.ALLOWED: "green",
    Verdict.DENIED: "red",
    Verdict.CHARGEABLE: "yellow",
    Verdict.NEEDS_PERSON: "magenta",
}

HELPS = {
    Remedy.PAY_INVOICE: "Pay the open invoice; access is back the moment the payment is recorded"
    " (saas license record-payment).",
    Remedy.UPDATE_PAYMENT_METHOD: "Check the means of payment, so that the renewal can be confirmed.",
    Remedy.RENEW: "Renew the license: pay for a new period (saas license record-payment).",
    Remedy.ACCEPT_TERMS: "The owner accepts the terms through the mailed link (saas invitations accept).",
    Remedy.FINISH_SETUP: "Finish the setup that is still open (saas tenant show lists it).",
    Remedy.ASK_ADMINISTRATOR: "Ask an administrator of the client for a role that allows it (saas roles assign).",
    Remedy.REQUEST_ESTIMATE: "Ask for an estimate; nothing is done or billed before it is approved in writing.",
    Remedy.WAIT_UNTIL: "Wait until then; nothing else is needed.",
    Remedy.CONTACT_PROVIDER: "Ask the provider; a person decides.",
    Remedy.NONE: "Nothing opens this: no license, payment or role.",
}


def decision_data(decision: Decision) -> dict[str, Any]:
    """Give a decision as JSON can hold it; `remedy` is that of the most fundamental reason."""
    return {
        "verdict": decision.verdict.value,
        "action": decision.question.action,
        "clauses": list(decision.clauses),
        "overruled": list(decision.overruled),
        "reasons": [
            {
                "code": each.code.value,
                "clauses": list(each.clauses),
                "sentence": each.sentence,
                "remedy": each.remedy.value,
            }
            for each in decision.reasons
        ],
        "remedy": decision.reasons[0].remedy.value if decision.reasons else None,
        "terms_version": decision.terms_version,
        "at": instant_text(decision.at),
        "known_at": None if decision.known_at is None else instant_text(decision.known_at),
        "valid_until": None if decision.valid_until is None else instant_text(decision.valid_until),
        "id": None if decision.id is None else str(decision.id),
    }


def told(decision: Decision, stream: TextIO) -> list[str]:
    """Tell a decision in lines: the verdict, each reason with its remedy, and how long it holds."""
    verdict = paint(decision.verdict.value, STYLES[decision.verdict], stream)
    lines = [f"{verdict}  {decision.question.action[:200]}  (clause {', '.join(decision.clauses)})"]
    if decision.overruled:
        lines.append(f"  Overruled: clause {', '.join(decision.overruled)}.")
    for each in decision.reasons:
        lines.append(f"  {each.sentence} (clause {', '.join(each.clauses)})")
        lines.append(paint(f"    {each.remedy.value}: {HELPS[each.remedy]}", "dim", stream))
    lines.append(paint(f"  {held(decision)}", "dim", stream))
    return lines


def held(decision: Decision) -> str:
    """Say under which terms, at which instant and how long an answer holds."""
    if decision.valid_until is None:
        until = "time alone does not change this answer"
    else:
        until = f"holds until {instant_text(decision.valid_until)} unless something changes"
    return f"Terms {decision.terms_version}, at {instant_text(decision.at)}; {until}."


def refusal(decision: Decision, stream: TextIO) -> str:
    """Tell a refused command: that nothing changed, and why."""
    return "\n".join(["saas: refused; nothing was changed.", *told(decision, stream)])


def explained(decision: Decision, texts: Mapping[str, str], stream: TextIO) -> list[str]:
    """Tell a decision fact by fact: the answer, the facts it rests on, and the text of every clause cited."""
    facts = [(each.name, each.value) for each in decision.facts]
    if decision.known_at is not None:
        facts.append(("known at", instant_text(decision.known_at)))
    longest = max((len(name) for name, _ in facts), default=0)
    lines = [*told(decision, stream), "", paint("It rests on these facts", "bold", stream)]
    lines += [f"  {name:<{longest}}  {value}" for name, value in facts]
    lines += ["", paint(f"Clauses of the terms {decision.terms_version}", "bold", stream)]
    for number, text in texts.items():
        over = " (overruled)" if number in decision.overruled else ""
        lines.append(f"  {number:<6}{over} {text}")
    return lines
