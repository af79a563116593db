"""Ports of signing, all in the provider's own scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from saas_core.kernel.ids import StaffId
from saas_core.kernel.work import Work
from saas_core.policy.book import Book
from saas_core.policy.ports import TermsLibrary
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import Person, Role, SignatureId


class Signatures(Protocol):
    """All signatures, and the texts to which they were given."""

    def all(self) -> tuple[Signature, ...]:
        """Return all signatures, the oldest first."""
        ...

    def get(self, signature_id: SignatureId) -> Signature | None:
        """Return a signature."""
        ...

    def add(self, signature: Signature, texts: Mapping[str, str]) -> None:
        """Store a signature for good, with the texts that it was given to, by their digests."""
        ...

    def tell(self, signature: Signature) -> None:
        """Store the instant at which its signer was told; nothing else of a signature changes."""
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
