"""Pages by context: each module has `PAGES`, and is found by the name of its context."""
