"""The tables of integrations."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.integrations.values import (
    ClaimKind,
    ConnectionState,
    IdentityState,
    Mode,
    ProblemCode,
    RecordState,
)
from saas_sql.column_types import Instant, Json, bytewise, choice
from saas_sql.declaration import WHOLE, Tables, column, ident, refers, unique

TABLES = Tables("saas_sql.integrations")

client_keys = TABLES.add(
    "client_keys",
    ident(),
    column("master_key_id", sa.Text),
    column("wrapped", sa.Text),
    column("made_at", Instant),
    column("wrapped_at", Instant),
    changes=("master_key_id", "wrapped", "wrapped_at"),
)

sealed_credentials = TABLES.add(
    "sealed_credentials",
    ident(),
    column("key_id", sa.Uuid),
    column("format", sa.BigInteger),
    column("sealed", sa.Text),
    column("fingerprint", sa.Text),
    column("last_four", sa.Text),
    column("sealed_at", Instant),
    refers("key_id", client_keys),
    removed=True,
)

integration_connections = TABLES.add(
    "integration_connections",
    ident(),
    column("name", sa.Text),
    column("state", choice(ConnectionState, "connectionstate")),
    column("made_by", sa.Text),
    column("made_at", Instant),
    column("changed_at", Instant),
    column("credential_id", sa.Uuid, null=True),
    column("checked_at", Instant, null=True),
    column("looks", sa.BigInteger),
    column("problem_code", choice(ProblemCode, "problemcode"), null=True),
    column("problem_about", sa.Text, null=True),
    column("failed_at", Instant, null=True),
    column("title", sa.Text),
    column("enhancement_id", sa.Uuid, null=True),
    refers("credential_id", sealed_credentials),
    unique("name"),
    changes=(
        "state",
        "made_by",
        "made_at",
        "changed_at",
        "credential_id",
        "checked_at",
        "looks",
        "problem_code",
        "problem_about",
        "failed_at",
    ),
)

integration_states = TABLES.add(
    "integration_states",
    ident("connection_id"),
    column("since", Instant, key=True),
    column("until", Instant, null=True),
    column("name", sa.Text),
    column("works", sa.Boolean),
    column("title", sa.Text),
    refers("connection_id", integration_connections),
    changes=("until", "works", "title"),
    removed=True,
    judged=True,
)

integration_gateways = TABLES.add(
    "integration_gateways",
    ident("connection_id"),
    column("mode", choice(Mode, "mode")),
    column("linked", sa.Boolean),
    column("account", sa.Text),
    column("currency", sa.Text),
    column("country", sa.Text),
    column("claimed", sa.Text),
    column("rights", Json),
    refers("connection_id", integration_connections),
    changes=WHOLE,
    removed=True,
)

integration_domains = TABLES.add(
    "integration_domains",
    ident("connection_id"),
    column("domain", sa.Text),
    column("sender_address", sa.Text),
    column("sender_name", sa.Text),
    column("reply_to", sa.Text),
    column("token", sa.Text),
    column("selector", sa.Text),
    column("public_key", sa.Text),
    column("proved", sa.Boolean),
    column("proof_state", choice(RecordState, "proofstate")),
    column("dkim_state", choice(RecordState, "dkimstate")),
    column("identity", choice(IdentityState, "identitystate")),
    refers("connection_id", integration_connections),
    changes=WHOLE,
    removed=True,
)

financial_settings = TABLES.add(
    "financial_settings",
    column("currency", sa.Text),
    column("country", sa.Text),
    column("tax_number", sa.Text),
    column("fiscal_year_month", sa.BigInteger),
    column("fiscal_year_day", sa.BigInteger),
    column("invoice_prefix", sa.Text),
    column("next_number", sa.BigInteger),
    column("series", Json),
    changes=WHOLE,
)

integration_uses = TABLES.add(
    "integration_uses",
    ident("integration_id"),
    column("name", sa.Text),
    column("uses", sa.BigInteger),
    column("first_at", Instant),
    column("last_at", Instant),
    changes=("uses", "last_at"),
    removed=True,
)

integration_claims = TABLES.add(
    "integration_claims",
    column("kind", choice(ClaimKind, "claimkind"), key=True),
    column("subject", bytewise(), key=True),
    column("tenant_id", sa.Uuid),
    removed=True,
    outside="a domain and an account at a payment gateway belong to one client of all",
)
