"""Simulated providers, with their faults and books, for demonstrations and tests; none of them is the vendor.

Import the one you need: `saas_sandbox.stripe`, `saas_sandbox.ses`.
"""
