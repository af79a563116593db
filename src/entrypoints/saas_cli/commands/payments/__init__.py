"""Commands at the provider of payments; those about one license are below `saas license`."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Provider", "incidents", "incidents", "What a person should look at, such as drift: list, acknowledge."),)
