"""The tables of tasks, the outbox and the inbox."""

from saas_sql.declaration import Tables

TABLES = Tables("saas_sql.work")
