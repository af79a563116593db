"""The credentials that an actor may see and end: one's own, or for an owner everybody's (1.5)."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.queries.reading import owners_of
from saas_core.access.use_cases.act import Act
from saas_core.access.values import CREDENTIALS_TAKEN, KEYS
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import UserId


@frozen
class Reach:
    """A user, and whether everybody's credentials are within reach."""

    user_id: UserId
    everybody: bool

    def holds(self, user_id: UserId) -> bool:
        """Return whether credentials of that user are within reach."""
        return self.everybody or user_id == self.user_id

    def narrowed(self, user_id: UserId | None) -> UserId | None:
        """Return the user whose credentials are meant; if none is named, all within reach, or None for everybody's."""
        return user_id if user_id is not None or self.everybody else self.user_id


def reach(act: Act) -> Reach:
    """Require an actor who may handle credentials, and return its reach.

    A person needs neither permission nor license, since credentials can always be ended. A program needs `keys.manage`
    and reaches only those of its person. Raises Refused.
    """
    if isinstance(act.by, ClientUser) and act.by.scopes is None:
        act.require(CREDENTIALS_TAKEN)
        return Reach(act.by.user_id, any(each.id == act.by.user_id for each in owners_of(act.work)))
    return Reach(maker(act).user_id, everybody=False)


def maker(act: Act) -> ClientUser:
    """Require an actor who may make API keys; raises Refused, InvalidValue for anyone who is not a client's user."""
    act.require(KEYS)
    if isinstance(act.by, ClientUser):
        return act.by
    message = "only users of a client hold API keys."
    raise InvalidValue(message, field="by", remedy="Act as a user of the client.")
