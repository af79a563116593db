"""One transaction's access to one tenant's rows; every statement is restricted to the tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_sql.at_once import driven, sets_of
from saas_sql.buffered import Buffered, Row, Sending, course_of, key_of
from saas_sql.column_types import POSTGRES
from saas_sql.declaration import rules_of
from saas_sql.driver import Call, is_heard, sent
from saas_sql.faults import Talking
from saas_sql.insertion import insertion
from saas_sql.mapping import Mapped
from saas_sql.outside import told
from saas_sql.prepared import Prepared
from saas_sql.statements import insert_if_absent, insert_or, insert_or_change, selected_for

M = TypeVar("M")


@cache
def own_row(table: sa.Table) -> Prepared:
    """Return the query for the tenant's row of a table with one row per tenant."""
    return Prepared(sa.select(table).where(table.c.tenant_id == sa.bindparam("own")))


class Session:
    """Reads and changes rows in one transaction on one tenant.

    New rows are buffered and sent together, before any other statement and before the commit, so that an import of many
    rows takes a few statements. Every method raises StoreFault.
    """

    def __init__(self, connection: Connection, tenant_id: TenantId, *, writing: bool) -> None:
        """Take a connection whose transaction has begun."""
        self._connection = connection
        self.tenant_id = tenant_id
        self._writing = writing
        self._waiting: dict[sa.Table, Buffered] = {}
        self._sending: dict[int, Sending] = {}
        self._later: list[tuple[Prepared, Row]] = []
        self._last: list[Call] = []
        self._found: dict[tuple[Any, ...], Sequence[Row]] = {}
        self._loaded: dict[tuple[Any, ...], tuple[Sequence[Row], Any]] = {}
        self._unsent_in: set[str] = set()
        self.changed = False
        self.news = False
        self.ended = False
        self.failed = False
        self._translating = Talking(self)

    def select(self, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        """Return a query on the tenant's rows of a table."""
        return sa.select(table).where(table.c.tenant_id == self.tenant_id, *conditions)

    def rows(self, query: sa.Select[Any]) -> Sequence[RowMapping]:
        """Return all rows of a query."""
        self.send()
        return self._ask(query)

    def first(self, query: sa.Select[Any]) -> RowMapping | None:
        """Return the first row of a query, or None."""
        self.send()
        return next(iter(self._ask(query.limit(1))), None)

    def find(self, kept: Mapped[M], query: sa.Select[Any]) -> M | None:
        """Return the model of the first row of a query, or None."""
        return kept.load_first(self.first(query))

    def models(self, kept: Mapped[M], query: sa.Select[Any]) -> tuple[M, ...]:
        """Return the models of all rows of a query."""
        return kept.load_all(self.rows(query))

    def own(self, table: sa.Table) -> Row | None:
        """Return the tenant's row of a table with one row per tenant, or None."""
        return next(iter(self.found(own_row(table))), None)

    def found(self, prepared: Prepared, **values: Any) -> Sequence[Row]:  # noqa: ANN401 - of its parameters
        """Return all rows of a prepared query, whose parameter `own` is the tenant; the query changes nothing.

        They are kept until one of its tables changes: a command is judged, decides and answers by the same rows, and
        nobody else can change the tenant's meanwhile.
        """
        asked = (prepared, *values.values())
        kept = self._found.get(asked)
        if kept is not None:
            self.require_open()
            return kept
        if not self._unsent_in.isdisjoint(prepared.tables):
            self.send()
        if prepared.together and (found_there := self._at_once(prepared.together, values)):
            self._found.update(found_there)
        else:
            self._found[asked] = self.found_sent(prepared, **values)
        return self._found[asked]

    def loaded(self, kept: Mapped[M], prepared: Prepared, **values: Any) -> tuple[M, ...]:  # noqa: ANN401
        """Return the models of all rows of a prepared query, which are made once from the rows that are kept."""
        rows, asked = self.found(prepared, **values), (prepared, *values.values())
        held = self._loaded.get(asked)
        if held is None or held[0] is not rows:
            held = self._loaded[asked] = rows, kept.load_all(rows)
        return held[1]

    def found_sent(self, prepared: Prepared, **values: Any) -> Sequence[Row]:  # noqa: ANN401 - of its parameters
        """Return the rows of a prepared query among rows already sent; the caller must account for buffered rows."""
        self.require_open()
        with self._talking():
            return prepared.rows(self._connection, {"own": self.tenant_id, **values})

    def _at_once(self, together: Iterable[Prepared], values: Row) -> dict[tuple[Any, ...], Sequence[Row]]:
        """Return the rows of queries, read in one round trip; of none where the database takes one after the other."""
        if self._connection.dialect.name != POSTGRES or is_heard(self._connection):
            return {}
        ids, own = tuple(values.values()), {"own": self.tenant_id, **values}
        # What has unsent changes is read once it is asked for itself.
        wanted = [
            each for each in together if (each, *ids) not in self._found and self._unsent_in.isdisjoint(each.tables)
        ]
        self.require_open()
        with self._talking(), driven(self._connection) as cursor:
            cursor.execute("; ".join(each.with_ids(self._connection, own) for each in wanted))
            found = zip(wanted, sets_of(cursor), strict=True)
            return {(each, *ids): each.read(self._connection, rows) for each, rows in found}

    def keep_found(self, found: Mapping[Prepared, Sequence[Row]]) -> None:
        """Take rows that were read with the start of this unit of work, by queries of nothing but the tenant."""
        self._found.update({(query,): rows for query, rows in found.items()})

    def kept(self, prepared: Prepared) -> Sequence[Row] | None:
        """Return the rows of a query of nothing but the tenant if they were read already, else None."""
        self.require_open()
        return self._found.get((prepared,))

    def peek(self, query: sa.Select[Any]) -> RowMapping | None:
        """Return the first row of a query among rows already sent; the caller must account for buffered rows."""
        return next(iter(self._ask(query.limit(1))), None)

    def select_for(
        self, column: sa.Column[Any], values: Sequence[Any], *conditions: sa.ColumnElement[bool]
    ) -> sa.Select[Any]:
        """Return a query for the tenant's rows with one of these values, which may be many, in no particular order."""
        own = column.table.c.tenant_id == self.tenant_id
        return selected_for(self._connection, column, values, own, *conditions)

    def unsent(self, query: sa.Select[Any]) -> Sequence[RowMapping]:
        """Return all rows of a query among rows already sent; the caller must account for buffered rows."""
        return self._ask(query)

    def provided(self, table: sa.Table) -> sa.Select[Any]:
        """Return a query on the provider's rows of a table that every tenant may read."""
        return sa.select(table).where(table.c.tenant_id == PROVIDER)

    def insert(self, table: sa.Table, row: Row) -> None:
        """Buffer a new row of the tenant; it is sent together with others of its table."""
        self.require_writing(table)
        waiting = self._waiting.get(table)
        if waiting is None:
            waiting = self._waiting[table] = Buffered()
        waiting.rows.append(row)

    def insert_if_absent(self, table: sa.Table, row: Row) -> None:
        """Buffer a new row of the tenant, which is left out if its key is taken."""
        self.require_writing(table)
        waiting = self._waiting.get(table)
        if waiting is None:
            waiting = self._waiting[table] = Buffered(if_absent=True)
        waiting.rows.append(row)

    def keep(self, table: sa.Table, row: Row, *, course: tuple[str, ...] | None = None) -> None:
        """Add a row of the tenant, or update the one with its key.

        An update changes the columns that the declaration lets change, or those that `course` names.
        """
        self.require_writing(table)
        waiting = self._waiting.get(table)
        if waiting is None:
            changed = tuple(name for name in row if name in course_of(table)) if course is None else course
            waiting = self._waiting[table] = Buffered(key_of(table), changed)
        waiting.rows.append({**row, "tenant_id": self.tenant_id})

    def update(self, table: sa.Table, *conditions: sa.ColumnElement[bool], **values: Any) -> int:  # noqa: ANN401
        """Update rows of the tenant; returns their number."""
        self.require_writing(table)
        return self._do(sa.update(table).where(table.c.tenant_id == self.tenant_id, *conditions).values(**values))

    def update_later(self, table: sa.Table, prepared: Prepared, **values: Any) -> None:  # noqa: ANN401
        """Buffer an update of the tenant's rows, whose parameter `own` is the tenant; it is sent before new rows."""
        self.require_writing(table)
        self._later.append((prepared, {"own": self.tenant_id, **values}))

    def delete(self, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
        """Remove rows of the tenant; returns their number."""
        self.require_writing(table)
        return self._do(sa.delete(table).where(table.c.tenant_id == self.tenant_id, *conditions))

    def claim(self, table: sa.Table, row: Row) -> bool:
        """Add a row to a table outside the tenants unless its key is taken; returns whether it was added.

        Waits for concurrent inserts of the same key.
        """
        self.require_writing(table)
        self.send()
        with self._talking():
            return insert_if_absent(self._connection, table, row)

    def change_outside(self, table: sa.Table, statement: sa.Update | sa.Delete) -> int:
        """Update or remove rows of tables outside the tenants; returns their number."""
        self.require_writing(table)
        return self._do(statement)

    def change_or_add(
        self, table: sa.Table, rows: Sequence[Row], changed: Callable[[sa.Table, Any], Mapping[str, Any]]
    ) -> None:
        """Add or update rows of tables outside the tenants after all others, and wake those waiting for such rows."""
        self.require_writing(table)
        adding = insert_or(self._connection.dialect.name, table, tuple(rows[0]), changed)
        self._last += [adding.calls(self._connection, rows), *told(self._connection)]

    def send_before_others(self, sending: Sending) -> None:
        """Have somebody send changes of its own, or buffer their rows, whenever rows are sent."""
        self._sending[id(sending)] = sending

    def outside(self, query: sa.Select[Any]) -> Sequence[RowMapping]:
        """Return all rows of a query on a table outside the tenants."""
        return self._ask(query)

    def send(self) -> None:
        """Send the buffered rows."""
        calls = self._unsent()
        if calls:
            with self._talking():
                sent(self._connection, calls)

    def commit(self, *last: Call) -> None:
        """Send everything buffered and the calls given, commit, and end the session."""
        calls = [*self._unsent(), *self._last, *last]
        with self._talking():
            sent(self._connection, calls, commit=True)
        self.ended = True

    def _unsent(self) -> list[Call]:
        """Return what sends the buffered rows, which then are no longer buffered."""
        self._unsent_in.clear()
        calls: list[Call] = []
        while self._sending:
            sending, self._sending = self._sending, {}
            for each in sending.values():
                calls += each.unsent(self._connection)
        later, self._later = self._later, []
        calls += [prepared.call(self._connection, values) for prepared, values in later]
        waiting, self._waiting = self._waiting, {}
        # Referenced tables first.
        for table in sorted(waiting, key=_number) if len(waiting) > 1 else waiting:
            calls.append(self._sending_all(table, waiting[table]))
        return calls

    def _sending_all(self, table: sa.Table, waiting: Buffered) -> Call:
        rows, connection = waiting.rows, self._connection
        if not waiting.course:
            return insertion(connection, table, self.tenant_id, rows, if_absent=waiting.if_absent)
        kept = insert_or_change(connection.dialect.name, table, tuple(rows[0]), waiting.ident, waiting.course)
        return kept.calls(connection, rows)

    def require_provider(self) -> None:
        """Raise StoreFault unless this is the provider's own scope."""
        if self.tenant_id != PROVIDER:
            message = "This unit of work may not change what belongs to the provider."
            raise StoreFault(message, remedy="Begin one in the provider's scope.")

    def _do(self, statement: sa.Update | sa.Delete) -> int:
        self.send()
        with self._talking():
            return int(self._connection.execute(statement).rowcount)

    def _ask(self, query: sa.Select[Any]) -> Sequence[RowMapping]:
        self.require_open()
        with self._talking():
            return self._connection.execute(query).mappings().all()

    def _talking(self) -> Talking:
        """Return what raises the database's errors as ours; after one, nothing half done may be committed."""
        return self._translating

    def require_open(self) -> None:
        """Raise StoreFault if the transaction has ended."""
        if self.ended:
            message = "This unit of work has ended."
            raise StoreFault(message, remedy="Begin a new one.")
        if self.failed:
            message = "This unit of work has failed; none of its changes are kept."
            raise StoreFault(message, remedy="Begin a new one.")

    def require_writing(self, table: sa.Table) -> None:
        """Raise StoreFault in a read-only unit of work; otherwise record that it changes the table."""
        self.require_open()
        if not self._writing:
            message = "This unit of work is read-only."
            raise StoreFault(message, remedy="Begin a writing one.")
        self.changed = True
        self._unsent_in.add(table.name)
        if self._found:
            self._found = {asked: rows for asked, rows in self._found.items() if table.name not in asked[0].tables}
        self.news = self.news or rules_of(table).judged


def _number(table: sa.Table) -> int:
    return rules_of(table).number
