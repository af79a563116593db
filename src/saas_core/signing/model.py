"""Signatures, and the questions that stay open until somebody agrees."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.kernel.ids import StaffId
from saas_core.signing.values import Agreement, OpenQuestionId, Role, SignatureId


@frozen(kw_only=True)
class Signature:
    """A signature of a named person in a role to exactly what stood in a scope; it never changes.

    The pieces that it was given to are read apart, as the whole has some hundreds. `told_at` is the instant at which
    its signer was told that it is suspect; it says nothing about the signature.
    """

    id: SignatureId
    scope: str
    role: Role
    by: StaffId
    name: str
    signed_at: datetime
    verdict: Agreement
    comment: str
    terms_version: str
    digest: str
    told_at: datetime | None = None

    @property
    def place(self) -> tuple[str, Role, StaffId]:
        """Return what a later signature of the same place takes over: the scope, the role and the person."""
        return self.scope, self.role, self.by

    def told(self, at: datetime) -> Signature:
        """Return it as one whose signer was told."""
        return evolve(self, told_at=at)


@frozen(kw_only=True)
class OpenQuestion:
    """A question about a scope, which is open until somebody in its role agrees to what stands there.

    `why` is the reason of the rejection that opened it; empty for a reading that nobody in the role has signed yet.
    """

    id: OpenQuestionId
    scope: str
    role: Role
    opened_at: datetime
    opened_by: str
    why: str = ""
    owner: StaffId | None = None
    closed_at: datetime | None = None

    def assigned(self, owner: StaffId) -> OpenQuestion:
        """Return it with an owner."""
        return evolve(self, owner=owner)

    def closed(self, at: datetime) -> OpenQuestion:
        """Return it as one that was answered."""
        return evolve(self, closed_at=at)
