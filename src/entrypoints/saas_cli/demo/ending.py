"""The last chapters: the license lapses and returns, a hold, an old answer repeated, and the page of the policy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from saas_cli.demo import cast, connected
from saas_cli.demo.beginning import pays
from saas_core.kernel.instants import instant_text
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Question

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from saas_cli.demo.stage import Stage

_APPROVE = "invoices.approve"


def lapsed(stage: Stage, *, connections: bool) -> datetime:
    """Let the paid period end, show what stays open, and pay again; returns an instant without a license.

    `connections` tells what became of those of the chapter before.
    """
    until = stage.paid_until
    tell = stage.teller
    tell.chapter("The license lapses and returns", f"The paid period ends at {instant_text(until)}.")
    # What was counted so far belongs to the days so far.
    stage.app.gathered.wirings["gate"].count_writer().write()
    stage.clock.at(until - timedelta(days=7))
    stage.mailed()
    stage.clock.at(until - timedelta(seconds=1))
    _asks(stage, "Mia approves an invoice in the last second")
    stage.clock.at(until)
    _asks(stage, "Mia approves the next one, at that very instant")
    stage.mailed()
    tell.refused(
        "Olivia opens a ticket",
        lambda: stage.app.support.tickets.open(
            by=stage.olivia, tenant_id=stage.tenant, subject=cast.QUESTION[0], text=cast.QUESTION[1]
        ),
    )
    if connections:
        connected.suspended(stage)
    stage.asks("Olivia pays", stage.olivia, "billing.pay")
    stage.asks("Olivia exports her data", stage.olivia, "data.export")
    down = until + timedelta(hours=1)
    stage.clock.at(until + timedelta(days=2))
    pays(stage, "INV-2", until + timedelta(days=2), until + timedelta(days=33))
    _asks(stage, "INV-2 is paid; Mia approves again, at once")
    if connections:
        connected.returned(stage)
    stage.mailed()
    return down


def held(stage: Stage) -> None:
    """Place a hold on a paid license, and lift it."""
    stage.clock.at(stage.paid_until - timedelta(days=10))
    tell, licensing = stage.teller, stage.app.licensing
    tell.chapter("A hold", "Holds and debts are separate; neither lifts the other.")
    view = licensing.place_hold(
        by=stage.sam, tenant_id=stage.tenant, kind=HoldKind.BREACH, why="access resold to others", clause="0.2"
    )
    _asks(stage, "Mia approves while the provider holds the license")
    stage.mailed()
    licensing.lift_hold(by=stage.sam, tenant_id=stage.tenant, hold=view.holds[0].id, why="the resale ended")
    _asks(stage, "The hold is lifted")
    stage.mailed()


def replayed(stage: Stage, down: datetime) -> None:
    """Repeat an old answer."""
    tell = stage.teller
    tell.chapter("An old question", "The terms and the facts of that instant decide (clause 9.4).")
    question = Question(stage.tenant, stage.mia, _APPROVE, department_id=stage.accounts)
    decision = stage.app.gate.check(question, at=down)
    tell.decided(f"Might Mia approve at {instant_text(down)}?", decision)
    report = stage.app.oversight.audit.verify(by=stage.olivia, tenant_id=stage.tenant)
    whole = "whole" if report.broken is None else report.broken.sentence
    tell.say(f"All of it is in the journal: {report.entries} entries, and the chain is {whole}.")


def policy(stage: Stage, folder: Path) -> Path:
    """Write the page of the policy with what was counted in the story; returns its path."""
    from saas_app.policy_page import PolicyPage

    stage.app.gathered.wirings["gate"].count_writer().write()
    pages = PolicyPage(stage.app)
    page, *_others = pages.write(folder, pages.made(by=stage.sam), document=False)
    return page


def _asks(stage: Stage, text: str) -> None:
    stage.asks(text, stage.mia, _APPROVE, department=stage.accounts)
