"""What bulletins add to the shell."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (Row("Clients", "bulletins", "bulletins", "Bulletins of a client: list."),)
