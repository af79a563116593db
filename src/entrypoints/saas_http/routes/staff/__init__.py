"""The routes of the provider's staff, with the client in the path."""
