"""Inspecting: what guards the rows in a database, compared with what the tables declare.

Triggers, row-level security and its policies, grants, constraints, columns and indexes are compared by name and by
definition. Whatever is missing, differs or is not declared is a finding; an index that only makes reading faster may be
added, and other roles may be granted reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.engine import Engine

from saas_core.kernel.parts import Finding
from saas_sql.engine import ROLE, begin_as_connected
from saas_sql.faults import translated
from saas_sql.pieces import Piece, Pieces, declared_pieces, pieces_of, role_faults

GUARDS = "guards"
HOUSE = "provider"
JOURNAL = ("tenant_heads", "journal_entries", "licenses", "license_facts")
"""The tables whose guards are the journal's own: the chain, its head, and what it vouches for."""
_LONGEST = 200


class Inspection:
    """Inspects one database; what is declared is read once, since it depends on the code and the server alone."""

    def __init__(self, engine: Engine, tables: Mapping[str, sa.Table]) -> None:
        """Inspect these tables through the engine, as the role that it connects with."""
        self._engine = engine
        self._tables = tuple(tables.values())
        self._declared: Pieces | None = None

    def findings(self, *, of_journal: bool = False) -> tuple[Finding, ...]:
        """Return what guards less, otherwise or more than is declared; changes nothing.

        Only of the journal's own tables on request. Raises StoreFault.
        """
        tables = [each for each in self._tables if not of_journal or each.name in JOURNAL]
        with translated(), self._engine.connect() as connection:
            begin_as_connected(connection)
            try:
                found = pieces_of(connection, tables)
                faults = tuple(role_faults(connection, tables))
                declared = self._declared or self._read_declared(connection)
            finally:
                connection.rollback()
        if declared is None:
            return (*_of_role(faults), _not_compared())
        self._declared = declared
        names = {each.name for each in tables}
        wanted = {piece: text for piece, text in declared.items() if piece.table in names}
        return (*_of_role(faults), *compared(found, wanted))

    def _read_declared(self, connection: sa.Connection) -> Pieces | None:
        try:
            return declared_pieces(connection, self._tables)
        except sqlalchemy.exc.ProgrammingError as fault:
            # Without the privilege nothing can be compared; that is said, and nothing else is hidden.
            if getattr(fault.orig, "sqlstate", None) != "42501":
                raise
            return None


def compared(found: Pieces, declared: Pieces) -> Iterator[Finding]:
    """Yield a finding for each piece that is missing, differs or is not declared, ordered by table."""
    for piece in sorted({*found, *declared}):
        if piece not in found:
            yield _finding(f"The {piece} is missing.", _put_back(declared[piece]))
        elif piece not in declared:
            if not _harmless(piece):
                yield _finding(f"The {piece} is not declared.", "Whoever owns the database removes or declares it.")
        elif found[piece] != declared[piece]:
            yield _finding(
                f"The {piece} is not as declared, but {_shortened(found[piece])}", _put_back(declared[piece])
            )


def _harmless(piece: Piece) -> bool:
    """Return whether a piece that is not declared takes nothing away and lets nobody change anything."""
    if piece.kind == "index":
        return True
    reads = piece.kind == "grant" and piece.name.startswith("SELECT")
    return reads and not piece.name.endswith((f" to {ROLE}", " to everybody"))


def _put_back(definition: str) -> str:
    return f"Whoever owns the database puts it back as it was declared: {_shortened(definition)}"


def _shortened(definition: str) -> str:
    return definition if len(definition) <= _LONGEST else f"{definition[:_LONGEST]}…"


def _of_role(faults: Iterable[str]) -> Iterator[Finding]:
    for each in faults:
        yield _finding(each, "Whoever administers the server takes it away; see docs/operating.md.")


def _finding(sentence: str, remedy: str) -> Finding:
    return Finding(GUARDS, HOUSE, sentence, remedy)


def _not_compared() -> Finding:
    return _finding(
        "The guards could not be compared with their declarations: the role may not create temporary tables.",
        "Grant TEMPORARY on the database to the role, or run `saas doctor` as the role that owns it.",
    )
