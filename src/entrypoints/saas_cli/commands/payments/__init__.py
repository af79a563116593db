"""What `saas license` does at the provider of payments."""

from __future__ import annotations

from saas_cli.overview import Row

ROWS: tuple[Row, ...] = ()
