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
    "saas policy what-if invoices.read --asker user --right invoices.read --role-department Sales --department Sales",
    "saas policy what-if exclusion.advanced_sms --asker support_staff --as-support",
    "saas policy what-if custom.perform --asker support_staff --work approved",
)


def what_if(
    action: Annotated[str, Parameter(name="ACTION", help="A name of the catalogue, such as topic.feature_usage.")],
    /,
    *,
    also: Annotated[
        tuple[str, ...], Parameter(negative="", help="What else the request claims to be; may be repeated.")
    ] = (),
    kind: Annotated[
        str, Parameter(help="The licensee: business_operator, end_user or another that the terms take on.")
    ] = "business_operator",
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
    role_department: Annotated[str, Parameter(help="The department in which the user holds the role.")] = "",
    limit: Annotated[str, Parameter(help="The most that the role may approve, such as '650.00 USD'.")] = "",
    department: Annotated[str, Parameter(help="The department in which is asked.")] = "",
    capacity: Annotated[
        str | None, Parameter(help="The capacity in which is asked: agency, developer, end_user or business_operator.")
    ] = None,
    as_support: Annotated[
        bool, Parameter(negative="", show_default=False, help="Support staff tries to do it as support.")
    ] = False,
    amount: Annotated[str, Parameter(help="What is to be approved, such as '700.00 USD'.")] = "",
    work: Annotated[
        str | None, Parameter(help="The paid work that is asked about: requested, approved, used_up or canceled.")
    ] = None,
    connected: Annotated[
        tuple[str, ...],
        Parameter(
            negative="", help="What the client has connected: payment_gateway, email or financial_settings; repeatable."
        ),
    ] = (),
    terms: Annotated[Path | None, Parameter(help="A document of terms; default: the shipped one.")] = None,
    common: Common = READING,
) -> None:
    """Ask any question of an invented client, in memory, and write the scenario that would pin the answer.

    The real judgement answers; no database is read, and nothing is stored. The answer is explained as by `saas why`.
    """
    from saas_app.what_if import what_if as answered
    from saas_cli.decisions import explained_json, explained_lines
    from saas_core.policy.decision import LicenseeKind
    from saas_core.policy.what_if import Asker, Connected, Invented, InventedLicense, InventedWork
    from saas_views.what_if import what_if_view

    found = answered(
        Invented(
            action=action,
            also=also,
            kind=member(LicenseeKind, kind, "kind"),
            license=member(InventedLicense, license_, "license"),
            asker=member(Asker, asker, "asker"),
            rights=right,
            role_department=role_department,
            limit=limit,
            department=department,
            capacity=None if capacity is None else member(LicenseeKind, capacity, "capacity"),
            as_support=as_support,
            amount=amount,
            work=None if work is None else member(InventedWork, work, "work"),
            connected=tuple(member(Connected, each, "connected") for each in connected),
        ),
        None if terms is None else read_file(terms),
    )
    output, view = screen(as_json=common.as_json), what_if_view(found)
    value = {
        "situation": view.situation,
        "question": view.question,
        "decision": explained_json(found.decision, view.explained),
        "scenario": view.scenario,
    }
    lines = [*view.situation, view.question, "", *explained_lines(found.decision, view.explained, output.out), ""]
    output.answer(value, *lines, *view.scenario.splitlines())
