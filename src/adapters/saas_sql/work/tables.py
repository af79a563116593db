"""The tables of what is to be done."""

from saas_sql.declaration import Tables

TABLES = Tables("saas_sql.work")
