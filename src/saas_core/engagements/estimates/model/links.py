"""Links by which approvers open an estimate: single use, opened by a code that goes to the approver's address (4.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.estimates.values import (
    CODE_LASTS,
    CODE_TRIES,
    CODES_AT_MOST,
    CODES_WITHIN,
    IDENTIFIED_LASTS,
)
from saas_core.kernel.ids import EstimateId, LinkId, UserId
from saas_core.kernel.secrets import matches


@frozen(kw_only=True)
class ApprovalLink:
    """A mailed link, bound to a revision, its content and one approver; only hashes of its secrets are stored.

    `address_digest` is a keyed digest of the address to which it was mailed: when its approver's address changes, the
    link ends, and with it its code and secret, which somebody else may have who reads the former mailbox.
    `code_hash` is a keyed digest of the code that was mailed last, of which `code_tries` were used. `codes` are the
    instants at which codes were sent lately. Whoever gave the right code holds the secret until `identified_until`.
    """

    id: LinkId
    estimate_id: EstimateId
    revision: int
    content_hash: str
    approver_id: UserId
    address_digest: str
    token_hash: str
    made_at: datetime
    codes: tuple[datetime, ...] = ()
    code_hash: str | None = None
    code_until: datetime | None = None
    code_tries: int = 0
    secret_hash: str | None = None
    identified_at: datetime | None = None
    identified_until: datetime | None = None
    used_at: datetime | None = None

    def takes_code(self, at: datetime) -> bool:
        """Return whether another code may be sent."""
        return sum(1 for each in self.codes if each > at - CODES_WITHIN) < CODES_AT_MOST

    def with_code(self, code_hash: str, at: datetime) -> ApprovalLink:
        """Return the link with a new code; an earlier one opens nothing any more."""
        lately = tuple(each for each in self.codes if each > at - CODES_WITHIN)
        return evolve(self, codes=(*lately, at), code_hash=code_hash, code_until=at + CODE_LASTS, code_tries=0)

    def code_live(self, at: datetime) -> bool:
        """Return whether there is a code that may still be tried."""
        live = self.code_until is not None and at < self.code_until
        return self.code_hash is not None and live and self.code_tries < CODE_TRIES

    def tried(self) -> ApprovalLink:
        """Return the link after a wrong code."""
        return evolve(self, code_tries=self.code_tries + 1)

    def identified(self, secret_hash: str, at: datetime) -> ApprovalLink:
        """Return the link after the right code, which is used up by it."""
        return evolve(
            self,
            code_hash=None,
            code_until=None,
            secret_hash=secret_hash,
            identified_at=at,
            identified_until=at + IDENTIFIED_LASTS,
        )

    def opened_by(self, secret: str, at: datetime) -> bool:
        """Return whether a secret is the one of the approver who gave the code, within its time."""
        live = self.identified_until is not None and at < self.identified_until
        return matches(secret, self.secret_hash or "") and live

    def used(self, at: datetime) -> ApprovalLink:
        """Return the link after the decision; it decides nothing any more."""
        return evolve(self, used_at=at)


@frozen(kw_only=True)
class Presentation:
    """The instant at which the full text of a revision was first shown to its identified approver."""

    estimate_id: EstimateId
    revision: int
    approver_id: UserId
    content_hash: str
    link_id: LinkId | None
    presented_at: datetime
