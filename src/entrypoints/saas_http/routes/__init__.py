"""The routes, by subject; each is a declaration over a call of a use case."""
