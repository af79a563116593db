"""Every store of the core on SQLAlchemy Core, for SQLite and PostgreSQL."""

from saas_core.kernel.extras import needing

with needing("saas_sql", "app"):
    from saas_sql.schema import migrate
    from saas_sql.store import SqlStore
    from saas_sql.unit_of_work import SqlWork

__all__ = ["SqlStore", "SqlWork", "migrate"]
