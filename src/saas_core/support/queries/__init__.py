"""Tickets as clients and staff see them."""
