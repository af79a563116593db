"""Ports of signing, all in the provider's own scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from saas_core.kernel.ids import StaffId
from saas_core.kernel.work import Work
from saas_core.policy.book import Book
from saas_core.policy.ports import TermsLibrary
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import Person, Role, SignatureId, SignedPiece


class Signatures(Protocol):
    """All signatures, and the pieces and texts to which they were given."""

    def latest(self, scopes: Iterable[str] | None = None) -> tuple[Signature, ...]:
        """Return signatures of scopes, by default of all, the oldest first, without those that were given again.

        Of those of one person in one role to the same text of the same version only the last one is among them.
        """
        ...

    def page(self, scope: str | None, after: SignatureId | None, limit: int) -> tuple[Signature, ...]:
        """Return up to `limit` signatures of a scope, by default of all, the newest first, those before a given one."""
        ...

    def rejected(self, scope: str, role: Role, since: datetime) -> frozenset[str]:
        """Return the versions of the terms under which a scope was rejected in a role from an instant on."""
        ...

    def get(self, signature_id: SignatureId) -> Signature | None:
        """Return a signature."""
        ...

    def add(self, signature: Signature, pieces: Iterable[SignedPiece], texts: Mapping[str, str]) -> None:
        """Store a signature for good, with the pieces that it was given to and their texts, by their digests."""
        ...

    def tell(self, signature: Signature) -> None:
        """Store the instant at which its signer was told; nothing else of a signature changes."""
        ...

    def pieces(self, signatures: Iterable[SignatureId]) -> Mapping[SignatureId, tuple[SignedPiece, ...]]:
        """Return the pieces to which signatures were given."""
        ...

    def texts(self, digests: Iterable[str]) -> Mapping[str, str]:
        """Return the texts of digests."""
        ...


class OpenQuestions(Protocol):
    """The questions about the policy."""

    def open(self) -> tuple[OpenQuestion, ...]:
        """Return the open questions, the oldest first."""
        ...

    def about(self, scope: str, role: Role) -> OpenQuestion | None:
        """Return the open question about a scope for a role."""
        ...

    def save(self, question: OpenQuestion) -> None:
        """Store a question, new or changed."""
        ...


class SigningWork(Work, Protocol):
    """A unit of work with the signatures."""

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...

    @property
    def signatures(self) -> Signatures:
        """All signatures."""
        ...

    @property
    def open_questions(self) -> OpenQuestions:
        """The questions about the policy."""
        ...


class People(Protocol):
    """Knows the provider's staff."""

    def person(self, work: Work, staff_id: StaffId) -> Person | None:
        """Return a member of staff, also one who has left."""
        ...


class Signs(Protocol):
    """Signs what leaves the database."""

    def sign(self, content: bytes) -> tuple[str, str]:
        """Return the id of the current key and the signature of a content by it, in base64; raises InvalidValue."""
        ...


class Books(Protocol):
    """Knows what stands in the policy besides the terms."""

    def __call__(self) -> Book:
        """Return the book."""
        ...


class Wording(Protocol):
    """Puts letters of signing into words, and knows where the policy is read."""

    def suspect(self, *, name: str, scope: str, anchor: str, changed: Iterable[str]) -> tuple[str, str, str]:
        """Return subject, text and HTML of the letter to whoever signed something that changed."""
        ...
