"""API keys, sign-in links and sessions in the database, with last uses."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.access.model.keys_and_sessions import ApiKey, Session, SignInLink
from saas_core.kernel.ids import ApiKeyId, SessionId, TenantId, UserId
from saas_sql.access.tables import api_keys, credential_uses, sessions, sign_in_links
from saas_sql.mapping import Mapped
from saas_sql.outside import changed_at_once
from saas_sql.session import Session as Rows
from saas_sql.statements import insert_or

# The last use is stored separately, in `credential_uses`.
_API_KEY = Mapped(
    ApiKey,
    api_keys,
    {"secret": {"hash": "secret_hash"}, "former": {"hash": "former_hash", "last_four": "former_last_four"}},
    besides=("used_at",),
)
_LINK = Mapped(SignInLink, sign_in_links)
_SESSION = Mapped(Session, sessions, besides=("used_at",))


class SqlApiKeys:
    """The API keys of the tenant's users."""

    def __init__(self, session: Rows) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, key_id: ApiKeyId) -> ApiKey | None:
        """Return an API key, with its last use."""
        return self._session.find(_API_KEY, _with_use(self._session, api_keys).where(api_keys.c.id == key_id))

    def save(self, key: ApiKey) -> None:
        """Save a new or changed API key, leaving its last use unchanged."""
        self._session.keep(api_keys, _API_KEY.dump(key))

    def page(self, user_id: UserId | None, after: ApiKeyId | None, limit: int) -> tuple[ApiKey, ...]:
        """Return API keys by id, after the given one, of one user or, for None, of all."""
        query = _page(_with_use(self._session, api_keys), api_keys, user_id, after, limit)
        return self._session.models(_API_KEY, query)


class SqlSignInLinks:
    """The sign-in links of the tenant's users, looked up by the hash of their token."""

    def __init__(self, session: Rows) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def by_token_hash(self, token_hash: str) -> SignInLink | None:
        """Return the link of a token's hash."""
        query = self._session.select(sign_in_links, sign_in_links.c.token_hash == token_hash)
        return self._session.find(_LINK, query)

    def of_user(self, user_id: UserId, since: datetime) -> tuple[SignInLink, ...]:
        """Return the user's links made at that instant or later, oldest first."""
        table = sign_in_links.c
        query = self._session.select(sign_in_links, table.user_id == user_id, table.created_at >= since)
        return self._session.models(_LINK, query.order_by(table.created_at, table.id))

    def save(self, link: SignInLink) -> None:
        """Save a new or changed link."""
        self._session.keep(sign_in_links, _LINK.dump(link))

    def forget(self, before: datetime, limit: int) -> int:
        """Remove up to `limit` links made before an instant; returns their number."""
        return len(forgotten(self._session, sign_in_links, sign_in_links.c.created_at < before, limit))


class SqlSessions:
    """The sessions of the tenant's users."""

    def __init__(self, session: Rows) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, session_id: SessionId) -> Session | None:
        """Return a session, with its last use."""
        return self._session.find(_SESSION, _with_use(self._session, sessions).where(sessions.c.id == session_id))

    def save(self, session: Session) -> None:
        """Save a new or ended session, leaving its last use unchanged."""
        self._session.keep(sessions, _SESSION.dump(session))

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of sessions that ended before an instant, with their last uses."""
        old = forgotten(self._session, sessions, sessions.c.expires_at < before, limit)
        if old:
            self._session.delete(credential_uses, credential_uses.c.id.in_(old))
        return len(old)

    def page(
        self, user_id: UserId | None, live_at: datetime, after: SessionId | None, limit: int
    ) -> tuple[Session, ...]:
        """Return live sessions by id, after the given one."""
        live = (sessions.c.ended_at.is_(None), sessions.c.expires_at > live_at)
        query = _page(_with_use(self._session, sessions).where(*live), sessions, user_id, after, limit)
        return self._session.models(_SESSION, query)


class SqlUses:
    """Last uses of API keys and sessions; each call is its own transaction and locks no tenant."""

    def __init__(self, engine: Engine) -> None:
        """Write through the engine."""
        self._engine = engine

    def keep(self, tenant_id: TenantId, number: UUID, at: datetime) -> None:
        """Record the last use of an API key or session, unless a later one is known."""
        row = {"tenant_id": tenant_id, "id": number, "used_at": at}
        kept = insert_or(self._engine.dialect.name, credential_uses, tuple(row), _later, telling="id")
        changed_at_once(self._engine, kept, row, tenant_id)


def _later(table: sa.Table, new: Any) -> dict[str, Any]:  # noqa: ANN401 - the row that was to be added
    return {"used_at": sa.case((table.c.used_at < new.used_at, new.used_at), else_=table.c.used_at)}


def _with_use(session: Rows, table: sa.Table) -> sa.Select[Any]:
    uses = credential_uses.c
    joined = sa.and_(uses.tenant_id == table.c.tenant_id, uses.id == table.c.id)
    return (
        sa.select(table, uses.used_at)
        .select_from(table.outerjoin(credential_uses, joined))
        .where(table.c.tenant_id == session.tenant_id)
    )


def _page(
    query: sa.Select[Any], table: sa.Table, user_id: UserId | None, after: UUID | None, limit: int
) -> sa.Select[Any]:
    if user_id is not None:
        query = query.where(table.c.user_id == user_id)
    if after is not None:
        query = query.where(table.c.id > after)
    return query.order_by(table.c.id).limit(limit)


def forgotten(session: Rows, table: sa.Table, over: sa.ColumnElement[bool], limit: int) -> list[UUID]:
    """Remove ended rows, and return their ids."""
    found = session.rows(session.select(table, over).with_only_columns(table.c.id).order_by(table.c.id).limit(limit))
    old = [row["id"] for row in found]
    if old:
        session.delete(table, table.c.id.in_(old))
    return old
