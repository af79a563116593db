"""Simulated providers for demonstrations and tests; none of them is the vendor, and each says so."""
