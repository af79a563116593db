"""The tables of support."""

from saas_sql.declaration import Tables

TABLES = Tables("saas_sql.support")
