"""What tenancy brings to the house."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.tenancy.export import TENANT
from saas_core.tenancy.letters import LETTERS
from saas_core.tenancy.occasions import occasions
from saas_core.tenancy.ports import TenancyWork

PART: Final = Part[TenancyWork](
    name="tenancy",
    letters=LETTERS,
    export=(TENANT,),
    occasions=occasions,
    actions=frozenset({"account.manage", "license.read", "provider.tenants", "setup.activation"}),
)
