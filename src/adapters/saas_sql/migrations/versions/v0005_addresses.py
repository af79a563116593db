"""Addresses outside ASCII are compared in the form of IDNA 2008.

The form for comparing was one without case, in which `straße` was `strasse` and the two spellings of one domain were
two. Where two users have the same address in the new form, the one who was there first gets it, the others keep the
form they had: nobody is lost, and the doctor names them. Addresses in ASCII stay as they are, which is nearly all.
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_USERS = sa.table("users", *map(sa.column, ("tenant_id", "id", "email", "email_key")))


def upgrade() -> None:
    """Bring the keys of addresses outside ASCII to the form of today."""
    connection = op.get_bind()
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        # The owner of the tables sees every tenant's rows for as long as this takes, and nobody else sees more.
        op.execute("ALTER TABLE users NO FORCE ROW LEVEL SECURITY")
    outside = _USERS.c.email.regexp_match("[^ -~]") if postgres else _USERS.c.email.op("GLOB")("*[^ -~]*")
    query = sa.select(_USERS).where(outside).order_by(_USERS.c.tenant_id, _USERS.c.id)
    for user in connection.execute(query).mappings().all():
        key = _key(user["email"])
        here = _USERS.c.tenant_id == user["tenant_id"]
        taken = sa.select(sa.literal(1)).where(here, _USERS.c.email_key == key)
        if key != user["email_key"] and connection.execute(taken).first() is None:
            connection.execute(sa.update(_USERS).where(here, _USERS.c.id == user["id"]).values(email_key=key))
    if postgres:
        op.execute("ALTER TABLE users FORCE ROW LEVEL SECURITY")


def _key(email: str) -> str:
    composed = unicodedata.normalize("NFC", email.strip())
    small = unicodedata.normalize("NFC", "".join(each.lower() for each in composed))
    local, at, domain = small.rpartition("@")
    labels = (each if each.isascii() else f"xn--{each.encode('punycode').decode()}" for each in domain.split("."))
    return f"{local}{at}{'.'.join(labels)}"
