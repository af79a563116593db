"""Carrying out what was decided: workers lease tasks, and effects leave after the commit that decided them."""
