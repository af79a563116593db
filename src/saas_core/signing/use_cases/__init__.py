"""Use cases of signing."""
