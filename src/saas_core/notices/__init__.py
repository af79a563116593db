"""Notices: letters from the provider to its clients, each sent once for each cause."""
