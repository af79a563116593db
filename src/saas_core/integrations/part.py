"""The part of integrations."""

from __future__ import annotations

from typing import Final

from saas_core.integrations.export import EXPORT
from saas_core.integrations.letters import LETTERS
from saas_core.integrations.occasions import occasions
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.queries.checking import CHECKS
from saas_core.integrations.use_cases.act import CHECK, COUNT, FORGET_DOMAIN, TEST_MAIL
from saas_core.integrations.values import MANAGE, READ, ROTATE, STAFF, STANDARD, TAKE_AWAY, connecting, using
from saas_core.kernel.parts import Part

PART: Final = Part[IntegrationsWork](
    name="integrations",
    tasks=(CHECK, COUNT),
    effects=(TEST_MAIL, FORGET_DOMAIN),
    letters=LETTERS,
    export=EXPORT,
    checks=CHECKS,
    occasions=occasions,
    actions=frozenset({MANAGE, READ, ROTATE, STAFF, TAKE_AWAY, *map(connecting, STANDARD), *map(using, STANDARD)}),
)
