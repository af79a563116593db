"""Access: users, departments, roles and who holds which role where (1.4, 1.5)."""
