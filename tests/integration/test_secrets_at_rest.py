"""A stolen copy of the database lets nobody in."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from typing import Any

from mailed import newest_token
from saas_sql.catalogue import tables_in

Anything = Any


def _dump(database: Anything) -> str:
    """Return everything that the database holds, as text."""
    if database.kind == "sqlite":
        with sqlite3.connect(database.url.removeprefix("sqlite:///")) as connection:
            told = "\n".join(connection.iterdump())
        connection.close()
        return told
    rows = (database.ask(f"SELECT * FROM {table}") for table in tables_in())  # own names
    return "\n".join(str(row) for table in rows for row in table)


def _more_secrets(company: Anything) -> list[str]:
    """Make an API key with two secrets and a session, and leave a link to sign in waiting for its mail."""
    access, acting = company.application.access, {"by": company.owners[0], "tenant_id": company.tenant_id}
    made = access.api_keys.create(**acting, name="Till 3", scopes=["people.manage"])
    rotated = access.api_keys.rotate(**acting, key_id=made.api_key.key_id)
    access.sign_in.ask(client="acme", email="ada@acme.example")
    company.application.work.worker.drain(tenant_id=company.tenant_id)
    link = newest_token(company.application.settings.mail_folder, "sin")
    signed = access.sign_in.complete(token=link)
    access.people.invite_user(**acting, email="ina@acme.example", name="Ina")
    access.sign_in.ask(client="acme", email="ada@acme.example")
    return [made.key, rotated.key, link, signed.key]


def test_a_dump_holds_no_key_no_link_and_no_master_key(company: Anything, database: Anything) -> None:
    """Neither whole nor its secret part alone is any of them there, and one link still waits to be mailed."""
    secrets = (*company.secrets, *_more_secrets(company))
    dump = _dump(database)
    assert "ada@acme.example" in dump
    with company.application.store.read(company.tenant_id) as work:
        # An invitation, and a link to sign in.
        assert len(work.outbox.pending()) == 2
    keys = json.loads(company.application.settings.key_file.read_text())
    masters = [keys["digests"], *keys["keys"].values()]
    shown = [base64.b64decode(each).hex() for each in masters]
    # Each is a kind and one or two ids, then the secret, which may have underscores of its own.
    parts = [re.fullmatch(r"[a-z]+(?:_[0-9a-f]{32}){1,2}_(.+)", each)[1] for each in secrets]
    assert len(parts) == 9
    assert all(len(each) > 30 for each in parts)
    for secret in (*secrets, *parts, *masters, *shown):
        assert secret not in dump
    company.application.work.worker.drain(tenant_id=company.tenant_id)
    for kind in ("inv", "sin"):
        token = newest_token(company.application.settings.mail_folder, kind)
        assert token not in secrets
        assert token.split("_", 2)[-1] not in dump


def test_the_journal_holds_no_personal_text(company: Anything) -> None:
    """Names and addresses stand in the people's own rows only, so that erasing them leaves the journal true."""
    with company.application.store.read(company.tenant_id) as work:
        told = str(work.journal.entries())
    for personal in ("Ada", "Bob", "Eve", "acme.example"):
        assert personal not in told
