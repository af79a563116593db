"""Access: users, departments, roles and their assignments (1.4, 1.5)."""
