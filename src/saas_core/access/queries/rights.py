"""Rights: the permissions that a role opens through one assignment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from saas_core.access.policies import Holding
from saas_core.access.queries.reading import Organization
from saas_core.access.queries.views import RightView
from saas_core.policy.names import covered


def rights_through(holding: Holding, known: Organization, operations: Iterable[str]) -> Iterator[RightView]:
    """Return the operations that an assignment opens, by name, each with the pattern of the role that covers it."""
    for permission in sorted(operations):
        pattern = covered(permission, holding.role.permissions)
        if pattern is not None:
            yield RightView(
                permission=permission,
                pattern=pattern,
                assignment_id=holding.assignment.id,
                role_id=holding.role.id,
                role=holding.role.name,
                department_id=holding.assignment.department_id,
                department=known.tree.names(holding.assignment.department_id),
                approval_limit_minor=holding.assignment.approval_limit_minor,
            )
