"""The tables. Every key, foreign key and index begins with the tenant; those of OUTSIDE_TENANTS stand outside.

Roles, departments and users have a row of their own and their states in a table beside it, with half-open spans
`[since, until)`: the row is what others refer to, the states are what held when. A person's name and address stand in
the person's row only, so that erasing it leaves the history true.
"""

from saas_sql.tables.access import (
    assignments,
    department_states,
    departments,
    invitations,
    keys,
    role_states,
    roles,
    staff,
    user_states,
    users,
)
from saas_sql.tables.columns import metadata
from saas_sql.tables.contexts import (
    incidents,
    license_facts,
    licenses,
    linked_accounts,
    notices,
    open_invoices,
    payment_accounts,
    permissions,
    tenants,
    terms,
)
from saas_sql.tables.kernel import (
    directory,
    due_work,
    inbox,
    journal_entries,
    mailings,
    outbox,
    replies,
    suppressions,
    tenant_heads,
)
from saas_sql.tables.keys_and_sessions import api_keys, break_glass_grants, credential_uses, sessions, sign_in_links

OUTSIDE_TENANTS = frozenset({"directory", "due_work", "inbox", "linked_accounts", "mailings", "suppressions"})
"""Tables outside row-level security; they hold no personal data."""

JUDGED = frozenset(
    {
        terms,
        permissions,
        tenants,
        licenses,
        license_facts,
        users,
        user_states,
        departments,
        department_states,
        roles,
        role_states,
        assignments,
        break_glass_grants,
    }
)
"""Tables that answers rest on; a change to any of them makes a new edition of the tenant."""

__all__ = [
    "JUDGED",
    "OUTSIDE_TENANTS",
    "api_keys",
    "assignments",
    "break_glass_grants",
    "credential_uses",
    "department_states",
    "departments",
    "directory",
    "due_work",
    "inbox",
    "incidents",
    "invitations",
    "journal_entries",
    "keys",
    "license_facts",
    "licenses",
    "linked_accounts",
    "mailings",
    "metadata",
    "notices",
    "open_invoices",
    "outbox",
    "payment_accounts",
    "permissions",
    "replies",
    "role_states",
    "roles",
    "sessions",
    "sign_in_links",
    "staff",
    "suppressions",
    "tenant_heads",
    "tenants",
    "terms",
    "user_states",
    "users",
]
