"""API keys, sign-in links and sessions in the database, and when they were last used."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Engine, RowMapping

from saas_core.access.model.keys_and_sessions import ApiKey, Secret, Session, SignInLink
from saas_core.kernel.ids import ApiKeyId, LinkId, SessionId, TenantId, UserId
from saas_sql.outside import changing
from saas_sql.session import Session as Rows
from saas_sql.statements import insert_or
from saas_sql.tables import api_keys, credential_uses, sessions, sign_in_links


class SqlApiKeys:
    """The API keys of the tenant's users."""

    def __init__(self, session: Rows) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, key_id: ApiKeyId) -> ApiKey | None:
        """Give an API key, with its last use."""
        row = self._session.first(_with_use(self._session, api_keys).where(api_keys.c.id == key_id))
        return None if row is None else _api_key(row)

    def save(self, key: ApiKey) -> None:
        """Keep an API key, new or changed; its last use stays as it is."""
        made = {
            "user_id": key.user_id,
            "name": key.name,
            "scopes": sorted(key.scopes),
            "created_at": key.created_at,
        }
        course = {
            "secret_hash": key.secret.hash,
            "last_four": key.secret.last_four,
            "former_hash": None if key.former is None else key.former.hash,
            "former_last_four": None if key.former is None else key.former.last_four,
            "former_until": key.former_until,
            "expires_at": key.expires_at,
            "revoked_at": key.revoked_at,
            "made_with": key.made_with,
        }
        self._session.keep(api_keys, {"id": key.id}, made, course)

    def page(self, user_id: UserId | None, after: ApiKeyId | None, limit: int) -> tuple[ApiKey, ...]:
        """Give API keys by id, those after the given one: of one user, or of all for None."""
        query = _page(_with_use(self._session, api_keys), api_keys, user_id, after, limit)
        return tuple(_api_key(row) for row in self._session.rows(query))


class SqlSignInLinks:
    """The sign-in links of the tenant's users, known by the hash of their token."""

    def __init__(self, session: Rows) -> None:
        """Read and write through the session."""
        self._session = session

    def by_token_hash(self, token_hash: str) -> SignInLink | None:
        """Give the link of a token's hash."""
        row = self._session.first(self._session.select(sign_in_links, sign_in_links.c.token_hash == token_hash))
        return None if row is None else _link(row)

    def of_user(self, user_id: UserId, since: datetime) -> tuple[SignInLink, ...]:
        """Give the user's links made at that instant or later, oldest first."""
        table = sign_in_links.c
        query = self._session.select(sign_in_links, table.user_id == user_id, table.created_at >= since)
        return tuple(_link(row) for row in self._session.rows(query.order_by(table.created_at, table.id)))

    def save(self, link: SignInLink) -> None:
        """Keep a link, new or changed."""
        made = {
            "user_id": link.user_id,
            "token_hash": link.token_hash,
            "created_at": link.created_at,
            "expires_at": link.expires_at,
        }
        course = {"used_at": link.used_at, "revoked_at": link.revoked_at}
        self._session.keep(sign_in_links, {"id": link.id}, made, course)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove links that were made before an instant, at most so many; gives their number."""
        return len(_forgotten(self._session, sign_in_links, sign_in_links.c.created_at < before, limit))


class SqlSessions:
    """The sessions of the tenant's users."""

    def __init__(self, session: Rows) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, session_id: SessionId) -> Session | None:
        """Give a session, with its last use."""
        row = self._session.first(_with_use(self._session, sessions).where(sessions.c.id == session_id))
        return None if row is None else _session(row)

    def save(self, session: Session) -> None:
        """Keep a session, new or ended; its last use stays as it is."""
        made = {
            "user_id": session.user_id,
            "secret_hash": session.secret_hash,
            "created_at": session.created_at,
            "expires_at": session.expires_at,
        }
        self._session.keep(sessions, {"id": session.id}, made, {"ended_at": session.ended_at})

    def forget(self, before: datetime, limit: int) -> int:
        """Remove sessions whose end came before an instant, with their last use, at most so many."""
        old = _forgotten(self._session, sessions, sessions.c.expires_at < before, limit)
        if old:
            self._session.delete(credential_uses, credential_uses.c.id.in_(old))
        return len(old)

    def page(
        self, user_id: UserId | None, live_at: datetime, after: SessionId | None, limit: int
    ) -> tuple[Session, ...]:
        """Give sessions that are not ended and not past their end, by id, those after the given one."""
        live = (sessions.c.ended_at.is_(None), sessions.c.expires_at > live_at)
        query = _page(_with_use(self._session, sessions).where(*live), sessions, user_id, after, limit)
        return tuple(_session(row) for row in self._session.rows(query))


class SqlUses:
    """When API keys and sessions were last used; every call is a transaction of its own, which locks no tenant."""

    def __init__(self, engine: Engine) -> None:
        """Write through the engine."""
        self._engine = engine

    def keep(self, tenant_id: TenantId, number: UUID, at: datetime) -> None:
        """Keep the last use of an API key or session, unless a later one is known."""
        with changing(self._engine, tenant_id) as connection:
            row = {"tenant_id": tenant_id, "id": number, "used_at": at}
            connection.execute(insert_or(connection, credential_uses, _later), [row])


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


def _forgotten(session: Rows, table: sa.Table, over: sa.ColumnElement[bool], limit: int) -> list[UUID]:
    """Remove rows that are over, and give their ids."""
    found = session.rows(session.select(table, over).with_only_columns(table.c.id).order_by(table.c.id).limit(limit))
    old = [row["id"] for row in found]
    if old:
        session.delete(table, table.c.id.in_(old))
    return old


def _api_key(row: RowMapping) -> ApiKey:
    former = None if row["former_hash"] is None else Secret(row["former_hash"], row["former_last_four"])
    return ApiKey(
        id=ApiKeyId(row["id"]),
        user_id=UserId(row["user_id"]),
        name=row["name"],
        scopes=frozenset(row["scopes"]),
        secret=Secret(row["secret_hash"], row["last_four"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        former=former,
        former_until=row["former_until"],
        revoked_at=row["revoked_at"],
        made_with=None if row["made_with"] is None else ApiKeyId(row["made_with"]),
        used_at=row["used_at"],
    )


def _link(row: RowMapping) -> SignInLink:
    return SignInLink(
        id=LinkId(row["id"]),
        user_id=UserId(row["user_id"]),
        token_hash=row["token_hash"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )


def _session(row: RowMapping) -> Session:
    return Session(
        id=SessionId(row["id"]),
        user_id=UserId(row["user_id"]),
        secret_hash=row["secret_hash"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        used_at=row["used_at"],
    )
