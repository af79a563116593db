"""Users, their rights and their credentials."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Ask", "who-may", "who_may", "Who may do this here, and by which assignment."),
    Row("Ask", "whoami", "whoami", "Who the key signs in, and what it may do where."),
    Row("Clients", "invitations", "invitations", "Invitations: send, accept."),
    Row("Clients", "sign-in", "sign_in", "Sign in by a mailed link; sessions: list, end."),
    Row("People", "users", "users", "Users of a client: add, import, list, deactivate."),
    Row("People", "departments", "departments", "The tree of departments: add, list, move, rename, remove."),
    Row("People", "roles", "roles", "Roles: add, edit, list, delete, assign, unassign."),
    Row("People", "keys", "keys", "API keys of your programs: create, list, rotate, revoke."),
    Row("Provider", "staff", "staff", "Members of staff: add, list, deactivate, renew and fetch keys."),
    Row(
        "Provider",
        "break-glass",
        "break_glass",
        "See or change a client's users for hours: ask, approve, end.",
    ),
)
