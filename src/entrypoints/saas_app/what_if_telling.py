"""What if, told: an invented question and its answer in the features' own steps, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.decision import Decision, LicenseeKind, Verdict
from saas_core.policy.what_if import Asker, Invented, InventedLicense

KINDS: Final = {
    LicenseeKind.BUSINESS_OPERATOR: "a business operator",
    LicenseeKind.END_USER: "an end-user",
    LicenseeKind.AGENCY: "an agency",
    LicenseeKind.DEVELOPER: "a developer",
}
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


def asked_step(invented: Invented, wish: str, client: str) -> str:
    """Return the question as a step."""
    if invented.asker is Asker.SUPPORT_STAFF:
        if invented.as_support:
            return f'support staff tries to "{wish}" as support for "{client}"'
        return f'support staff asks for "{wish}" at "{client}"'
    who = _NAMES[invented.asker]
    if invented.capacity is not None:
        return f'"{who}" asks, as {KINDS[invented.capacity]}, for "{wish}"'
    of = f" of {invented.amount}" if invented.amount else ""
    return f'"{who}" asks for "{wish}"{of}'


def require_possible(invented: Invented) -> None:
    """Require that there can be such a client and such a question; raises InvalidValue."""
    if invented.kind not in {LicenseeKind.BUSINESS_OPERATOR, LicenseeKind.END_USER}:
        message = f"{KINDS[invented.kind]} is not taken on (0.2)."
        raise InvalidValue(message, field="kind", remedy="Name it as the capacity in which somebody asks.")
    staff = invented.asker is Asker.SUPPORT_STAFF
    if invented.as_support and not staff:
        message = "only support staff tries something as support."
        raise InvalidValue(message, field="as_support", remedy="Let support staff ask.")
    if staff and (invented.capacity is not None or invented.amount):
        message = "support staff asks in no other capacity and about no amount."
        raise InvalidValue(message, field="asker", remedy="Let somebody of the client ask.")
    if invented.capacity is not None and invented.amount:
        message = "a question names a capacity or an amount."
        raise InvalidValue(message, field="amount", remedy="Leave out one of both.")
    if (invented.rights or invented.limit) and invented.asker not in {Asker.USER, Asker.BLOCKED_USER}:
        message = "only a user holds a role."
        raise InvalidValue(message, field="rights", remedy="Let a user ask, or leave out rights and limit.")
    if invented.limit and not invented.rights:
        message = "is the limit of a role."
        raise InvalidValue(message, field="limit", remedy="Name the rights of the role.")


def instant_step(at: datetime) -> str:
    """Return an instant as the features write it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _joined(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
