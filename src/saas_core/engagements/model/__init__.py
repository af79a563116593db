"""The engagement: what a client asked for, and how far it has come (4.1, 4.2)."""
