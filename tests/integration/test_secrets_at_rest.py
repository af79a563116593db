"""A stolen copy of the database lets nobody in."""

from __future__ import annotations

import base64
import json
import sqlite3
from typing import Any

from mailed import newest_token
from saas_sql.tables import metadata

Anything = Any


def _dump(database: Anything) -> str:
    """Give everything that the database holds, as text."""
    if database.kind == "sqlite":
        with sqlite3.connect(database.url.removeprefix("sqlite:///")) as connection:
            told = "\n".join(connection.iterdump())
        connection.close()
        return told
    rows = (database.ask(f"SELECT * FROM {table}") for table in metadata.tables)  # own names
    return "\n".join(str(row) for table in rows for row in table)


def test_a_dump_holds_no_key_no_link_and_no_master_key(company: Anything, database: Anything) -> None:
    """Neither whole nor its secret part alone is any of them there, and one link still waits to be mailed."""
    dump = _dump(database)
    assert "ada@acme.example" in dump
    with company.application.store.read(company.tenant_id) as work:
        assert len(work.outbox.pending()) == 1
    keys = json.loads(company.application.settings.key_file.read_text())
    masters = [keys["digests"], *keys["keys"].values()]
    shown = [base64.b64decode(each).hex() for each in masters]
    parts = [each.split("_", 2)[-1] for each in company.secrets]
    assert len(parts) == 5
    for secret in (*company.secrets, *parts, *masters, *shown):
        assert secret not in dump
    company.application.worker.drain(tenant_id=company.tenant_id)
    token = newest_token(company.application.settings.mail_folder)
    assert token not in company.secrets
    assert token.split("_", 2)[-1] not in dump


def test_the_journal_holds_no_personal_text(company: Anything) -> None:
    """Names and addresses stand in the people's own rows only, so that erasing them leaves the journal true."""
    with company.application.store.read(company.tenant_id) as work:
        told = str(work.journal.entries())
    for personal in ("Ada", "Bob", "Eve", "acme.example"):
        assert personal not in told
