"""Steps about invoices for paid work, credits, and the evidence that they and work rest on."""

from __future__ import annotations

import json
from typing import Any

from pytest_bdd import given, parsers, then, when

from features.drivers.values import Duty
from features.steps.job import HOURS, cents, seconds
from features.steps.story import AMOUNT, Story
from saas_core.policy.decision import Question

PARTS = {
    "text": ("content", "lines", 0, "text"),
    "approved hours": ("content", "cap_seconds"),
    "name of the approver": ("approval", "typed_name"),
    "terms": ("terms", "text"),
}


def _billing(story: Story) -> Question:
    return Question(story.job.here[0], story.staff(Duty.BILLING), "provider.billing")


def _invoices(story: Story) -> None:
    by, desk = story.staff(Duty.BILLING), story.driver.working
    tenant_id, engagement_id = story.job.here
    draft = desk.draft_invoice(by, tenant_id, engagement_id)
    story.job.invoice = desk.issue_invoice(by, tenant_id, draft.invoice_id)


def _content(story: Story) -> Any:
    tenant_id, _engagement = story.job.here
    return story.driver.working.invoice_content(story.staff(Duty.BILLING), tenant_id, story.job.invoice.invoice_id)


@given(parsers.re(r"billing staff has issued an invoice"))
def has_invoiced(story: Story) -> None:
    """Bill what was worked."""
    _invoices(story)


@when(parsers.re(r"billing staff issues an invoice"))
def invoices(story: Story) -> None:
    """Try to bill what was worked."""
    story.attempt(_billing(story), lambda: _invoices(story))


@given(parsers.re(r'"(?P<client>[^"]+)" has paid for the work in full'))
def has_paid(story: Story, client: str) -> None:
    """Record the payment of the whole invoice."""
    tenant_id = story.clients[client]
    invoice = story.job.invoice
    paid = story.driver.working.pay(story.staff(Duty.BILLING), tenant_id, invoice.invoice_id, invoice.owed_minor)
    assert paid.state == "paid"


@given(parsers.re(r"billing staff has credited the invoice, (?P<how>none|all) of it to be billed again"))
def has_credited(story: Story, how: str) -> None:
    """Credit all time of the invoice."""
    tenant_id, engagement_id = story.job.here
    desk, by = story.driver.working, story.staff(Duty.BILLING)
    found = desk.time(story.staff(), tenant_id, engagement_id)
    entries = [each.entry_id for each in found if each.state == "invoiced"]
    note = desk.credit(by, tenant_id, story.job.invoice.invoice_id, entries, entries if how == "all" else ())
    assert note.total == story.job.invoice.total


@when(parsers.re(r'"(?P<person>[^"]+)" reads the invoice'))
def reads(story: Story, person: str) -> None:
    """Read the invoice, as a person of the client."""
    by, tenant_id = story.person(person), story.client_of(person)

    def read() -> None:
        story.job.invoice = story.driver.working.invoice(by, tenant_id, story.job.invoice.invoice_id)

    story.attempt(story.question(by, "view the client's own invoices", tenant_id), read)


@then(parsers.re(rf"the invoice is over (?P<total>{AMOUNT})"))
def totals(story: Story, total: str) -> None:
    """Compare the total."""
    assert story.job.invoice.total == total


@then(parsers.re(r"the lines of the invoice add up to its total"))
def adds_up(story: Story) -> None:
    """Add what is printed."""
    content = _content(story)
    assert len(content["lines"]) > 1
    net, tax = (sum(each["amount_minor"] for each in content[part]) for part in ("lines", "tax"))
    assert net == content["net_minor"]
    assert net + tax == content["total_minor"] == cents(story.job.invoice.total)


@then(parsers.re(r"tax stands apart from the work on the invoice"))
def shows_tax_apart(story: Story) -> None:
    """Compare what work costs with the total, between which nothing but tax stands."""
    content = _content(story)
    assert content["total_minor"] - content["net_minor"] == sum(each["amount_minor"] for each in content["tax"])
    assert content["net_minor"] == sum(each["units"] for each in content["lines"]) * 325


@then(parsers.re(r"(?P<minutes>\d+) minutes? (?:is|are) carried to the next invoice"))
def carries(story: Story, minutes: str) -> None:
    """Compare what was too short to be billed."""
    assert story.job.invoice.carried_out_seconds == int(minutes) * 60


@then(
    parsers.re(
        rf"the invoice names the estimate, its approval, (?P<approved>{HOURS}) hours approved, "
        rf"(?P<before>{HOURS}) billed before, (?P<now>{HOURS}) billed now and (?P<left>{HOURS}) left"
    )
)
def names_all(story: Story, approved: str, before: str, now: str, left: str) -> None:
    """Compare what the invoice rests on."""
    content, receipt = _content(story), story.job.receipts[0]
    assert content["estimate"] == {"number": receipt.number, "revision": receipt.revision}
    assert content["approval"] == {"id": str(receipt.approval_id), "hash": receipt.approval_hash}
    told = ("approved", "billed_before", "billed_now", "left")
    assert [content["hours"][each] for each in told] == [seconds(each) for each in (approved, before, now, left)]


@then(parsers.re(r'the invoice says "(?P<text>[^"]+)"'))
def says(story: Story, text: str) -> None:
    """Look for a sentence about ownership."""
    assert text in _content(story)["ownership"]


# Evidence.


def _evidence(story: Story) -> bytes:
    receipt = story.job.receipts[-1]
    return story.driver.working.evidence(story.staff(), story.job.here[0], receipt.approval_id)


@when(parsers.re(r'"(?P<person>[^"]+)" exports the evidence of the approval'))
def exports(story: Story, person: str) -> None:
    """Export the evidence, as a person of the client."""
    by, tenant_id = story.person(person), story.client_of(person)

    def export() -> None:
        approval_id = story.job.receipts[-1].approval_id
        story.job.pack = story.driver.working.evidence(by, tenant_id, approval_id)

    story.attempt(story.question(by, "approve an estimate", tenant_id), export)


@then(
    parsers.re(r'the evidence holds for anybody who checks it, and names "(?P<person>[^"]+)" and (?P<hours>\d+) hours')
)
def holds(story: Story, person: str, hours: str) -> None:
    """Verify the evidence offline."""
    report = story.driver.working.verify(story.job.pack)
    assert (report.typed_name, report.cap_seconds) == (person, seconds(hours))
    assert report.approval == str(story.job.receipts[-1].approval_id)


def _changed(pack: bytes, part: tuple[str | int, ...]) -> bytes:
    """Return a pack in which one character of a part is another one."""
    content = json.loads(pack)
    *way, last = part
    place = content
    for each in way:
        place = place[each]
    value = place[last]
    place[last] = value + 1 if isinstance(value, int) else chr(ord(value[0]) ^ 1) + value[1:]
    return json.dumps(content, ensure_ascii=False).encode()


@when(parsers.re(rf"somebody checks evidence in which one character of the (?P<part>{'|'.join(PARTS)}) was changed"))
def checks_broken(story: Story, part: str) -> None:
    """Try to verify what is not the evidence any more."""
    pack = _changed(_evidence(story), PARTS[part])
    tenant_id, _engagement = story.job.here
    question = Question(tenant_id, story.staff(), "provider.estimates")
    story.attempt(question, lambda: story.driver.working.verify(pack))
