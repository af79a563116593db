"""Handlers of the tasks and effects of payments: orders, looks and the hourly reconciliation."""
