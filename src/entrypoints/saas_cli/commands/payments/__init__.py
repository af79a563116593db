"""Commands of `saas license` at the provider of payments."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS: tuple[Row, ...] = ()
