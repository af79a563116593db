"""A client with a paid license, who asked for an estimate, and the provider's staff, over a store in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define

from documenting import PlainDocuments
from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.queries import EstimateView
from saas_core.engagements.estimates.queries.deciding import Presented, Receipt
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import EngagementId, EstimateId
from saas_testing import Client, Kit, Person
from saas_testing.kit import open_kit

HOUR = 3600
THIRTY = Line(text="Connect the cash register", exclusions="No training", low_seconds=24 * HOUR, high_seconds=30 * HOUR)
TICKED = {"accept_estimate": True, "accept_ownership": True}
PDF = b"%PDF-1.7\nsigned by Olivia Hart"


@define(kw_only=True)
class Estimating:
    """A kit with a client, and short ways to what tests do with estimates."""

    kit: Kit
    client: Client
    documents: PlainDocuments
    engagement_id: EngagementId
    through: str = "2026-01-28"

    @property
    def desk(self) -> Any:
        """The desks of engagements."""
        return self.kit.application.engagements

    @property
    def owner(self) -> Person:
        """The client's owner, who approves without a limit."""
        return self.client.owner

    def acting(self, by: Actor | None = None) -> dict[str, Any]:
        """The first arguments of a command, by staff unless told otherwise."""
        return {"by": by or self.kit.staff, "tenant_id": self.client.tenant_id}

    def draft(self, *lines: Line, **more: Any) -> EstimateView:
        """Draft an estimate."""
        given = {"engagement_id": self.engagement_id, "lines": lines or (THIRTY,), "valid_through": self.through}
        return self.desk.estimates.draft(**self.acting(), **{**given, **more})

    def issue(self, view: EstimateView | None = None, **more: Any) -> EstimateView:
        """Issue a draft, and have everybody told."""
        view = view or self.draft()
        issued = self.desk.estimates.issue(
            **self.acting(), estimate_id=view.estimate_id, **{"version": view.version, **more}
        )
        self.drain()
        return issued

    def drain(self) -> None:
        """Do all work of the client that is due."""
        self.kit.application.work.worker.drain(tenant_id=self.client.tenant_id)

    def show(self, estimate_id: EstimateId, by: Actor | None = None) -> EstimateView:
        """Show an estimate."""
        return self.desk.estimates.show(**self.acting(by), estimate_id=estimate_id)

    def engagement(self) -> str:
        """Return the state of the engagement."""
        return str(self.desk.requests.show(**self.acting(), engagement_id=self.engagement_id).state)

    def token(self, person: Person | None = None) -> str:
        """Return the token of the newest link to an estimate that a person got."""
        return self.kit.mailbox.token((person or self.owner).email, "apr")

    def code(self, token: str, person: Person | None = None) -> str:
        """Have a code sent, and return it."""
        self.desk.approving.send_code(token=token)
        self.drain()
        letters = self.kit.mailbox.to((person or self.owner).email)
        letter = next(each for each in reversed(letters) if each.subject.startswith("Your code"))
        found = re.search(r"\b(\d{6})\b", letter.text)
        assert found is not None, letter.text
        return found[1]

    def identified(self, token: str | None = None, person: Person | None = None) -> str:
        """Identify the approver of a link, and return the secret."""
        token = token or self.token(person)
        return str(self.desk.approving.identify(token=token, code=self.code(token, person)).secret)

    def approve_by_link(self, secret: str | None = None, **more: Any) -> Receipt:
        """Read an estimate through a link, and approve what was read."""
        secret = secret or self.identified()
        shown = self.desk.approving.present(secret=secret)
        given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": "Olivia Hart", **TICKED}
        return self.desk.approving.approve(secret=secret, **{**given, **more})

    def present(self, view: EstimateView, by: Actor | None = None) -> Presented:
        """Read an estimate signed in."""
        return self.desk.deciding.present(**self.acting(by or self.owner.by), estimate_id=view.estimate_id)

    def approve(self, view: EstimateView, by: Actor | None = None, **more: Any) -> Receipt:
        """Read an estimate signed in, and approve what was read."""
        return self.approve_shown(view, self.present(view, by), by, **more)

    def approve_shown(self, view: EstimateView, shown: Presented, by: Actor | None = None, **more: Any) -> Receipt:
        """Approve signed in what was read before."""
        given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": "Olivia Hart", **TICKED}
        acting = self.acting(by or self.owner.by)
        return self.desk.deciding.approve(**acting, estimate_id=view.estimate_id, **{**given, **more})

    def approved(self) -> EstimateView:
        """Return an estimate that was approved."""
        view = self.issue()
        self.approve(view)
        self.drain()
        return self.show(view.estimate_id)

    def entries(self) -> list[str]:
        """Return the actions in the journal, oldest first."""
        with self.kit.application.store.read(self.client.tenant_id) as work:
            return [each.action for each in work.journal.entries()]

    def letters(self, address: str) -> list[str]:
        """Return the subjects of the letters to an address, oldest first."""
        return [each.subject for each in self.kit.mailbox.to(address)]


@contextmanager
def estimating() -> Iterator[Estimating]:
    """Yield a client who asked for an estimate."""
    documents = PlainDocuments()
    with open_kit(documents=documents) as kit:
        client = kit.active_client()
        made = kit.application.engagements.requests.request(
            by=client.owner.by, tenant_id=client.tenant_id, title="Connect the register", text="By cable."
        )
        yield Estimating(kit=kit, client=client, documents=documents, engagement_id=made.engagement_id)
