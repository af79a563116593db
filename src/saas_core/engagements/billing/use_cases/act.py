"""What every use case of billing needs: its ports, who bills and who sees, and an engagement's account (4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import frozen

from saas_core.engagements.billing.errors import InvoiceUnknown, Unshowable
from saas_core.engagements.billing.model.content import Account, Sides
from saas_core.engagements.billing.model.invoice import Invoice
from saas_core.engagements.billing.model.numbers import codes_for
from saas_core.engagements.billing.ports import BY_HAND, Addressees, BillingWork, Collector
from saas_core.engagements.billing.values import BILLS, READS, BillingProfile
from saas_core.engagements.errors import ProfileMissing, RequestUnknown
from saas_core.engagements.estimates.content import content_bytes, sha256_of
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.ports import Paper
from saas_core.engagements.estimates.ports.asking import Documents
from saas_core.engagements.estimates.use_cases.act import ownership_of, terms_in
from saas_core.engagements.model.transitions import EngagementCommand, after
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import EngagementId, InvoiceId, PaperId
from saas_core.kernel.money import Money
from saas_core.policy import acting

Act: TypeAlias = acting.Act[BillingWork]
Acts: TypeAlias = acting.Acts[BillingWork]

_SHOWN: Final = 10


@frozen(kw_only=True)
class Desk:
    """What billing asks of others: who bills whom, what renders documents, and who collects."""

    profile: BillingProfile
    addressees: Addressees
    documents: Documents
    collector: Collector = BY_HAND


@frozen(kw_only=True)
class Issued:
    """A document that was just issued: its content as text, both hashes, and where its bytes are kept."""

    content: str
    content_hash: str
    paper_id: PaperId
    document_hash: str


def may_bill(act: Act, *_given: object) -> None:
    """Require that the actor bills clients; raises Refused."""
    act.require(BILLS)


def may_read(act: Act) -> None:
    """Require that the actor sees the client's invoices; raises Refused."""
    act.require(BILLS if isinstance(act.by, Staff) else READS)


def known(act: Act, invoice_id: InvoiceId) -> Invoice:
    """Return an invoice; raises InvoiceUnknown."""
    found = act.work.invoices.get(invoice_id)
    if found is None:
        raise InvoiceUnknown
    return found


def require_billing(act: Act, engagement_id: EngagementId) -> None:
    """Require that time of an engagement may be billed: it is not closed. Raises RequestUnknown, EngagementNotNow."""
    engagement = act.work.engagements.get(engagement_id)
    if engagement is None:
        raise RequestUnknown
    after(EngagementCommand.BILL, engagement.state)


def sides(act: Act, desk: Desk) -> Sides:
    """Return who bills whom; raises ProfileMissing while the provider has no name for its documents."""
    if not desk.profile.provider.name:
        raise ProfileMissing
    return Sides(client_id=act.work.tenant_id, client=desk.addressees.party(act.work), profile=desk.profile)


def numbered(act: Act, series: str, ordinal: int) -> str:
    """Return the number of a document: its series, the client's code, and the place in it, as in INV-5A6B7C8D-0001.

    Each client has series of its own, so that no number tells one client how much another is billed. Its code is the
    first that no other client took, so that no two documents of the provider have one number.
    """
    code = next(each for each in codes_for(act.work.tenant_id) if act.work.document_numbers.claim(each))
    return f"{series}-{code}-{ordinal:04d}"


def issued(act: Act, desk: Desk, kind: str, of: str, content: Mapping[str, object]) -> Issued:
    """Render a content once, and keep the document for good; raises Unshowable, DocumentsMissing."""
    unseen = desk.documents.check(kind, content)
    if unseen:
        message = f"holds characters that the document cannot show: {', '.join(map(ascii, unseen[:_SHOWN]))}."
        raise Unshowable(message, field="document", remedy="Write them otherwise.")
    rendered, written = desk.documents.render(kind, content, act.at), content_bytes(content)
    paper = Paper(
        id=PaperId(act.ids.new()),
        kind=kind,
        of=of,
        sha256=sha256_of(rendered),
        media_type="application/pdf",
        content=rendered,
    )
    act.work.papers.put(paper)
    return Issued(
        content=written.decode(),
        content_hash=sha256_of(written),
        paper_id=paper.id,
        document_hash=paper.sha256,
    )


def at_rate(act: Act, engagement_id: EngagementId, rate: Money, unit: int) -> tuple[Approval, ...]:
    """Return the approvals of an engagement at one rate and unit, in their order."""
    approvals = act.work.approvals.of_engagement(engagement_id)
    return tuple(each for each in approvals if (each.rate, each.unit_seconds) == (rate, unit))


def carried(act: Act, engagement_id: EngagementId, rate: Money, unit: int) -> int:
    """Return the seconds that earlier invoices at a rate carried, after all credits of these.

    They are what was worked and stands billed, without the units that were billed for it; below zero where a credit
    left more units billed than that.
    """
    bills = [
        each for each in act.work.bills.of_engagement(engagement_id) if (each.rate, each.unit_seconds) == (rate, unit)
    ]
    numbers = {each.invoice_id for each in bills}
    notes = [each for each in act.work.credit_notes.of_engagement(engagement_id) if each.invoice_id in numbers]
    return sum(each.seconds - each.units * unit for each in bills) + sum(each.carried for each in notes)


def account(act: Act, engagement_id: EngagementId, rate: Money, unit: int) -> Account:
    """Return the seconds of an engagement approved at a rate, those billed at it so far, credits taken away, and money.

    The money is of the whole engagement, at whatever rates: the maximum totals approved, and what was billed of them.
    """
    bills = {each.invoice_id: each for each in act.work.bills.of_engagement(engagement_id)}
    notes = act.work.credit_notes.of_engagement(engagement_id)
    same = {each.invoice_id for each in bills.values() if (each.rate, each.unit_seconds) == (rate, unit)}
    billed = sum(each.units for each in bills.values() if each.invoice_id in same)
    credited = sum(each.units for each in notes if each.invoice_id in same)
    net = sum(each.statement.net for each in bills.values())
    back = sum(line.minor for each in notes for line in each.lines)
    return Account(
        approved=sum(each.cap_seconds for each in at_rate(act, engagement_id, rate, unit)),
        billed_before=(billed - credited) * unit,
        maximum=sum(each.maximum_minor for each in act.work.approvals.of_engagement(engagement_id)),
        net_before=net - back,
    )


def ownership(act: Act, version: str) -> str:
    """Return the sentences about ownership and hosting, as the approved terms word them; raises TermsUnknown."""
    return ownership_of(terms_in(act, version))
