"""What licensing brings to the house."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.licensing.export import LICENSE
from saas_core.licensing.letters import LETTERS
from saas_core.licensing.occasions import occasions
from saas_core.licensing.ports import LicensingWork

PART: Final = Part[LicensingWork](
    name="licensing",
    letters=LETTERS,
    export=(LICENSE,),
    occasions=occasions,
    actions=frozenset({"license.read", "account.manage", "billing.pay", "provider.payments", "provider.licenses"}),
)
