"""Payments: each client's account at the provider of payments, its books, and orders carried out there."""
