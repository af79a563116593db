"""What if: the scene, in which each sentence of a situation stands beside the use case that brings it about.

So the scenario that is written says exactly what was done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field

from saas_app.what_if.telling import instant_step
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.ids import TenantId
from saas_core.kernel.mail import Mail

if TYPE_CHECKING:
    from saas_app.application import Application
    from saas_app.what_if.services import InventedServices

NOW: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TOKEN = re.compile(r"\binv_[A-Za-z0-9_-]+")


@define
class Clock:
    """A clock that stands still until the story moves it."""

    at: datetime = NOW

    def now(self) -> datetime:
        """Return the instant of the story."""
        return self.at


@define
class Mailbox:
    """Keeps the token of the last invitation to each address; the story opens its link."""

    tokens: dict[str, str] = field(factory=dict)

    def send(self, mail: Mail) -> None:
        """Keep the token of a mail, if it has one."""
        found = _TOKEN.search(mail.text)
        if found is not None:
            self.tokens[mail.to] = found[0]


@define
class Scene:
    """The story so far: its sentences, and the people and the client that they brought about."""

    app: Application
    clock: Clock
    mailbox: Mailbox
    services: InventedServices
    client: str
    sentences: list[str] = field(factory=list)
    staff: Staff = field(init=False)
    tenant_id: TenantId = field(init=False)
    owner: ClientUser = field(init=False)

    @property
    def by_owner(self) -> dict[str, Any]:
        """The first arguments of a command by the owner."""
        return {"by": self.owner, "tenant_id": self.tenant_id}

    @property
    def by_staff(self) -> dict[str, Any]:
        """The first arguments of a command by staff."""
        return {"by": self.staff, "tenant_id": self.tenant_id}

    def say(self, sentence: str) -> None:
        """Take down what was brought about."""
        self.sentences.append(sentence)

    def do(self, sentence: str, act: Callable[[], object]) -> None:
        """Bring about what a sentence says."""
        act()
        self.say(sentence)

    def move(self, at: datetime) -> None:
        """Let time pass."""
        self.clock.at = at
        self.say(f"the date is now {instant_step(at)}")


@contextmanager
def brought_about(field_: str) -> Iterator[None]:
    """Say of what cannot be brought about that it cannot, at its field: nobody was refused anything.

    Raises InvalidValue.
    """
    try:
        yield
    except SaasError as fault:
        message = f"cannot be brought about: {fault.message}"
        raise InvalidValue(message, field=field_, remedy=fault.advice or "Invent it otherwise.") from fault
