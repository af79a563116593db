"""Support: tickets of clients, and what of them support covers, by clause."""
