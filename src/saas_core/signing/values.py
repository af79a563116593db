"""Values of signing: ids, roles, verdicts, and what a signature was given to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import IdType

if TYPE_CHECKING:
    from saas_core.kernel.ids import _Id

    class SignatureId(_Id):
        """A signature."""

    class OpenQuestionId(_Id):
        """An open question about the policy."""

else:
    SignatureId = IdType("SignatureId", UUID)
    OpenQuestionId = IdType("OpenQuestionId", UUID)

REVIEW: Final = "signing.review"
"""The kind of task that looks for signatures that became suspect and readings that wait for one."""
SUSPECT_MAIL: Final = "mail.signature_suspect"
"""The kind of effect that mails a signer what changed; its body holds the id of the signature."""


class Role(Enum):
    """The roles in which somebody signs."""

    LEGAL = "legal"
    PRODUCT = "product"


ACTIONS: Final[Mapping[Role, str]] = MappingProxyType(
    {Role.LEGAL: "provider.sign_legal", Role.PRODUCT: "provider.sign_product"}
)
"""The action by which each role signs."""


class Agreement(Enum):
    """The verdict of a signature."""

    AGREED = "agreed"
    COMMENTED = "agreed_with_comment"
    REJECTED = "rejected"

    @property
    def agrees(self) -> bool:
        """Return whether it agrees."""
        return self is not Agreement.REJECTED


class SignatureState(Enum):
    """Where a signature stands, which follows from what stands there and from other signatures.

    As it was given; given to a version that is not offered yet; given to something that has changed; suspect or
    rejected, and answered since by the agreement of a colleague in its role; or followed by a later one of its signer.
    """

    CURRENT = "current"
    AHEAD = "ahead"
    SUSPECT = "suspect"
    ANSWERED = "answered"
    SUPERSEDED = "superseded"


@frozen
class SignedPiece:
    """A piece of what was signed: its kind, its name and the digest of its text, which is kept apart."""

    kind: str
    name: str
    digest: str


@frozen
class Person:
    """A member of the provider's staff as signing knows it."""

    name: str
    email: str
    active: bool
    permissions: frozenset[str]
