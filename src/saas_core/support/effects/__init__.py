"""Handlers of the tasks of support."""
