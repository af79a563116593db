"""Approving through a mailed link: opened by a code that goes to the approver's own address (4.2)."""

from __future__ import annotations

import hmac
from collections.abc import Generator
from contextlib import contextmanager

from saas_core.engagements.estimates.commands import ApproveEstimate, DeclineEstimate
from saas_core.engagements.estimates.errors import CodeWrong, LinkUnknown, TooManyCodes
from saas_core.engagements.estimates.model.links import ApprovalLink
from saas_core.engagements.estimates.model.tokens import (
    address_value,
    approver_secret,
    approving_in,
    code_context,
    code_value,
    identified_by,
)
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.queries import PaperView
from saas_core.engagements.estimates.queries.deciding import (
    Identified,
    IssuedText,
    LinkState,
    MetView,
    Presented,
    Receipt,
    approval_receipt,
)
from saas_core.engagements.estimates.use_cases import deciding
from saas_core.engagements.estimates.use_cases.act import (
    CODE_MAIL,
    Act,
    Acts,
    Desk,
    approval_of,
    engagement_in,
    estimate_in,
)
from saas_core.engagements.estimates.use_cases.authorizing import Matter
from saas_core.engagements.estimates.use_cases.deciding import declined_receipt
from saas_core.engagements.estimates.use_cases.issued import deciders, issued_paper, issued_text
from saas_core.engagements.estimates.values import IDENTIFIED_LASTS, Peer, RevisionState
from saas_core.engagements.values import APPROVE, REQUEST
from saas_core.kernel.actors import Actor, ClientUser, System
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import Ids, LinkId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import EntryKind
from saas_core.kernel.secrets import SecretText, hashed
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_DOOR = System("approvals")
_DIGITS = 6
NOWHERE = Peer()


@checked
class Approving:
    """Estimates as their approvers open them by a mailed link; opening one changes nothing, and no GET decides."""

    def __init__(
        self, *, transactions: Transactions[EstimatesWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def opened(self, *, token: SecretText) -> LinkState:
        """Return whether a link is genuine, and nothing of the estimate or of what became of it; changes nothing.

        Raises LinkUnknown, the same for every token that was never made, and of another client.
        """
        with self._acts.read(_tenant(token), _DOOR) as act:
            return _state(act, _link(act, token))

    def met(self, *, by: Actor, token: SecretText) -> MetView:
        """Return whether a link is the signed-in person's own; to another one who may decide, and nothing of it.

        Only people of the client who may request or approve estimates are told names; a person of another client finds
        no link. Changes nothing. Raises LinkUnknown.
        """
        tenant_id = _tenant(token)
        if not isinstance(by, ClientUser) or by.tenant_id != tenant_id:
            raise LinkUnknown
        with self._acts.read(tenant_id, by) as act:
            link = _link(act, token)
            if link.approver_id == by.user_id:
                return MetView(yours=True, estimate_id=link.estimate_id, who=())
            matter = self._matter(act, link, NOWHERE)
            department_id = engagement_in(act, matter.estimate.engagement_id).department_id
            told = any(act.decide(each, department_id).allowed for each in (REQUEST, APPROVE))
            who = deciders(act, self._desk, matter.maximum, department_id) if told else ()
            return MetView(yours=False, estimate_id=None, who=who)

    def send_code(self, *, token: SecretText, peer: Peer = NOWHERE) -> LinkState:
        """Mail a code to the address of the link's approver, whoever opened it; an earlier code ends.

        Raises LinkUnknown, TooManyCodes.
        """
        del peer
        with self._found(token) as (act, link):
            if not link.takes_code(act.at):
                raise TooManyCodes
            code = f"{int(hashed(self._desk.secrets.new()), 16) % 10**_DIGITS:0{_DIGITS}}"
            changed = link.with_code(self._desk.digests.of(code_value(link.id, code)), act.at)
            act.work.approval_links.save(changed)
            sealed = self._desk.sealer.seal(code, code_context(act.work.tenant_id, link.id))
            act.put(CODE_MAIL, f"approval:{link.id}", {"link": str(link.id), "sealed": sealed})
            act.note("engagements.send_approval_code", f"estimate:{link.estimate_id}", {"link": str(link.id)})
            return _state(act, changed)

    def identify(self, *, token: SecretText, code: SecretText, peer: Peer = NOWHERE) -> Identified:
        """Identify the approver by the code that was mailed last; return a secret that opens the estimate for an hour.

        A code works once, for ten minutes and five tries. What became of an estimate that is over is told only now.
        Raises LinkUnknown, CodeWrong, LinkUsed, LinkSuperseded, LinkWithdrawn, LinkExpired.
        """
        del peer
        # A wrong code is counted, so it is refused only after the commit.
        with self._found(token) as (act, link):
            digest = self._desk.digests.of(code_value(link.id, code.strip()))
            live = link.code_live(act.at)
            right = live and hmac.compare_digest(digest.encode(), (link.code_hash or "").encode())
            secret = approver_secret(act.work.tenant_id, link.id, self._desk.secrets.new())
            changed = link.identified(hashed(secret), act.at) if right else link.tried() if live else link
            if changed is not link:
                act.work.approval_links.save(changed)
                kind = EntryKind.CHANGE if right else EntryKind.REFUSAL
                act.note("engagements.identify_approver", f"estimate:{link.estimate_id}", {"link": str(link.id)}, kind)
            matter = self._matter(act, link, NOWHERE) if right else None
            at = act.at
        if matter is None:
            raise CodeWrong
        with self._acts.read(act.work.tenant_id, _DOOR) as looking:
            deciding.require_open(looking, matter)
        return Identified(secret=secret, until=at + IDENTIFIED_LASTS)

    def present(self, *, secret: SecretText) -> Presented:
        """Return the estimate in full to its identified approver; that it was shown is kept once.

        Raises LinkUnknown, LinkUsed, LinkSuperseded, LinkWithdrawn, LinkExpired, Refused.
        """
        tenant_id, link_id = _identified(secret)
        with self._acts.read(tenant_id, _DOOR) as looking:
            matter = self._opened(looking, link_id, secret, NOWHERE)
            deciding.require_open(looking, matter)
            deciding.authorized(looking, matter)
            found = deciding.presentation_of(looking, matter)
            if found is not None:
                return deciding.presented(looking, self._desk, matter, found)
        with self._acts.begin(tenant_id, _DOOR) as opened:
            matter = self._opened(opened, link_id, secret, NOWHERE)
            deciding.require_open(opened, matter)
            act = opened.acting_as(ClientUser(tenant_id, matter.person.user_id))
            deciding.authorized(act, matter)
            made = deciding.presentation_of(act, matter) or deciding.record_presentation(act, matter)
            return deciding.presented(act, self._desk, matter, made)

    def approve(  # noqa: PLR0913 - what was shown, by whom, with what ticked, from where
        self,
        *,
        secret: SecretText,
        nonce: SecretText,
        content_hash: str,
        typed_name: str,
        accept_estimate: bool,
        accept_ownership: bool,
        peer: Peer = NOWHERE,
    ) -> Receipt:
        """Approve exactly what was shown; whoever comes second gets the receipt of the approval that stands.

        Raises LinkUnknown, NotAccepted, NotPresented, ContentChanged, LinkUsed, LinkSuperseded, LinkWithdrawn,
        LinkExpired, BelowWorked, Refused, InvalidValue. Clause 4.2.
        """
        tenant_id, link_id = _identified(secret)
        with self._acts.begin(tenant_id, _DOOR) as opened:
            matter = self._opened(opened, link_id, secret, peer)
            command = ApproveEstimate(
                estimate_id=matter.estimate.id,
                nonce=nonce,
                content_hash=content_hash,
                typed_name=typed_name,
                accept_estimate=accept_estimate,
                accept_ownership=accept_ownership,
            )
            act = opened.acting_as(ClientUser(tenant_id, matter.person.user_id))
            return deciding.approve(act, self._desk, matter, command)

    def decline(
        self, *, secret: SecretText, nonce: SecretText, content_hash: str, reason: str, peer: Peer = NOWHERE
    ) -> Receipt:
        """Decline exactly what was shown, and say why; raises as `approve` does."""
        tenant_id, link_id = _identified(secret)
        with self._acts.begin(tenant_id, _DOOR) as opened:
            matter = self._opened(opened, link_id, secret, peer)
            command = DeclineEstimate(
                estimate_id=matter.estimate.id, nonce=nonce, content_hash=content_hash, reason=reason
            )
            act = opened.acting_as(ClientUser(tenant_id, matter.person.user_id))
            return deciding.decline(act, self._desk, matter, command)

    def receipt(self, *, secret: SecretText) -> Receipt:
        """Return the receipt of the decision again, to who decided and to whoever may still decide.

        Raises LinkUnknown, also as long as nothing was decided, and Refused.
        """
        tenant_id, link_id = _identified(secret)
        with self._acts.read(tenant_id, _DOOR) as act:
            matter = self._opened(act, link_id, secret, NOWHERE)
            return receipt_of(act, self._desk, matter)

    def text(self, *, secret: SecretText) -> IssuedText:
        """Return what the link is about in full, also once it was decided; raises LinkUnknown, Refused."""
        with self._reading(secret) as (act, matter):
            return issued_text(act, matter.estimate, matter.revision)

    def document(self, *, secret: SecretText) -> PaperView:
        """Return the document of what the link is about, as it was rendered once; raises LinkUnknown, Refused."""
        with self._reading(secret) as (act, matter):
            return issued_paper(act, matter.revision)

    def who_decides(self, *, secret: SecretText) -> tuple[str, ...]:
        """Return the names of those who may approve what the link is about; raises LinkUnknown, Refused."""
        with self._reading(secret) as (act, matter):
            department_id = engagement_in(act, matter.estimate.engagement_id).department_id
            return deciders(act, self._desk, matter.maximum, department_id)

    @contextmanager
    def _reading(self, secret: str) -> Generator[tuple[Act, Matter]]:
        """Open what an identified approver may read as long as the person may approve anything there."""
        tenant_id, link_id = _identified(secret)
        with self._acts.read(tenant_id, _DOOR) as act:
            matter = self._opened(act, link_id, secret, NOWHERE)
            department_id = engagement_in(act, matter.estimate.engagement_id).department_id
            act.acting_as(ClientUser(tenant_id, matter.person.user_id)).require(APPROVE, department_id)
            yield act, matter

    @contextmanager
    def _found(self, token: str) -> Generator[tuple[Act, ApprovalLink]]:
        tenant_id = _tenant(token)
        with self._acts.read(tenant_id, _DOOR) as looking:
            # Looked up before anything is locked, so that a guessed token costs the client it names nothing.
            self._matter(looking, _link(looking, token), NOWHERE)
        with self._acts.begin(tenant_id, _DOOR) as act:
            yield act, _link(act, token)

    def _opened(self, act: Act, link_id: LinkId, secret: str, peer: Peer) -> Matter:
        link = act.work.approval_links.get(link_id)
        if link is None or not link.opened_by(secret, act.at):
            raise LinkUnknown
        return self._matter(act, link, peer)

    def _matter(self, act: Act, link: ApprovalLink, peer: Peer) -> Matter:
        """Return what a link is about; raises LinkUnknown if its approver left, or has another address since."""
        person = self._desk.people.person(act.work, link.approver_id)
        revision = act.work.revisions.get(link.estimate_id, link.revision)
        if person is None or revision is None:
            raise LinkUnknown
        mailed_to = self._desk.digests.of(address_value(link.id, person.address))
        if not hmac.compare_digest(mailed_to.encode(), link.address_digest.encode()):
            raise LinkUnknown
        estimate = estimate_in(act, link.estimate_id)
        return Matter(estimate=estimate, revision=revision, person=person, link=link, peer=peer)


def receipt_of(act: Act, desk: Desk, matter: Matter) -> Receipt:
    """Return the receipt of what was decided about a revision; raises LinkUnknown for anything else, and Refused."""
    approval = approval_of(act, matter.estimate)
    if matter.revision.state is RevisionState.APPROVED and approval is not None:
        if approval.approver_id != matter.person.user_id:
            deciding.authorized(act, matter)
        return approval_receipt(approval)
    if matter.revision.state is RevisionState.DECLINED:
        if matter.revision.ended_by != f"user:{matter.person.user_id}":
            deciding.authorized(act, matter)
        return declined_receipt(act, desk, matter.estimate, matter.revision)
    raise LinkUnknown


def _tenant(token: str) -> TenantId:
    found = approving_in(token)
    if found is None:
        raise LinkUnknown
    return found


def _identified(secret: str) -> tuple[TenantId, LinkId]:
    found = identified_by(secret)
    if found is None:
        raise LinkUnknown
    return found


def _link(act: Act, token: str) -> ApprovalLink:
    """Return the link of a token, found by the hash of 256 random bits; raises LinkUnknown."""
    link = act.work.approval_links.by_token_hash(hashed(token))
    if link is None:
        raise LinkUnknown
    return link


def _state(act: Act, link: ApprovalLink) -> LinkState:
    live = link.code_live(act.at)
    return LinkState(code_sent=live, code_until=link.code_until if live else None)
