"""Port of access for letters: each in words, before it is mailed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Protocol

from attrs import frozen

from saas_core.kernel.work import Work
from saas_core.policy.terms import Terms


class InvitedBy(Enum):
    """Whose people invite: the client's own, or the provider's."""

    CLIENT = "client"
    PROVIDER = "provider"


@frozen(kw_only=True)
class Invited:
    """What an invitation is: who invites (empty if nobody is known by name), as what, and what accepting binds to.

    `owner` is the name of the owner's role if the person is invited into it, else empty; `roles` are the others, with
    their departments. `terms` are those that accepting the invitation accepts; None if there are none.
    """

    by: str
    side: InvitedBy
    owner: str = ""
    roles: tuple[str, ...] = ()
    terms: Terms | None = None


@frozen
class Words:
    """A letter in words: subject of one line, plain text, HTML."""

    subject: str
    text: str
    html: str


class Wording(Protocol):
    """Puts letters of access into words."""

    # The client's name belongs to tenancy, in the same unit of work.
    def invitation(self, work: Work, *, name: str, token: str, invited: Invited) -> Words:
        """Return the letter that invites a person by name, with a token, and says by whom and as what."""
        ...

    def staff_key(self, *, name: str, token: str) -> Words:
        """Return the letter with a token by which a member of staff, addressed by name, fetches a key."""
        ...

    def confirmation(self, work: Work, *, name: str, token: str, facts: Callable[[str], Mapping[str, str]]) -> Words:
        """Return the letter with a token by which an owner confirms a grant, told by its facts in the client's zone."""
        ...

    def sign_in(self, work: Work, *, name: str, token: str, code: str = "") -> Words:
        """Return the letter with a token, and perhaps a code, by which a person, addressed by name, signs in."""
        ...
