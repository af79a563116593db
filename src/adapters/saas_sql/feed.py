"""The feed of changed editions, as looks read it: one statement for all tenants, exact for transactions of any length.

A mark says what a look has seen. On SQLite, which has one writer at a time, that is the number of the last change; what
has a higher one is news.

On PostgreSQL transactions end in another order than they begin, so that no number and no time of a change says whether
a look has seen it. Each row of the feed names the transaction that wrote it instead, and a mark is the server's own
snapshot of the look: news is what was written by transactions that had not ended in the snapshot of the look before.
Those before its oldest running one (its xmin) had, which is why the index on the transaction finds the rest.
"""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from sqlalchemy.engine import Engine

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.news import News
from saas_sql.at_once import driving, sent_at_once
from saas_sql.column_types import POSTGRES
from saas_sql.engine import opening_for_reading, retried
from saas_sql.faults import translated

_SINCE_NUMBER: Final = (
    "SELECT tenant_id, edition, change FROM changed_editions WHERE change >= ? ORDER BY change DESC LIMIT ?"
)
_LAST_NUMBER: Final = "SELECT max(change) FROM changed_editions"
# Another server knows other transactions under the same ids: one that took over from a former one, or was put back.
_MARK: Final = "extract(epoch FROM pg_postmaster_start_time())::text || '|' || pg_current_snapshot()::text"
_MARKED: Final = re.compile(r"(?P<server>[0-9.]+)\|(?P<snapshot>(?P<oldest>\d+):(?P<next>\d+):[0-9,]*)")
# A server in recovery does not list which transactions run: there every change since the oldest of them is news.
_SINCE_SNAPSHOT: Final = """
SELECT NULL::uuid, NULL::bigint, {mark} UNION ALL
(SELECT tenant_id, edition, NULL FROM changed_editions WHERE change >= {oldest}
AND (pg_is_in_recovery() OR NOT pg_visible_in_snapshot(change::text::xid8, '{snapshot}')) LIMIT {most})"""


def news(engine: Engine, since: str | None, most: int) -> News:
    """Return the tenants whose edition changed since a mark, or everything if they are more than `most`.

    Raises StoreFault.
    """
    with translated():
        if engine.dialect.name == POSTGRES:
            return _postgres(engine, since, most)
        return _sqlite(engine, since, most)


def _sqlite(engine: Engine, since: str | None, most: int) -> News:
    def look() -> list[Any]:
        with driving(engine) as cursor:
            if since is None:
                return [(None, None, number or 0) for (number,) in cursor.execute(_LAST_NUMBER).fetchall()]
            found: list[Any] = cursor.execute(_SINCE_NUMBER, (int(since), most + 2)).fetchall()
            return found

    rows = retried(look)
    if since is None:
        return News(str(rows[0][2]))
    if not rows:
        # The last change that was seen is not there: the database was put back to an earlier state.
        return News("0", everything=since != "0")
    editions = {TenantId(UUID(tenant_id)): edition for tenant_id, edition, number in rows if number > int(since)}
    mark = str(rows[0][2])
    return News(mark, everything=True) if len(editions) > most else News(mark, editions)


def _postgres(engine: Engine, since: str | None, most: int) -> News:
    before = None if since is None else _MARKED.fullmatch(since)
    if before is None:
        asked = f"SELECT NULL, NULL, {_MARK}"
    else:
        asked = _SINCE_SNAPSHOT.format(mark=_MARK, oldest=before["oldest"], snapshot=before["snapshot"], most=most + 1)
    (rows,) = retried(lambda: sent_at_once(engine, opening_for_reading(PROVIDER), asked))
    # The server may send the rows in any order.
    now = next((_MARKED.fullmatch(mark) for _tenant, _edition, mark in rows if mark), None)
    if now is None:
        message = "The store does not say which transactions it has seen."
        raise StoreFault(message, remedy="Report this with the version of the database.")
    if before is not None and (now["server"] != before["server"] or int(now["next"]) < int(before["next"])):
        return News(now[0], everything=True)
    if len(rows) > most + 1:
        return News(now[0], everything=True)
    return News(now[0], {TenantId(tenant_id): edition for tenant_id, edition, mark in rows if not mark})
