"""What if, told: an invented question and its answer in the features' own steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from saas_app.what_if.possible import KINDS
from saas_core.policy.decision import Decision, LicenseeKind, Verdict
from saas_core.policy.what_if import Asker, Invented, InventedLicense

_NAMES: Final = {Asker.OWNER: "Olivia", Asker.USER: "Ada", Asker.BLOCKED_USER: "Ada", Asker.CUSTOMER: "Carl"}
_TITLES: Final = {
    Verdict.ALLOWED: "Whoever asks for {wish} is allowed it",
    Verdict.DENIED: "Whoever asks for {wish} is refused",
    Verdict.CHARGEABLE: "Whoever asks for {wish} is offered an estimate",
    Verdict.NEEDS_PERSON: "A person decides on {wish}",
}


def scenario_text(situation: Iterable[str], asked: str, decision: Decision, wish: str) -> str:
    """Return the text of a scenario, to be numbered and put under the Rule of the clause that decided first."""
    steps = [f"{'And' if place else 'Given'} {each}" for place, each in enumerate(situation)]
    steps.append(f"When {asked}")
    cited = _joined(decision.clauses)
    steps.append(f"Then the answer is {decision.verdict.value} by clause{'s' * (len(decision.clauses) > 1)} {cited}")
    codes = [each.code.value for each in decision.reasons]
    if len(codes) == 1:
        steps.append(f"And the reason is {codes[0]} and the remedy is {decision.reasons[0].remedy.value}")
    elif codes:
        first = decision.reasons[0].remedy.value
        steps.append(f"And the reasons are {', '.join(codes)} in this order and the first remedy is {first}")
    if not decision.allowed:
        steps.append("And nothing has changed")
    kind = "@happy" if decision.allowed else "@edge"
    number = decision.reasons[0].clauses[0] if decision.reasons else decision.clauses[-1]
    heading = f"Scenario: {number}-00 {_TITLES[decision.verdict].format(wish=wish)}"
    return "\n".join((kind, heading, *(f"  {each}" for each in steps))) + "\n"


def client_of(invented: Invented) -> str:
    """Return the name of the client: that with which most features begin, unless it is another kind of client."""
    onboarded = invented.license in {InventedLicense.UNPAID, InventedLicense.TRIAL}
    return "Globex" if onboarded or invented.kind is not LicenseeKind.BUSINESS_OPERATOR else "Acme"


def asked_step(invented: Invented, wish: str, also: tuple[str, ...], client: str) -> str:
    """Return the question as a step; `also` is what else it claims to be, in the features' words."""
    claims = _joined(tuple(f'"{each}"' for each in also))
    heading = f" under the heading{'s' * (len(also) > 1)} {claims}" if also else ""
    if invented.asker is Asker.SUPPORT_STAFF:
        if invented.as_support:
            return f'support staff tries to "{wish}"{heading} as support for "{client}"'
        on = "" if invented.work is None else " on the engagement"
        return f'support staff asks for "{wish}"{heading}{on} at "{client}"'
    capacity = "" if invented.capacity is None else f", as {KINDS[invented.capacity]},"
    of = f" of {invented.amount}" if invented.amount else ""
    place = f' in the department "{invented.department}"' if invented.department else ""
    return f'"{_NAMES[invented.asker]}" asks{capacity} for "{wish}"{heading}{of}{place}'


def role_step(invented: Invented, role: str) -> str:
    """Return how a user holds a role as a step."""
    most = f" with a limit of {invented.limit}" if invented.limit else ""
    place = f' in the department "{invented.role_department}"' if invented.role_department else ""
    return f'"Ada" holds the role "{role}"{most}{place}'


def instant_step(at: datetime) -> str:
    """Return an instant as the features write it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _joined(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
