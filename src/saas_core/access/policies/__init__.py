"""The rules of access, each a pure function: rights, granting, owners, names, and the effects of a change."""

from __future__ import annotations

from saas_core.access.policies.effects import Right, RightsChange, RightsHeld, effect
from saas_core.access.policies.granting import Grantor, newly_covering, require_department_free, widened
from saas_core.access.policies.naming import (
    Places,
    department_at,
    name_key,
    require_free_department,
    require_free_role,
    role_named,
)
from saas_core.access.policies.owning import owner_role, owners, require_other_owner
from saas_core.access.policies.rights import Holding, holdings, permissions_through, rights
from saas_core.access.policies.tree import Tree
from saas_core.access.policies.vocabulary import Vocabulary, vocabulary

__all__ = [
    "Grantor",
    "Holding",
    "Places",
    "Right",
    "RightsChange",
    "RightsHeld",
    "Tree",
    "Vocabulary",
    "department_at",
    "effect",
    "holdings",
    "name_key",
    "newly_covering",
    "owner_role",
    "owners",
    "permissions_through",
    "require_department_free",
    "require_free_department",
    "require_free_role",
    "require_other_owner",
    "rights",
    "role_named",
    "vocabulary",
    "widened",
]
