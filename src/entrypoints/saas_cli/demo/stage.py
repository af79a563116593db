"""The stage of the story: an application in a new folder, its own clock, and the characters so far."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import LicenseeKind, Manner, Question

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from saas_app import Application
    from saas_cli.demo.clock import StoryClock
    from saas_cli.demo.teller import Teller
    from saas_core.kernel.actors import Actor
    from saas_core.kernel.ids import DepartmentId, TenantId
    from saas_core.policy.decision import Decision

_TOKEN = re.compile(r"inv_[0-9a-f]{32}_[A-Za-z0-9_-]+")


class Stage:
    """The application, the clock, the teller, and the characters as they enter."""

    tenant: TenantId
    olivia: ClientUser
    mia: ClientUser
    jon: ClientUser
    finance: DepartmentId
    accounts: DepartmentId
    warehouse: DepartmentId
    paid_until: datetime

    def __init__(self, app: Application, clock: StoryClock, teller: Teller, sam: Actor, mails: Path) -> None:
        """Start with one member of staff."""
        self.app = app
        self.clock = clock
        self.teller = teller
        self.sam = sam
        self.keys: dict[str, str] = {}
        self._mails = mails

    def asks(
        self,
        text: str,
        by: Actor,
        action: str,
        *,
        also: tuple[str, ...] = (),
        department: DepartmentId | None = None,
        manner: Manner = Manner.ASK,
        capacity: LicenseeKind | None = None,
    ) -> Decision:
        """Ask a question at the story's instant, and tell the answer."""
        question = Question(
            tenant_id=self.tenant,
            by=by,
            action=action,
            also=also,
            department_id=department,
            manner=manner,
            capacity=capacity,
        )
        return self.teller.decided(text, self.app.gate.ask(question))

    def joins(self, name: str, invited: ClientUser, terms: str | None = None) -> None:
        """Let an invited user accept the mailed link, and keep the resulting key."""
        link = self._newest_link()
        accepted = self.app.access.invitations.accept(token=link, accept_terms=terms)
        if accepted.user_id != invited.user_id or accepted.key is None:
            message = f"the newest mail is not for {name}."
            raise AssertionError(message)
        self.keys[name] = accepted.key

    def mailed(self) -> None:
        """Send due mail, and tell which letters were sent."""
        before = set(self._mails.glob("*.eml"))
        self.app.work.worker.drain(tenant_id=self.tenant)
        letters = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in self._fresh(before))
        for subject in dict.fromkeys(str(letter["Subject"]).strip() for letter in letters):
            self.teller.say(f"Mailed: {subject}.")

    def _fresh(self, before: set[Path]) -> list[Path]:
        return sorted(set(self._mails.glob("*.eml")) - before)

    def letter(self, wanted: str) -> str:
        """Return what stands in the newest letter that holds it; raises AssertionError without one."""
        for path in sorted(self._mails.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
            body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
            found = None if body is None else re.search(wanted, body.get_content())
            if found is not None:
                return found[found.lastindex or 0]
        message = f"no letter in {self._mails} holds it."
        raise AssertionError(message)

    def _newest_link(self) -> str:
        """Return the link of the newest invitation, ignoring other letters."""
        return self.letter(_TOKEN.pattern)
