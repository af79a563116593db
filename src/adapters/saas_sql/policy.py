"""Database storage for policy: versions of the terms and registered permissions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from saas_core.kernel.ids import PROVIDER
from saas_core.policy.catalogue import Permission
from saas_core.policy.errors import TermsFrozen
from saas_core.policy.terms import StoredTerms, Terms
from saas_sql.column_types import Instant, Json
from saas_sql.declaration import WHOLE, Tables, column
from saas_sql.mapping import Mapped, from_json, to_json
from saas_sql.prepared import Prepared, Row
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

terms_table = TABLES.add(
    "terms",
    column("version", sa.Text, key=True),
    column("effective_from", Instant),
    column("digest", sa.Text),
    column("body", Json),
    provided=True,
    judged=True,
)

permissions_table = TABLES.add(
    "permissions",
    column("name", sa.Text, key=True),
    column("title", sa.Text),
    column("since", Instant),
    changes=WHOLE,
    provided=True,
    judged=True,
)
_PERMISSION = Mapped(Permission, permissions_table)


_PROVIDED = sa.select(terms_table).where(terms_table.c.tenant_id == sa.literal(PROVIDER, sa.Uuid))
_BY_TIME = _PROVIDED.order_by(terms_table.c.effective_from, terms_table.c.version)
_ALL = Prepared(_BY_TIME)
# Without the documents, which are long: each is read once in a process.
VERSIONS = Prepared(
    _BY_TIME.with_only_columns(terms_table.c.version, terms_table.c.effective_from, terms_table.c.digest)
)
_VERSION = Prepared(_PROVIDED.where(terms_table.c.version == sa.bindparam("version")))
_REGISTERED = sa.select(permissions_table).where(permissions_table.c.tenant_id == sa.literal(PROVIDER, sa.Uuid))
PERMISSIONS = Prepared(_REGISTERED)


class Ports(SqlWork):
    """Data that belongs to the provider and can be read in any tenant's unit of work."""

    @cached_property
    def terms(self) -> SqlTerms:
        """Every version of the terms."""
        return SqlTerms(self.session)

    @cached_property
    def permissions(self) -> SqlPermissions:
        """The registered permissions."""
        return SqlPermissions(self.session)


class SqlTerms:
    """Every version of the terms."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, version: str) -> Terms | None:
        """Return the version, or None."""
        for each in self._session.found(VERSIONS):
            if each["version"] == version and each["digest"] in _KEPT:
                return _KEPT[each["digest"]]
        row = self._row(version)
        return None if row is None else _terms(row)

    def put(self, terms: Terms) -> None:
        """Save a version permanently; raises TermsFrozen if it exists with a different text."""
        self._session.require_provider()
        known = self._row(terms.version)
        if known is None:
            self._session.insert(
                terms_table,
                {
                    "version": terms.version,
                    "effective_from": terms.effective_from,
                    "digest": terms.digest,
                    "body": to_json(terms, Terms),
                },
            )
        elif known["digest"] != terms.digest:
            message = f"Version {terms.version} of the terms exists with a different text."
            raise TermsFrozen(message, field="version", remedy="Give the changed document a new version.")

    def all(self) -> tuple[Terms, ...]:
        """Return all versions, by the instant they are offered from."""
        kept = self._session.found(VERSIONS)
        if all(each["digest"] in _KEPT for each in kept):
            return tuple(_KEPT[each["digest"]] for each in kept)
        return tuple(_terms(row) for row in self._session.found(_ALL))

    def stored(self) -> tuple[StoredTerms, ...]:
        """Return all versions as they lie in the store, parsed anew."""
        query = self._session.provided(terms_table).order_by(terms_table.c.version)
        return tuple(StoredTerms(row["version"], row["digest"], _read_anew(row)) for row in self._session.rows(query))

    def _row(self, version: str) -> Row | None:
        return next(iter(self._session.found(_VERSION, version=version)), None)


class SqlPermissions:
    """The permissions that the platform registered."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def all(self, at: datetime | None = None) -> tuple[Permission, ...]:
        """Return all permissions by name, or those registered by an instant."""
        # Read once for every instant that a command is judged at.
        found = self._session.found(PERMISSIONS)
        then = found if at is None else [each for each in found if each["since"] <= at]
        # Sorted here, because the databases sort text differently.
        return tuple(sorted(_PERMISSION.load_all(then), key=_name))

    def put(self, permissions: tuple[Permission, ...]) -> None:
        """Add permissions; a known name gets the new title and keeps its registration time."""
        self._session.require_provider()
        for each in permissions:
            self._session.keep(permissions_table, _PERMISSION.dump(each), course=("title",))


_KEPT: dict[str, Terms] = {}
_MOST = 64


def _terms(row: Row) -> Terms:
    """Return the terms of a row, parsed once per document: every decision needs them, and a version never changes."""
    digest: str = row["digest"]
    found = _KEPT.get(digest)
    if found is None:
        found = from_json(row["body"], Terms)
        if len(_KEPT) >= _MOST:
            _KEPT.clear()
        _KEPT[digest] = found
    return found


def _read_anew(row: Mapping[Any, Any]) -> Terms | None:
    try:
        return from_json(row["body"], Terms)
    except Exception:  # noqa: BLE001 - whatever was written there by hand
        return None


def _name(permission: Permission) -> str:
    return permission.name
