"""A mailbox: mail that is kept for a test to read instead of being sent."""

from __future__ import annotations

import re

from attrs import define, field

from saas_core.kernel.addresses import canonical
from saas_core.kernel.ids import EffectId
from saas_core.kernel.mail import Mail

_TOKEN = {kind: re.compile(kind + r"_[0-9a-f]{32}_[A-Za-z0-9_-]+") for kind in ("inv", "sin", "stk", "grt", "apr")}


def token_in(text: str, kind: str = "inv") -> str | None:
    """Return the token of an invitation in the text of a letter; None without one.

    With `sin` that of a sign-in link, with `apr` that of a link to an estimate.
    """
    found = _TOKEN[kind].search(text)
    return None if found is None else found[0]


@define
class Mailbox:
    """A mailer that keeps what it is given, once each, oldest first."""

    _mails: dict[EffectId, Mail] = field(factory=dict)

    def send(self, mail: Mail) -> None:
        """Keep a mail."""
        self._mails[mail.id] = mail

    @property
    def mails(self) -> tuple[Mail, ...]:
        """All mails, oldest first."""
        return tuple(self._mails.values())

    def to(self, address: str) -> tuple[Mail, ...]:
        """Return the mails to an address, oldest first."""
        return tuple(each for each in self.mails if each.to == canonical(address))

    def token(self, address: str, kind: str = "inv") -> str:
        """Return the token of the newest invitation to an address, or with `sin` of the newest sign-in link.

        Raises LookupError if it got none.
        """
        for each in reversed(self.to(address)):
            token = token_in(each.text, kind)
            if token is not None:
                return token
        message = f"{address} got no letter with a token that begins with {kind}_."
        raise LookupError(message)
