"""Payments: each client's account at the provider of payments, what its books say, and orders carried out there."""
