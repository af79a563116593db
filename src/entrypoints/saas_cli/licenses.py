"""Licenses presented to people: the standing first, then the reasons, then the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saas_cli.present import as_text
from saas_core.kernel.instants import instant_text
from saas_core.policy.reasons import ReasonCode, Remedy
from saas_views.remedies import help_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saas_cli.present import Screen
    from saas_core.licensing.queries import ChangeView, LicenseView, PeriodView


def print_license(screen: Screen, view: LicenseView, title: str) -> None:
    """Print a license."""
    standing = "in good standing" if view.good_standing else "not in good standing"
    until = "no instant known" if view.valid_until is None else instant_text(view.valid_until)
    pairs: list[tuple[str, object]] = [
        ("id", view.id),
        ("terms", view.terms_version),
        ("term", view.term),
        ("payment", view.payment),
        ("period", _period_text(view.period)),
        ("invoice", _invoice_text(view.period)),
        ("open", view.open),
        ("as of", view.at),
        ("holds until", until),
    ]
    pairs += [("hold", f"{each.kind}, clause {each.clause}: {each.why} ({each.id})") for each in view.holds]
    for each in view.reasons:
        pairs.append(("closed", f"{each.sentence} (clause {', '.join(each.clauses)})"))
        pairs.append(("remedy", f"{each.remedy}: {help_for(ReasonCode(each.code), Remedy(each.remedy)).at_the_shell}"))
    pairs += [("fact", f"{instant_text(each.effective_at)}  {each.kind}") for each in view.facts]
    screen.card(view, f"{title}: {standing}", pairs)


def _period_text(period: PeriodView | None) -> str:
    return "" if period is None else f"{instant_text(period.since)} to {instant_text(period.until)}"


def _invoice_text(period: PeriodView | None) -> str:
    if period is None:
        return ""
    return "none, a trial" if period.invoice is None else period.invoice


def print_changes(screen: Screen, changes: Iterable[ChangeView]) -> None:
    """Print the upcoming changes."""
    rows = tuple(changes)
    cells = [
        (each.at, each.term, each.payment, each.closes, each.opens, as_text(tuple(one.code for one in each.reasons)))
        for each in rows
    ]
    heads = ("AT", "TERM", "PAYMENT", "CLOSES", "OPENS", "WHY")
    screen.table(rows, heads, cells, empty="Time alone will change nothing.")
