"""Signatures, the texts they were given to, and open questions about the policy, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import Agreement, Role, SignatureId, SignedPiece
from saas_sql.column_types import Instant, Json, choice
from saas_sql.declaration import Tables, column, ident, index
from saas_sql.mapping import Mapped, from_json, to_json
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
_C = policy_signatures.c
_PIECES = tuple[SignedPiece, ...]
# The pieces of the whole take some sixty kilobytes, which nobody who looks at signatures reads.
_LIGHT = tuple(each for each in _C if each.name != "pieces")

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
    """All signatures, and the pieces and texts to which they were given."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def latest(self, scopes: Iterable[str] | None = None) -> tuple[Signature, ...]:
        """Return signatures of scopes, by default of all, the oldest first, without those that were given again."""
        given = policy_signatures.alias("given").c
        conditions = () if scopes is None else (given.scope.in_(sorted(scopes)),)
        alike = (given.scope, given.role, given.signed_by, given.terms_version, given.digest)
        newest = (given.signed_at.desc(), given.id.desc())
        number = sa.func.row_number().over(partition_by=alike, order_by=newest).label("number")
        # Ranked by what is small; the comments of those that were given again are not read.
        ranked = sa.select(given.id, number).where(given.tenant_id == self._session.tenant_id, *conditions).subquery()
        last = sa.select(ranked.c.id).where(ranked.c.number == 1)
        return self._session.models(_SIGNATURE, self._light(_C.id.in_(last)).order_by(_C.signed_at, _C.id))

    def page(self, scope: str | None, after: SignatureId | None, limit: int) -> tuple[Signature, ...]:
        """Return up to `limit` signatures of a scope, by default of all, the newest first, those before a given one."""
        query = self._light() if scope is None else self._light(_C.scope == scope)
        if after is not None and (place := self.get(after)) is not None:
            last = (sa.bindparam(None, place.signed_at, _C.signed_at.type), sa.bindparam(None, place.id, _C.id.type))
            query = query.where(sa.tuple_(_C.signed_at, _C.id) < sa.tuple_(*last))
        query = query.order_by(_C.signed_at.desc(), _C.id.desc()).limit(limit)
        return self._session.models(_SIGNATURE, query)

    def rejected(self, scope: str, role: Role, since: datetime) -> frozenset[str]:
        """Return the versions of the terms under which a scope was rejected in a role from an instant on."""
        of = (_C.scope == scope, _C.role == role, _C.verdict == Agreement.REJECTED, _C.signed_at >= since)
        query = self._session.select(policy_signatures, *of).with_only_columns(_C.terms_version).distinct()
        return frozenset(row["terms_version"] for row in self._session.rows(query))

    def get(self, signature_id: SignatureId) -> Signature | None:
        """Return a signature."""
        return self._session.find(_SIGNATURE, self._light(_C.id == signature_id))

    def pieces(self, signatures: Iterable[SignatureId]) -> Mapping[SignatureId, tuple[SignedPiece, ...]]:
        """Return the pieces to which signatures were given."""
        found: dict[SignatureId, tuple[SignedPiece, ...]] = {}
        for some in in_parts(sorted(set(signatures))):
            rows = self._session.rows(self._session.select_for(_C.id, some))
            found.update({SignatureId(row["id"]): from_json(row["pieces"], _PIECES) for row in rows})
        return found

    def _light(self, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        return self._session.select(policy_signatures, *conditions).with_only_columns(*_LIGHT)

    def add(self, signature: Signature, pieces: Iterable[SignedPiece], texts: Mapping[str, str]) -> None:
        """Save a signature for good, with the pieces that it was given to and their texts, by their digests."""
        self._session.require_provider()
        for digest in sorted(texts):
            self._session.insert_if_absent(policy_texts, {"digest": digest, "text": texts[digest]})
        row = {**_SIGNATURE.dump(signature), "pieces": to_json(tuple(pieces), _PIECES)}
        self._session.insert(policy_signatures, row)

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
