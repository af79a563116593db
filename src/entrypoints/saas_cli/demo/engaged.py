"""The chapters of paid work: estimated, approved on the page, worked, billed, delivered, and proven."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from saas_cli.demo import cast
from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.values import hours_text
from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.kernel.extras import ExtraMissing, needing
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, Question

if TYPE_CHECKING:
    from saas_app.simulation import SimulatedProvider
    from saas_cli.demo.browser import Browser
    from saas_cli.demo.stage import Stage
    from saas_core.engagements.estimates.queries import EstimateView
    from saas_core.kernel.ids import ApprovalId, EngagementId, InvoiceId
    from saas_core.policy.decision import Decision

_HOUR = timedelta(hours=1)
_WORK = "custom.perform"


def possible() -> bool:
    """Return whether everything is installed that paid work is told with; says on standard error what is missing."""
    try:
        with needing("The chapter on paid work", "documents"):
            import typst  # noqa: F401
        with needing("The chapter on paid work", "http"):
            import granian  # noqa: F401
            import litestar  # noqa: F401
        with needing("The chapter on paid work", "stripe"):
            import stripe  # noqa: F401
    except ExtraMissing as missing:
        sys.stderr.write(f"Left out: {missing}\n")
        return False
    return True


def engaged(stage: Stage, provider: SimulatedProvider) -> None:
    """Tell what became of the ticket that was converted."""
    from saas_cli.demo.browser import browsing

    (asked,) = stage.app.engagements.requests.list_requests(by=stage.olivia, tenant_id=stage.tenant)
    with browsing(stage.app) as browser:
        _approved(stage, asked.engagement_id, browser)
        first = _worked(stage, asked.engagement_id, browser)
    _billed(stage, asked.engagement_id, provider)
    _delivered(stage, asked.engagement_id)
    _proven(stage, first)


def _approved(stage: Stage, engagement_id: EngagementId, browser: Browser) -> None:
    stage.clock.move_to(2026, 2, 21)
    tell, desks = stage.teller, stage.app.engagements
    tell.chapter("Paid work", "21 February. The converted ticket is estimated; nobody works before it is approved.")
    tell.refused("Sam starts to work on it at once", lambda: _starts(stage, engagement_id))
    lines = [Line(text=cast.SCOPE[0], exclusions=cast.SCOPE[1], low_seconds=3600, high_seconds=7200)]
    draft = desks.estimates.draft(**_staff(stage), engagement_id=engagement_id, lines=lines, valid_through=cast.THROUGH)
    _issued(stage, draft)
    _approves(stage, draft, browser, "Olivia opens the link, reads it all, and approves on the page")


def _worked(stage: Stage, engagement_id: EngagementId, browser: Browser) -> ApprovalId:
    tell, desks = stage.teller, stage.app.engagements
    stage.clock.move_to(2026, 2, 22)
    _may_work(stage, engagement_id, "The next day, Sam may work")
    _starts(stage, engagement_id)
    stage.clock.at(stage.clock.now() + 3 * _HOUR)
    recorded = desks.work.stop(**_staff(stage), engagement_id=engagement_id)
    for each in recorded.pieces:
        never = " never billed: it exceeds what was approved" if each.unbillable else " billable"
        tell.say(f"Worked: {hours_text(each.seconds)},{never}.")
    stage.mailed()
    tell.refused("The approved hours are used up; Sam starts again", lambda: _starts(stage, engagement_id))
    more = [Line(text=cast.MORE, low_seconds=3600, high_seconds=3600)]
    order = desks.estimates.change_order(
        **_staff(stage), engagement_id=engagement_id, lines=more, valid_through=cast.THROUGH
    )
    _issued(stage, order)
    first = desks.estimates.list_estimates(**_staff(stage), engagement_id=engagement_id)[0].approval_id
    _approves(stage, order, browser, "Olivia approves the change order, too")
    stage.clock.move_to(2026, 2, 22, 15)
    _may_work(stage, engagement_id, "In the afternoon, Sam may go on")
    _starts(stage, engagement_id, "E-2.L1")
    stage.clock.at(stage.clock.now() + _HOUR)
    desks.work.stop(**_staff(stage), engagement_id=engagement_id)
    stage.mailed()
    if first is None:
        message = "the estimate was not approved."
        raise AssertionError(message)
    return first


def _billed(stage: Stage, engagement_id: EngagementId, provider: SimulatedProvider) -> None:
    stage.clock.move_to(2026, 2, 23)
    tell, desk = stage.teller, stage.app.engagements.billing
    tell.chapter("Billed and paid", "23 February. The provider of payments is simulated, and is not Stripe.")
    draft = desk.draft(**_staff(stage), engagement_id=engagement_id)
    desk.issue(**_staff(stage), invoice_id=draft.invoice_id)
    stage.mailed()
    _tell_invoice(stage, draft.invoice_id, "Olivia reads the invoice")
    provider.pays_for_work()
    provider.tells(stage.app)
    paid = _tell_invoice(stage, draft.invoice_id, "She pays by card, which the provider's news tells")
    if paid.state != "paid":
        message = f"the invoice is {paid.state}."
        raise AssertionError(message)


def _delivered(stage: Stage, engagement_id: EngagementId) -> None:
    tell, desk = stage.teller, stage.app.engagements.enhancements
    tell.chapter("Delivered", "What was made stays the provider's, and in the hosted environment.")
    for line, text in (("L1", cast.SCOPE[0]), ("E-2.L1", cast.MORE)):
        desk.register(
            **_staff(stage),
            engagement_id=engagement_id,
            line=line,
            description=text,
            release=cast.RELEASE,
            delivered_at=stage.clock.now(),
        )
    desk.deliver(**_staff(stage), engagement_id=engagement_id)
    rows = desk.list_enhancements(by=stage.olivia, tenant_id=stage.tenant, engagement_id=engagement_id)
    for each in rows:
        tell.say(f"Registered: “{each.description}”, {each.release}; owner: the {each.owner}; hosted only.")
    stage.asks("Olivia, who paid for it, asks to own it", stage.olivia, "enhancement.ownership")


def _proven(stage: Stage, approval_id: ApprovalId) -> None:
    tell, desk = stage.teller, stage.app.engagements.evidence
    tell.chapter("Evidence", "What was approved is shown to others without the provider's software.")
    pack = desk.pack(by=stage.olivia, tenant_id=stage.tenant, approval_id=approval_id)
    report = desk.verify(pack=pack)
    decision = stage.app.gate.ask(Question(stage.tenant, stage.olivia, "engagements.approve"))
    held = {"evidence": "holds", "estimate": report.estimate, "typed_name": report.typed_name, "checks": report.checks}
    tell.decided("Olivia exports the evidence, and has it verified", decision, result=held)
    at = pack.index(cast.SCOPE[0].encode())
    flipped = bytes([*pack[:at], pack[at] ^ 1, *pack[at + 1 :]])
    try:
        desk.verify(pack=flipped)
    except EvidenceBroken as broken:
        tell.broken("One bit of it is flipped, and it is verified again", broken, stage.clock.now())
        return
    message = "changed evidence was not found broken."
    raise AssertionError(message)


def _approves(stage: Stage, estimate: EstimateView, browser: Browser, text: str) -> None:
    """Approve on the page, as a person does who got the link and the code by mail."""
    token = stage.letter(r"apr_[0-9a-f]{32}_[A-Za-z0-9_-]+")
    coded = browser.send(browser.get(f"/portal/approvals/{token}"), "/code")
    stage.app.work.worker.drain(tenant_id=stage.tenant)
    page = browser.send(coded, "/identify", code=stage.letter(r"\b(\d{6})\b"))
    boxes = {"typed_name": cast.OWNER[0], "accept_estimate": "yes", "accept_ownership": "yes"}
    done = browser.send(browser.send(page, "/check", **boxes), "/approve")
    view = stage.app.engagements.estimates.show(**_staff(stage), estimate_id=estimate.estimate_id)
    last = view.revisions[-1]
    if view.approval_id is None or str(view.approval_id) not in done.text:
        message = "the page shows no receipt."
        raise AssertionError(message)
    maximum = Money(last.maximum_minor or 0, last.currency)
    decision = stage.app.gate.ask(Question(stage.tenant, stage.olivia, "engagements.approve", amount=maximum))
    result = {
        "estimate": view.number,
        "state": view.state,
        "reference": str(view.approval_id),
        "hours": hours_text(last.cap_seconds),
        "maximum": str(maximum),
        "content": last.content_hash,
    }
    stage.teller.decided(text, decision, result=result)
    stage.teller.say(f"{view.number} is approved: {result['hours']}, at most {maximum}; reference {view.approval_id}.")
    stage.mailed()


def _issued(stage: Stage, draft: EstimateView) -> None:
    desk = stage.app.engagements.estimates
    desk.issue(**_staff(stage), estimate_id=draft.estimate_id, version=draft.version)
    stage.mailed()


def _tell_invoice(stage: Stage, invoice_id: InvoiceId, text: str) -> Any:  # noqa: ANN401 - a view
    view = stage.app.engagements.billing.show(by=stage.olivia, tenant_id=stage.tenant, invoice_id=invoice_id)
    decision = stage.app.gate.ask(Question(stage.tenant, stage.olivia, "billing.invoices"))
    result = {"invoice": view.number, "state": view.state, "total": view.total, "owed": view.owed}
    stage.teller.decided(text, decision, result=result)
    stage.teller.say(f"{view.number} is {view.state}: {view.total}, of which {view.owed} are owed.")
    return view


def _may_work(stage: Stage, engagement_id: EngagementId, text: str) -> Decision:
    about = About.engagement(engagement_id)
    return stage.teller.decided(text, stage.app.gate.ask(Question(stage.tenant, stage.sam, _WORK, about=about)))


def _starts(stage: Stage, engagement_id: EngagementId, line: str = "L1") -> None:
    stage.app.engagements.work.start(**_staff(stage), engagement_id=engagement_id, line=line)


def _staff(stage: Stage) -> dict[str, Any]:
    return {"by": stage.sam, "tenant_id": stage.tenant}
