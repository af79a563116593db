"""Issuing: freezes what a draft says, renders it once, and mails its link to those who may decide (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from saas_core.engagements.errors import ProfileMissing
from saas_core.engagements.estimates.commands import IssueEstimate, WithdrawEstimate
from saas_core.engagements.estimates.content import (
    Binding,
    Issued,
    amount_of,
    content_bytes,
    estimate_content,
    sha256_of,
)
from saas_core.engagements.estimates.errors import AlreadyApproved, NotIssuable, RevisionFrozen
from saas_core.engagements.estimates.letters import WITHDRAWN
from saas_core.engagements.estimates.model.estimate import Estimate, Issue, IssuedContent, Revision
from saas_core.engagements.estimates.model.links import ApprovalLink
from saas_core.engagements.estimates.model.tokens import address_value, approval_token, link_context
from saas_core.engagements.estimates.model.transitions import RevisionCommand
from saas_core.engagements.estimates.policies import Issuing, billing_unit, require_above_worked, require_issuable
from saas_core.engagements.estimates.ports import Paper
from saas_core.engagements.estimates.use_cases.act import (
    EXPIRE,
    LINK_MAIL,
    Act,
    Desk,
    approvers,
    client_side,
    engagement_in,
    estimate_in,
    in_state,
    ownership_of,
    provider_side,
    tell,
    terms_hash,
    terms_in,
)
from saas_core.engagements.estimates.use_cases.ending import end, expire, require_no_pending
from saas_core.engagements.estimates.values import EstimateKind, RevisionState
from saas_core.engagements.model.transitions import EngagementCommand
from saas_core.engagements.values import STAFF
from saas_core.kernel.actors import actor_name
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import LinkId, PaperId, UserId
from saas_core.kernel.money import Money
from saas_core.kernel.secrets import hashed
from saas_core.kernel.zones import end_of_day
from saas_core.policy.terms import Terms

_TAKEN = {EstimateKind.BASE: EngagementCommand.ISSUE, EstimateKind.CHANGE_ORDER: EngagementCommand.AMEND}


def issue(act: Act, desk: Desk, command: IssueEstimate) -> Estimate:
    """Issue a draft; the revision that was issued before is superseded by it.

    Raises AlreadyApproved, RevisionFrozen, RevisionStale, NotIssuable, BelowWorked, DocumentPending, DocumentsMissing,
    and ProfileMissing while the provider has no name.
    """
    estimate = estimate_in(act, command.estimate_id)
    revisions = act.work.revisions.of(estimate.id)
    if in_state(revisions, RevisionState.APPROVED) is not None:
        raise AlreadyApproved
    draft = in_state(revisions, RevisionState.DRAFT)
    if draft is None:
        raise _frozen(RevisionCommand.ISSUE, revisions)
    draft.require_version(command.version)
    engagement = engagement_in(act, estimate.engagement_id)
    terms = terms_in(act, act.decide(STAFF).terms_version)
    zone = desk.parties.zone(act.work)
    expires_at = end_of_day(draft.day, zone)
    approvals = act.work.approvals.of_engagement(engagement.id)
    issuing = Issuing(kind=estimate.kind, rate=terms.hourly_rate, approvals=approvals, expires_at=expires_at, at=act.at)
    require_issuable(draft, issuing)
    worked = desk.worked.by_rate(act.work, engagement.id, at=act.at)
    require_above_worked(approvals, draft.cap_seconds, draft.rate, worked)
    people = tuple(approvers(act, desk, amount_of(draft.cap_seconds, draft.rate), engagement.department_id))
    if not people:
        message = f"nobody of the client may approve {_maximum(draft)}."
        remedy = "Ask the client to let somebody approve it; its owner has no limit."
        raise NotIssuable(message, field="approver", remedy=remedy)
    if not desk.parties.provider(act.work).name:
        raise ProfileMissing
    content = _content(act, desk, estimate, draft, terms, expires_at, zone)
    issued = _rendered(act, desk, draft, content, expires_at)
    former = in_state(revisions, RevisionState.ISSUED)
    if former is not None:
        require_no_pending(act.work, former)
        # One whose time was over before anybody looked has expired, and is not superseded.
        if former.open_at(act.at):
            end(act.work, estimate, former, RevisionCommand.SUPERSEDE, actor_name(act.by), act.at)
        else:
            expire(act.work, act.ids, estimate, former, act.at)
        engagement = engagement_in(act, engagement.id)
    act.work.revisions.save(issued)
    changed = engagement.takes(_TAKEN[estimate.kind], act.at)
    if changed is not engagement:
        act.work.engagements.save(changed)
    for each in people:
        _send_link(act, desk, issued, each)
    act.work.tasks.want(EXPIRE, f"{estimate.id}:{issued.number}", expires_at)
    details = {"revision": issued.number, "content": issued.content_hash, "document": issued.document_hash}
    act.note(command.NAME, f"estimate:{estimate.id}", {**journal_form(command), **details})
    return estimate


def _frozen(command: RevisionCommand, revisions: tuple[Revision, ...]) -> RevisionFrozen:
    """Return why no revision takes a command, by the state of the last one."""
    state = revisions[-1].state.value
    message = f"a revision that is {state} does not take {command.value!r}."
    return RevisionFrozen(message, field="estimate", remedy="Show the estimate to see what became of it.")


def _maximum(draft: Revision) -> Money:
    return amount_of(draft.cap_seconds, draft.rate)


def _content(  # noqa: PLR0913, PLR0917 - all that a content is made of
    act: Act, desk: Desk, estimate: Estimate, draft: Revision, terms: Terms, expires_at: datetime, zone: str
) -> Mapping[str, object]:
    base = None if estimate.amends_id is None else act.work.approvals.get(estimate.amends_id)
    return estimate_content(
        Issued(
            number=estimate.number,
            revision=draft.number,
            kind=estimate.kind,
            client_id=act.work.tenant_id,
            client_name=desk.parties.client(act.work),
            provider=desk.parties.provider(act.work),
            lines=draft.lines,
            rate=draft.rate,
            unit_seconds=billing_unit(draft.rate),
            tax_statement=desk.parties.tax_statement(act.work),
            valid_until=expires_at,
            zone=zone,
            terms=Binding(version=terms.version, hash=terms_hash(terms), ownership=ownership_of(terms)),
            amends=None if base is None else base.own_hash,
        )
    )


def _rendered(act: Act, desk: Desk, draft: Revision, content: Mapping[str, object], expires_at: datetime) -> Revision:
    """Render and freeze a content once, and return the revision as issued."""
    unseen = desk.documents.check("estimate", content)
    if unseen:
        message = f"holds characters that the document cannot show: {', '.join(map(ascii, unseen[:10]))}."
        raise NotIssuable(message, field="lines", remedy="Write them otherwise.")
    written, rendered = content_bytes(content), desk.documents.render("estimate", content, act.at)
    paper = Paper(
        id=PaperId(act.ids.new()),
        kind="estimate",
        of=f"{draft.estimate_id}:{draft.number}",
        sha256=sha256_of(rendered),
        media_type="application/pdf",
        content=rendered,
    )
    act.work.papers.put(paper)
    frozen = IssuedContent(
        estimate_id=draft.estimate_id,
        revision=draft.number,
        content=written.decode(),
        content_hash=sha256_of(written),
    )
    act.work.revisions.freeze(frozen)
    return draft.issued(
        Issue(
            content_hash=frozen.content_hash,
            document_hash=paper.sha256,
            paper_id=paper.id,
            by=actor_name(act.by),
            at=act.at,
            expires_at=expires_at,
        )
    )


def _send_link(act: Act, desk: Desk, issued: Revision, user_id: UserId) -> None:
    token = approval_token(act.work.tenant_id, desk.secrets.new())
    link_id, person = LinkId(act.ids.new()), desk.people.person(act.work, user_id)
    address = "" if person is None else person.address
    link = ApprovalLink(
        id=link_id,
        estimate_id=issued.estimate_id,
        revision=issued.number,
        content_hash=issued.content_hash or "",
        approver_id=user_id,
        address_digest=desk.digests.of(address_value(link_id, address)),
        token_hash=hashed(token),
        made_at=act.at,
    )
    act.work.approval_links.save(link)
    sealed = desk.sealer.seal(token, link_context(act.work.tenant_id, link.id))
    act.put(LINK_MAIL, f"estimate:{issued.estimate_id}", {"link": str(link.id), "sealed": sealed})


def withdraw(act: Act, command: WithdrawEstimate) -> Estimate:
    """Withdraw what is issued; its links die, and everybody who got one is told.

    Raises RevisionFrozen, DocumentPending.
    """
    estimate = estimate_in(act, command.estimate_id)
    revisions = act.work.revisions.of(estimate.id)
    issued = in_state(revisions, RevisionState.ISSUED)
    if issued is None:
        raise _frozen(RevisionCommand.WITHDRAW, revisions)
    require_no_pending(act.work, issued)
    if not issued.open_at(act.at):
        message = "the revision has expired; there is nothing to withdraw."
        raise RevisionFrozen(message, field="estimate", remedy="Issue it again if it should stand.")
    ended = end(act.work, estimate, issued, RevisionCommand.WITHDRAW, actor_name(act.by), act.at, command.reason)
    told = (*client_side(act, estimate, ended.number), *provider_side(ended))
    tell(act, WITHDRAWN.name, estimate, ended.number, told)
    act.note(command.NAME, f"estimate:{estimate.id}", {**journal_form(command), "revision": ended.number})
    return estimate
