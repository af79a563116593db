"""Instants in queries."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_http.paging import Paging


@frozen(kw_only=True)
class AsOf:
    """The instant to answer for; now, if omitted."""

    at: datetime | None = None


@frozen(kw_only=True)
class AsKnown(AsOf):
    """The instant to answer for, and the instant up to which facts are known; both default to now."""

    known_at: datetime | None = None


@frozen(kw_only=True)
class PagingAsOf(Paging):
    """A part of a list, as of an instant."""

    at: datetime | None = None
