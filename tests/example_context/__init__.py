"""An example: bulletins of a client, a context outside of this project, registered as the shipped ones are.

One aggregate, two commands, one list, one letter, one task, one table on every store, one route for each, one command
of the shell, and one Rule. `docs/adding-a-context.md` is written from it.
"""

from __future__ import annotations

from saas_core.contexts import Context

BULLETINS = Context("bulletins", package="example_context")
