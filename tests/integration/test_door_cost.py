"""The cost of authentication, which happens on every call: two rows, and no change to the client."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

Anything = Any


@pytest.mark.parametrize("kind", ["usr", "api"])
def test_a_key_is_read_in_two_queries_and_its_use_kept_once(company: Anything, kind: str) -> None:
    """Beside the head of the tenant; the use of a program is one statement, and none again within a minute."""
    access, tenant_id = company.application.access, company.tenant_id
    made = access.api_keys.create(by=company.owners[0], tenant_id=tenant_id, name="Till 3", scopes=["people.manage"])
    key = made.key if kind == "api" else next(each for each in company.secrets if each.startswith("usr_"))
    store = company.application.store
    epoch, heard = store.epoch(tenant_id), list[str]()

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    sa.event.listen(store._engine, "before_cursor_execute", hear)
    try:
        for kept in (1 if kind == "api" else 0, 0):
            heard.clear()
            access.staff.authenticate(key)
            tables = re.findall(r"\bFROM (api_keys|keys|users|tenant_heads)\b", "\n".join(heard))
            assert sorted(tables) == sorted(["api_keys" if kind == "api" else "keys", "tenant_heads", "users"])
            assert sum("INTO credential_uses" in each for each in heard) == kept
    finally:
        sa.event.remove(store._engine, "before_cursor_execute", hear)
    assert store.epoch(tenant_id) == epoch
