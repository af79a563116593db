"""The post of estimates: their links and codes, and what became of them, to one person each (4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.engagements.estimates.letters import APPROVED, CODE, ISSUED, LETTERS
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.model.tokens import code_context, link_context
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.ports.asking import Pages, Parties, People, Person, Staffing
from saas_core.engagements.estimates.values import (
    CODE_LASTS,
    ApprovalKind,
    EstimateKind,
    RecordedDocumentId,
    RevisionState,
    hours_text,
    number_text,
)
from saas_core.engagements.letters import LETTERS as LETTERS_OF_ENGAGEMENTS
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, LinkId, StaffId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.letters import Composed, Composer, Letter, LetterKind
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.money import Money
from saas_core.kernel.secrets import Sealer
from saas_core.kernel.work import Effect, Transactions
from saas_core.kernel.zones import written_out, written_until

_KINDS: Final[Mapping[str, LetterKind]] = {each.name: each for each in LETTERS}
_OF_ENGAGEMENTS: Final[Mapping[str, LetterKind]] = {each.name: each for each in LETTERS_OF_ENGAGEMENTS}
_HOW: Final = {
    ApprovalKind.INTERFACE: "signed in, in the interface",
    ApprovalKind.KEYED_LINK: "through the mailed link, with a code",
    ApprovalKind.DOCUMENT: "by a signed document, recorded and checked by two members of staff",
}

_WHAT: Final = {EstimateKind.BASE: "estimate", EstimateKind.CHANGE_ORDER: "change order"}


@frozen(kw_only=True)
class EstimatePost:
    """Mails letters about estimates; texts and addresses are read when mailing, so that no effect holds them."""

    transactions: Transactions[EstimatesWork]
    clock: Clock
    composer: Composer
    mailer: Mailer
    sealer: Sealer
    people: People
    parties: Parties
    staff: Staffing
    pages: Pages

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail one letter to one person; the same id again means the same mail. Raises whatever the mailer raises.

        Nothing is mailed to somebody who was deactivated, and no link or code of a revision that is over.
        """
        to = str(effect.body.get("to", ""))
        colleague = self.staff.member(StaffId(UUID(to.removeprefix("staff:")))) if to.startswith("staff:") else None
        with self.transactions.read(tenant_id) as work:
            if "link" in effect.body:
                found = self._by_link(work, effect)
            else:
                tells = self._of_engagement if "engagement" in effect.body else self._told
                person = _person(self.people, work, to)
                reader = colleague if person is None else (person.name, person.address)
                found = None if reader is None else tells(work, effect, *reader)
        if found is not None:
            address, words = found
            mail = Mail(
                id=effect.id,
                to=address,
                subject=words.subject,
                text=words.text,
                html=words.html,
                client=tenant_id if colleague is None else None,
            )
            self.mailer.send(mail)

    def _by_link(self, work: EstimatesWork, effect: Effect) -> tuple[str, Composed] | None:
        link = work.approval_links.get(LinkId(UUID(str(effect.body["link"]))))
        person = None if link is None else self.people.person(work, link.approver_id)
        found = None if link is None else _about(work, link.estimate_id, link.revision)
        if link is None or person is None or found is None:
            return None
        estimate, revision = found
        is_code = effect.aggregate.startswith("approval:")
        given = self._given(work, estimate, revision, person.name)
        if is_code:
            if not link.code_live(self.clock.now()):
                return None
            context = code_context(work.tenant_id, link.id)
            minutes = str(int(CODE_LASTS.total_seconds()) // 60)
            given |= {"code": self.sealer.open(str(effect.body["sealed"]), context), "minutes": minutes}
        elif revision.state is not RevisionState.ISSUED:
            return None
        else:
            token = self.sealer.open(str(effect.body["sealed"]), link_context(work.tenant_id, link.id))
            given |= {"link": self.pages.approval(token)}
        return person.address, self._composed(CODE if is_code else ISSUED, given)

    def _told(self, work: EstimatesWork, effect: Effect, name: str, address: str) -> tuple[str, Composed] | None:
        found = _about(work, EstimateId(UUID(str(effect.body["estimate"]))), int(str(effect.body["revision"])))
        if found is None or not address:
            return None
        estimate, revision = found
        kind = _KINDS[str(effect.body["letter"])]
        given = self._given(work, estimate, revision, name)
        if str(effect.body["to"]).startswith("staff:"):
            # The pages are the client's: staff is not known there.
            given |= {"link": ""}
        if kind is APPROVED:
            approval = work.approvals.get(ApprovalId(UUID(str(effect.body["approval"]))))
            given |= {} if approval is None else _approved(approval)
        elif "document" in effect.body:
            document = work.recorded_documents.get(RecordedDocumentId(UUID(str(effect.body["document"]))))
            given |= {} if document is None else self._recorded(work, document)
        else:
            given |= {"by": self._ended_by(work, revision)}
        return address, self._composed(kind, given)

    def _of_engagement(
        self, work: EstimatesWork, effect: Effect, name: str, address: str
    ) -> tuple[str, Composed] | None:
        engagement = work.engagements.get(EngagementId(UUID(str(effect.body["engagement"]))))
        if engagement is None or not address:
            return None
        link = "" if engagement.ticket_id is None else self.pages.ticket(engagement.ticket_id)
        given = {"client": self.parties.client(work), "name": name, "title": engagement.title, "link": link}
        return address, self._composed(_OF_ENGAGEMENTS[str(effect.body["letter"])], given)

    def _composed(self, kind: LetterKind, given: Mapping[str, str]) -> Composed:
        return self.composer.compose(Letter(kind, {each: given[each] for each in kind.needed}))

    def _given(self, work: EstimatesWork, estimate: Estimate, revision: Revision, name: str) -> dict[str, str]:
        zone = self.parties.zone(work)
        engagement = work.engagements.get(estimate.engagement_id)
        until, ended = revision.expires_at or estimate.made_at, revision.ended_at or estimate.made_at
        maximum = revision.maximum
        return {
            "client": self.parties.client(work),
            "name": name,
            "number": number_text(estimate.number),
            "revision": str(revision.number),
            "title": "" if engagement is None else engagement.title,
            "what": _WHAT[estimate.kind],
            "hours": _bounded(hours_text(abs(revision.cap_seconds)), fewer=revision.cap_seconds < 0),
            "maximum": _bounded(str(Money(abs(maximum.minor), maximum.currency)), fewer=maximum.minor < 0),
            "rate": str(revision.rate),
            "until": written_until(until, zone),
            "at": both_zones(ended, zone),
            "reason": revision.reason or "-",
            "link": self.pages.estimate(estimate.id),
        }

    def _ended_by(self, work: EstimatesWork, revision: Revision) -> str:
        person = _person(self.people, work, revision.ended_by or "")
        return "somebody who may approve it" if person is None else person.name

    def _recorded(self, work: EstimatesWork, document: RecordedDocument) -> dict[str, str]:
        return {
            "by": document.typed_name,
            "signed": both_zones(document.signed_at, self.parties.zone(work)),
            "hash": document.paper_hash,
            "reason": document.reason or "no reason was given",
        }


def _bounded(amount: str, *, fewer: bool) -> str:
    return f"{amount} less than was approved before" if fewer else f"at most {amount}"


def both_zones(at: datetime, zone: str) -> str:
    """Return an instant in the client's zone with UTC beside it."""
    return f"{written_out(at, zone)}; {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _approved(approval: Approval) -> dict[str, str]:
    return {
        "by": approval.typed_name,
        "how": _HOW[approval.kind],
        "at": both_zones(approval.decided_at, approval.zone),
        "reference": str(approval.approval_id),
        "content": approval.content_hash,
        "document": approval.document_hash,
        "record": approval.own_hash,
    }


def _person(people: People, work: EstimatesWork, name: str) -> Person | None:
    kind, _, text = name.partition(":")
    return people.person(work, UserId(UUID(text))) if kind == "user" else None


def _about(work: EstimatesWork, estimate_id: EstimateId, number: int) -> tuple[Estimate, Revision] | None:
    estimate, revision = work.estimates.get(estimate_id), work.revisions.get(estimate_id, number)
    return None if estimate is None or revision is None else (estimate, revision)
