"""Every store of the core on SQLAlchemy Core, for SQLite and PostgreSQL."""
