"""PostgreSQL serves a user that owns nothing, as the page on operating says."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from saas_core.kernel.ids import TenantId
from saas_sql import SqlStore

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def test_a_member_of_the_application_role_needs_no_more_to_serve(postgres_url: str) -> None:
    """The two statements of the page make a user that opens the store, sees its schema's version and works."""
    page = OPERATING.read_text(encoding="utf-8")
    (statements,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    owner = sa.create_engine(postgres_url)
    with owner.begin() as connection:
        connection.exec_driver_sql(statements.replace("saas_service", "saas_service_of_a_test"))
    serving = SqlStore(
        sa.make_url(postgres_url).set(username="saas_service_of_a_test").render_as_string(hide_password=False)
    )
    try:
        serving.check()
        with serving.begin(TenantId(UUID(int=7))) as work:
            assert work.tenants.get() is None
            work.commit()
    finally:
        serving.close()
        with owner.begin() as connection:
            connection.exec_driver_sql("DROP ROLE saas_service_of_a_test")
        owner.dispose()
