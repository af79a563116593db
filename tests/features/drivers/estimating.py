"""Estimates and their approval in the words of the scenarios: by staff, signed in, by a mailed link, by a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import define, frozen

from features.drivers.doors import Doors
from features.drivers.entrance import Entered, Entrance, Operation
from features.drivers.mail import mailed
from features.drivers.values import address
from mailed import words
from saas_app import Application
from saas_core.engagements.estimates.commands import Line
from saas_core.incoming.message import Envelope
from saas_core.incoming.model import Arrival
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import PROVIDER, EngagementId, EstimateId, TenantId, UserId

ESTIMATE = "{here}/estimates/{estimate_id}"
BY_LINK = "POST /v1/approvals/by-link"
TICKED = {"accept_estimate": True, "accept_ownership": True}


@frozen
class SignedIn:
    """A person of a client who decides with a session: under which name the client signs in, and the person's key."""

    actor: ClientUser
    name: str
    slug: str
    key: str


@define(slots=False)
class Estimating(Entered):
    """Estimates of a client's requests; what staff does gives the estimate after it."""

    application: Application
    entrance: Entrance
    doors: Doors

    def request(self, by: Actor, tenant_id: TenantId, title: str) -> EngagementId:
        """Ask for an estimate."""
        operation = Operation("engagements.requests.request", "POST /v1/engagements")
        asked: EngagementId = self.do(operation, by, tenant_id, title=title, text=title).engagement_id
        return asked

    def state(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> str:
        """Return how far an engagement has come."""
        operation = Operation("engagements.requests.show", "GET {here}/engagements/{engagement_id}")
        return str(self.do(operation, by, tenant_id, engagement_id=engagement_id).state)

    def draft(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, **said: Any) -> Any:
        """Draft an estimate."""
        operation = Operation("engagements.estimates.draft", "POST {here}/engagements/{engagement_id}/estimates")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, **said)

    def change_order(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, **said: Any) -> Any:
        """Draft a change order."""
        route = "POST {here}/engagements/{engagement_id}/change-orders"
        operation = Operation("engagements.estimates.change_order", route)
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, **said)

    def edit(self, by: Actor, tenant_id: TenantId, draft: Any, **said: Any) -> Any:
        """Edit what may be a draft."""
        operation = Operation("engagements.estimates.edit", f"POST {ESTIMATE}/edit")
        return self.do(operation, by, tenant_id, estimate_id=draft.estimate_id, version=draft.version, **said)

    def issue(self, by: Actor, tenant_id: TenantId, draft: Any) -> Any:
        """Issue a draft, and have the letters sent."""
        operation = Operation("engagements.estimates.issue", f"POST {ESTIMATE}/issue")
        issued = self.do(operation, by, tenant_id, estimate_id=draft.estimate_id, version=draft.version)
        self.drain(tenant_id)
        return issued

    def withdraw(self, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> Any:
        """Withdraw what is issued."""
        operation = Operation("engagements.estimates.withdraw", f"POST {ESTIMATE}/withdraw")
        return self.do(operation, by, tenant_id, estimate_id=estimate_id, reason="It names the wrong report.")

    def read(self, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> Any:
        """Read an estimate."""
        operation = Operation("engagements.estimates.show", f"GET {ESTIMATE}")
        return self.do(operation, by, tenant_id, estimate_id=estimate_id)

    def who_decides(self, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> tuple[str, ...]:
        """Return the names of those who may approve what is issued."""
        operation = Operation("engagements.deciding.who_decides", "GET /v1/estimates/{estimate_id}/approvers")
        return tuple(self.do(operation, by, tenant_id, estimate_id=estimate_id))

    @contextmanager
    def signed_in(self, who: SignedIn) -> Iterator[None]:
        """Have a person act with a session: no key for programs decides anything."""
        session = self.doors.use_link(self.doors.ask_link(who.actor.tenant_id, who.slug, address(who.name)))
        self.entrance.know(who.actor, session)
        try:
            yield
        finally:
            self.entrance.know(who.actor, who.key)

    def present(self, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> Any:
        """Have the full text shown to a person who is signed in."""
        operation = Operation("engagements.deciding.present", "POST /v1/estimates/{estimate_id}/present")
        return self.do(operation, by, tenant_id, estimate_id=estimate_id)

    def approve(self, by: Actor, shown: Any, name: str, **more: bool) -> Any:
        """Approve, signed in, what was shown."""
        operation = Operation("engagements.deciding.approve", "POST /v1/estimates/{estimate_id}/approve")
        given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": name, **TICKED, **more}
        return self.do(operation, by, shown.tenant_id, estimate_id=shown.estimate_id, **given)

    def decline(self, by: Actor, shown: Any, reason: str) -> Any:
        """Decline, signed in, what was shown."""
        operation = Operation("engagements.deciding.decline", "POST /v1/estimates/{estimate_id}/decline")
        given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "reason": reason}
        return self.do(operation, by, shown.tenant_id, estimate_id=shown.estimate_id, **given)

    def link(self, name: str) -> str:
        """Take the newest link to an estimate out of a person's mail."""
        return mailed(self.application, address(name), "apr")

    def open_link(self, link: str) -> None:
        """Open a link, as people and programs that scan mail do."""
        self.do(Operation("engagements.approving.opened", f"{BY_LINK}/open"), token=link)

    def code(self, tenant_id: TenantId, link: str, name: str) -> str:
        """Have a code sent for a link, and take it out of the mail of its approver."""
        self.do(Operation("engagements.approving.send_code", f"{BY_LINK}/code"), token=link)
        self.drain(tenant_id)
        for path in Path(self.application.settings.mail_folder).glob("*.eml"):
            mail, body = words(path)
            found = re.search(r"\b\d{6}\b", body)
            if mail["To"] == address(name) and str(mail["Subject"]).startswith("Your code") and found is not None:
                path.unlink()
                return found.group()
        message = f"no code was mailed to {name}"
        raise AssertionError(message)

    def identify(self, link: str, code: str) -> str:
        """Give a code for a link; returns what opens the estimate."""
        operation = Operation("engagements.approving.identify", f"{BY_LINK}/identify")
        return str(self.do(operation, token=link, code=code).secret)

    def present_by_link(self, secret: str) -> Any:
        """Have the full text shown to whoever gave the code."""
        return self.do(Operation("engagements.approving.present", f"{BY_LINK}/present"), secret=secret)

    def approve_by_link(self, secret: str, shown: Any, name: str) -> Any:
        """Approve, through the link, what was shown."""
        given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": name, **TICKED}
        return self.do(Operation("engagements.approving.approve", f"{BY_LINK}/approve"), secret=secret, **given)

    def record(
        self,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        signer: UserId,
        name: str,
        at: datetime,
        content: bytes,
    ) -> Any:
        """Record a signed document."""
        operation = Operation("engagements.recording.record", f"POST {ESTIMATE}/documents")
        given = {"user_id": signer, "typed_name": name, "signed_at": at, "content": content}
        return self.do(operation, by, tenant_id, estimate_id=estimate_id, **given)

    def check(self, by: Actor, tenant_id: TenantId, document: Any) -> Any:
        """Check a recorded document, and agree."""
        route = "POST {here}/recorded-documents/{document_id}/check"
        operation = Operation("engagements.recording.check", route)
        return self.do(
            operation, by, tenant_id, document_id=document.document_id, paper_hash=document.paper_hash, agrees=True
        )

    def take_in(self, sender: str, receiver: str, raw: bytes) -> None:
        """Take a mail in, as the server that receives mail does, and have it read."""
        envelope = Envelope(source=sender, recipients=(receiver,))
        arrival = Arrival(source="folder", key="away", envelope=envelope, raw=raw)
        assert self.application.gathered.wirings["incoming"].intake().take_in(arrival)
        self.drain(PROVIDER)

    def drain(self, tenant_id: TenantId) -> None:
        """Do all work of the client that is due."""
        self.application.work.worker.drain(tenant_id=tenant_id)


def lines(*given: tuple[str, int, int]) -> Iterable[Line]:
    """Return lines to estimate by their texts and their hours, low and high."""
    return tuple(Line(text=text, low_seconds=low * 3600, high_seconds=high * 3600) for text, low, high in given)
