"""`saas policy what-if`: any question of an invented client, answered in memory, with the scenario that pins it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saas_cli.files import read_file
from saas_cli.lookup import member
from saas_cli.options import READING, Common
from saas_cli.present import screen

EXAMPLES = (
    "saas policy what-if topic.feature_usage --license overdue",
    (
        "saas policy what-if engagements.approve --asker user --right engagements.approve"
        " --limit '650.00 USD' --amount '700.00 USD'"
    ),
    "saas policy what-if exclusion.advanced_sms --asker support_staff --as-support",
)


def what_if(
    action: Annotated[str, Parameter(name="ACTION", help="A name of the catalogue, such as topic.feature_usage.")],
    /,
    *,
    kind: Annotated[str, Parameter(help="The licensee: business_operator or end_user.")] = "business_operator",
    license_: Annotated[
        str,
        Parameter(
            name="--license",
            help="paid, unpaid, trial, overdue, refunded, disputed, canceled, expired or on_hold.",
        ),
    ] = "paid",
    asker: Annotated[str, Parameter(help="owner, user, blocked_user, customer or support_staff.")] = "owner",
    right: Annotated[
        tuple[str, ...], Parameter(negative="", help="A permission of the user's role; may be repeated.")
    ] = (),
    limit: Annotated[str, Parameter(help="The most that the role may approve, such as '650.00 USD'.")] = "",
    capacity: Annotated[
        str | None, Parameter(help="The capacity in which is asked: agency, developer, end_user or business_operator.")
    ] = None,
    as_support: Annotated[
        bool, Parameter(negative="", show_default=False, help="Support staff tries to do it as support.")
    ] = False,
    amount: Annotated[str, Parameter(help="What is to be approved, such as '700.00 USD'.")] = "",
    terms: Annotated[Path | None, Parameter(help="A document of terms; default: the shipped one.")] = None,
    common: Common = READING,
) -> None:
    """Ask any question of an invented client, in memory, and write the scenario that would pin the answer.

    The real judgement answers; no database is read, and nothing is stored.
    """
    from saas_app.what_if import what_if as answered
    from saas_cli.decisions import decision_json, decision_lines
    from saas_core.policy.decision import LicenseeKind
    from saas_core.policy.what_if import Asker, Invented, InventedLicense

    found = answered(
        Invented(
            action=action,
            kind=member(LicenseeKind, kind, "kind"),
            license=member(InventedLicense, license_, "license"),
            asker=member(Asker, asker, "asker"),
            rights=right,
            limit=limit,
            capacity=None if capacity is None else member(LicenseeKind, capacity, "capacity"),
            as_support=as_support,
            amount=amount,
        ),
        None if terms is None else read_file(terms),
    )
    output = screen(as_json=common.as_json)
    value = {
        "situation": found.situation,
        "question": found.question,
        "decision": decision_json(found.decision),
        "scenario": found.scenario,
    }
    lines = [*found.situation, found.question, "", *decision_lines(found.decision, output.out), ""]
    output.answer(value, *lines, *found.scenario.splitlines())
