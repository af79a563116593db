"""Signatures, the texts they were given to, and open questions about the policy, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import sqlalchemy as sa

from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import Agreement, Role, SignatureId
from saas_sql.column_types import Instant, Json, choice
from saas_sql.declaration import Tables, column, ident, index
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.statements import in_parts
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

# All in the provider's own scope.
policy_signatures = TABLES.add(
    "policy_signatures",
    ident(),
    column("scope", sa.Text),
    column("role", choice(Role, "signaturerole")),
    column("signed_by", sa.Uuid),
    column("name", sa.Text),
    column("signed_at", Instant),
    column("verdict", choice(Agreement, "agreement")),
    column("comment", sa.Text),
    column("terms_version", sa.Text),
    column("digest", sa.Text),
    column("pieces", Json),
    column("told_at", Instant, null=True),
    index("ix_policy_signatures_signed_at", "tenant_id", "signed_at", "id"),
    changes=("told_at",),
)
_SIGNATURE = Mapped(Signature, policy_signatures, {"by": "signed_by"})

# What was signed, once for each text however often it was signed.
policy_texts = TABLES.add(
    "policy_texts",
    column("digest", sa.Text, key=True),
    column("text", sa.Text),
    added_only=True,
)

policy_questions = TABLES.add(
    "policy_questions",
    ident(),
    column("scope", sa.Text),
    column("role", choice(Role, "questionrole")),
    column("opened_at", Instant),
    column("opened_by", sa.Text),
    column("why", sa.Text),
    column("owner", sa.Uuid, null=True),
    column("closed_at", Instant, null=True),
    index("ix_policy_questions_open", "tenant_id", "scope", "role", where="closed_at IS NULL", only_one=True),
    changes=("owner", "closed_at"),
)
_QUESTION = Mapped(OpenQuestion, policy_questions)


class Ports(SqlWork):
    """What was signed and what is open, in the provider's scope."""

    @cached_property
    def signatures(self) -> SqlSignatures:
        """All signatures."""
        return SqlSignatures(self.session)

    @cached_property
    def open_questions(self) -> SqlOpenQuestions:
        """The questions about the policy."""
        return SqlOpenQuestions(self.session)


class SqlSignatures:
    """All signatures, and the texts to which they were given."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def all(self) -> tuple[Signature, ...]:
        """Return all signatures, the oldest first."""
        query = self._session.select(policy_signatures)
        return self._session.models(_SIGNATURE, query.order_by(policy_signatures.c.signed_at, policy_signatures.c.id))

    def get(self, signature_id: SignatureId) -> Signature | None:
        """Return a signature."""
        return self._session.find(
            _SIGNATURE, self._session.select(policy_signatures, policy_signatures.c.id == signature_id)
        )

    def add(self, signature: Signature, texts: Mapping[str, str]) -> None:
        """Save a signature for good, with the texts that it was given to, by their digests."""
        self._session.require_provider()
        for digest in sorted(texts):
            self._session.insert_if_absent(policy_texts, {"digest": digest, "text": texts[digest]})
        self._session.insert(policy_signatures, _SIGNATURE.dump(signature))

    def tell(self, signature: Signature) -> None:
        """Save the instant at which its signer was told."""
        self._session.require_provider()
        own = policy_signatures.c.id == signature.id
        self._session.update(policy_signatures, own, told_at=signature.told_at)

    def texts(self, digests: Iterable[str]) -> Mapping[str, str]:
        """Return the texts of digests."""
        found: dict[str, str] = {}
        for some in in_parts(sorted(set(digests))):
            rows = self._session.rows(self._session.select_for(policy_texts.c.digest, some))
            found.update({row["digest"]: row["text"] for row in rows})
        return found


class SqlOpenQuestions:
    """The questions about the policy."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def open(self) -> tuple[OpenQuestion, ...]:
        """Return the open questions, the oldest first."""
        query = self._session.select(policy_questions, policy_questions.c.closed_at.is_(None))
        return self._session.models(_QUESTION, query.order_by(policy_questions.c.opened_at, policy_questions.c.id))

    def about(self, scope: str, role: Role) -> OpenQuestion | None:
        """Return the open question about a scope for a role."""
        conditions = (policy_questions.c.scope == scope, policy_questions.c.role == role)
        query = self._session.select(policy_questions, policy_questions.c.closed_at.is_(None), *conditions)
        return self._session.find(_QUESTION, query)

    def save(self, question: OpenQuestion) -> None:
        """Save a new or changed question; its subject and its opening never change."""
        self._session.require_provider()
        # Sent at once: closing one question and opening the next one about the same go in this order.
        self._session.keep(policy_questions, _QUESTION.dump(question))
        self._session.send()
