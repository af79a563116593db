"""What every use case of estimates needs: what is asked of others, who may decide, and how both sides are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from attrs import frozen

from saas_core.engagements.errors import RequestUnknown
from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.estimates.errors import EstimateUnknown
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.policies import judged_amount
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.ports.asking import NOTHING_WORKED, Colleagues, Documents, Parties, People, Worked
from saas_core.engagements.estimates.use_cases.telling import tell_in
from saas_core.engagements.estimates.values import MOST_APPROVERS, RevisionState
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.values import APPROVE
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import DepartmentId, EngagementId, EstimateId, StaffId, TenantId, UserId
from saas_core.kernel.journal import Value
from saas_core.kernel.money import Money
from saas_core.kernel.secrets import Digests, Sealer, Secrets
from saas_core.policy import acting
from saas_core.policy.decision import Decision, Question
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.terms import Terms

Act: TypeAlias = acting.Act[EstimatesWork]
Acts: TypeAlias = acting.Acts[EstimatesWork]

LINK_MAIL: Final = "engagements.link"
"""An effect: one approver gets the link to an issued estimate; its body holds the sealed token."""
CODE_MAIL: Final = "engagements.code"
"""An effect: one approver gets a code; its body holds it sealed."""
SEAL: Final = "engagements.seal"
"""An effect: an approval is sealed and stamped after its commit, as far as somebody was configured to."""
EXPIRE: Final = "engagements.expire"
"""Tasks of this kind end one issued revision once its time is over."""


@frozen(kw_only=True)
class Desk:
    """What the use cases of estimates ask of others."""

    people: People
    parties: Parties
    documents: Documents
    colleagues: Colleagues
    secrets: Secrets
    sealer: Sealer
    digests: Digests
    worked: Worked = NOTHING_WORKED


def engagement_in(act: Act, engagement_id: EngagementId) -> Engagement:
    """Return an engagement; raises RequestUnknown."""
    found = act.work.engagements.get(engagement_id)
    if found is None:
        raise RequestUnknown
    return found


def estimate_in(act: Act, estimate_id: EstimateId) -> Estimate:
    """Return an estimate; raises EstimateUnknown."""
    found = act.work.estimates.get(estimate_id)
    if found is None:
        raise EstimateUnknown
    return found


def in_state(revisions: Iterable[Revision], state: RevisionState) -> Revision | None:
    """Return the one revision in a state of which there is at most one: the draft, the issued, the approved one."""
    return next((each for each in revisions if each.state is state), None)


def approval_of(act: Act, estimate: Estimate) -> Approval | None:
    """Return the approval of an estimate."""
    return act.work.approvals.of_estimate(estimate.id)


def terms_in(act: Act, version: str) -> Terms:
    """Return a version of the terms; raises TermsUnknown."""
    found = act.work.terms.get(version)
    if found is None:
        message = f"the version {version} is not there."
        raise TermsUnknown(message, field="terms", remedy="Restore it from a backup.")
    return found


def terms_hash(terms: Terms) -> str:
    """Return the hash of a document of terms in the form in which evidence holds it."""
    return f"sha256:{terms.digest}"


def ownership_of(terms: Terms) -> str:
    """Return the sentences about ownership and hosting, as the terms word them (5.2, 5.3)."""
    clauses = (terms.clause(number) for number in ("5.2", "5.3"))
    return " ".join(f"{each.text} ({each.number})" for each in clauses if each is not None)


def ownership_hash(sentence: str) -> str:
    """Return the hash of the sentences about ownership."""
    return sha256_of(sentence.encode())


def may_approve(act: Act, user_id: UserId, maximum: Money, department_id: DepartmentId | None) -> Decision:
    """Return whether a person may approve an amount at this instant, by its own roles and their limits (4.2)."""
    person = ClientUser(act.work.tenant_id, user_id)
    return act.answer(approving(act.work.tenant_id, person, maximum, department_id))


def approving(tenant_id: TenantId, by: Actor, maximum: Money | None, department_id: DepartmentId | None) -> Question:
    """Return the question whether somebody may approve an amount."""
    amount = None if maximum is None else judged_amount(maximum)
    return Question(tenant_id, by, APPROVE, department_id=department_id, amount=amount)


def approvers(act: Act, desk: Desk, maximum: Money, department_id: DepartmentId | None) -> Iterator[UserId]:
    """Yield the people who may approve an amount now, owners first, at most as many as get a link."""
    found = 0
    for each in desk.people.holders(act.work, APPROVE, department_id):
        if found < MOST_APPROVERS and may_approve(act, each, maximum, department_id).allowed:
            found += 1
            yield each


def tell(act: Act, letter: str, estimate: Estimate, revision: int, to: Iterable[str], **more: Value) -> None:
    """Have people told by mail, each `user:<id>` or `staff:<id>`; names and texts are read when mailing."""
    tell_in(act.work, act.ids, act.at, letter, estimate, revision, to, **more)


def client_side(act: Act, estimate: Estimate, revision: int) -> tuple[str, ...]:
    """Return the people of the client who got a link to a revision."""
    return holders_of_links(act.work, estimate, revision)


def holders_of_links(work: EstimatesWork, estimate: Estimate, revision: int) -> tuple[str, ...]:
    """Return the people of the client who got a link to a revision, from a unit of work."""
    return tuple(f"user:{each.approver_id}" for each in work.approval_links.of(estimate.id, revision))


def provider_side(revision: Revision) -> tuple[str, ...]:
    """Return the member of staff who issued a revision."""
    by = revision.issued_by or revision.made_by
    return (by,) if by.startswith("staff:") else ()


def staff_id_of(act: Act) -> StaffId:
    """Return the acting member of staff; raises InvalidValue for anybody else."""
    return act.staff("estimates and documents are the work of people of the provider.").staff_id


def is_staff(by: Actor) -> bool:
    """Return whether a member of staff acts."""
    return isinstance(by, Staff)
