"""As of when something is asked."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_http.paging import Paging


@frozen(kw_only=True)
class AsOf:
    """As of which instant; now, when it is left out."""

    at: datetime | None = None


@frozen(kw_only=True)
class AsKnown(AsOf):
    """As of which instant, and with nothing learned after which; now, when they are left out."""

    known_at: datetime | None = None


@frozen(kw_only=True)
class PagingAsOf(Paging):
    """Which part of a list, as of which instant."""

    at: datetime | None = None
