"""In-process storage for signatures and open questions about the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from itertools import islice

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import OpenQuestionId, Role, SignatureId, SignedPiece
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """What was signed and what is open, in the provider's scope."""

    @cached_property
    def signatures(self) -> MemorySignatures:
        """All signatures."""
        return MemorySignatures(self.own, self.tenant_id)

    @cached_property
    def open_questions(self) -> MemoryOpenQuestions:
        """The questions about the policy."""
        return MemoryOpenQuestions(self.own, self.tenant_id)


def require_provider(tenant_id: TenantId) -> None:
    """Raise StoreFault unless this is the provider's own scope."""
    if tenant_id != PROVIDER:
        message = "This unit of work may not change what belongs to the provider."
        raise StoreFault(message, remedy="Begin one in the provider's scope.")


def _place(signature: Signature) -> tuple[datetime, SignatureId]:
    """Return the place of a signature among all others."""
    return signature.signed_at, signature.id


class MemorySignatures:
    """All signatures, and the pieces and texts to which they were given."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._rows: Rows[SignatureId, Signature] = Rows(view, "policy_signatures")
        self._pieces: Rows[SignatureId, tuple[SignedPiece, ...]] = Rows(view, "policy_signature_pieces")
        self._texts: Rows[str, str] = Rows(view, "policy_texts")

    def latest(self, scopes: Iterable[str] | None = None) -> tuple[Signature, ...]:
        """Return signatures of scopes, by default of all, the oldest first, without those that were given again."""
        wanted = None if scopes is None else frozenset(scopes)
        found = (each for each in self._in_order() if wanted is None or each.scope in wanted)
        last = {(each.place, each.terms_version, each.digest): each for each in found}
        return tuple(sorted(last.values(), key=_place))

    def page(self, scope: str | None, after: SignatureId | None, limit: int) -> tuple[Signature, ...]:
        """Return up to `limit` signatures of a scope, by default of all, the newest first, those before a given one."""
        last = None if after is None else self.get(after)
        found = (
            each
            for each in reversed(self._in_order())
            if scope in {None, each.scope} and (last is None or _place(each) < _place(last))
        )
        return tuple(islice(found, limit))

    def rejected(self, scope: str, role: Role, since: datetime) -> frozenset[str]:
        """Return the versions of the terms under which a scope was rejected in a role from an instant on."""
        found = (each for each in self._rows.scan() if (each.scope, each.role) == (scope, role))
        return frozenset(each.terms_version for each in found if not each.verdict.agrees and each.signed_at >= since)

    def pieces(self, signatures: Iterable[SignatureId]) -> Mapping[SignatureId, tuple[SignedPiece, ...]]:
        """Return the pieces to which signatures were given."""
        found = {each: self._pieces.get(each) for each in set(signatures)}
        return {each: pieces for each, pieces in found.items() if pieces is not None}

    def _in_order(self) -> list[Signature]:
        return sorted(self._rows.scan(), key=_place)

    def get(self, signature_id: SignatureId) -> Signature | None:
        """Return a signature."""
        return self._rows.get(signature_id)

    def add(self, signature: Signature, pieces: Iterable[SignedPiece], texts: Mapping[str, str]) -> None:
        """Save a signature for good, with the pieces that it was given to and their texts, by their digests."""
        require_provider(self._tenant_id)
        for digest, text in texts.items():
            self._texts.put(digest, text)
        self._pieces.put(signature.id, tuple(pieces))
        self._rows.put(signature.id, signature)

    def tell(self, signature: Signature) -> None:
        """Save the instant at which its signer was told."""
        require_provider(self._tenant_id)
        self._rows.put(signature.id, signature)

    def texts(self, digests: Iterable[str]) -> Mapping[str, str]:
        """Return the texts of digests."""
        found = {digest: self._texts.get(digest) for digest in set(digests)}
        return {digest: text for digest, text in found.items() if text is not None}


class MemoryOpenQuestions:
    """The questions about the policy."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._rows: Rows[OpenQuestionId, OpenQuestion] = Rows(view, "policy_questions")

    def open(self) -> tuple[OpenQuestion, ...]:
        """Return the open questions, the oldest first."""
        found = (each for each in self._rows.scan() if each.closed_at is None)
        return tuple(sorted(found, key=lambda each: (each.opened_at, each.id)))

    def about(self, scope: str, role: Role) -> OpenQuestion | None:
        """Return the open question about a scope for a role."""
        return next((each for each in self.open() if (each.scope, each.role) == (scope, role)), None)

    def save(self, question: OpenQuestion) -> None:
        """Save a new or changed question."""
        require_provider(self._tenant_id)
        self._rows.put(question.id, question)
