"""The part of signing."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.signing.letters import LETTERS
from saas_core.signing.ports import SigningWork
from saas_core.signing.values import ACTIONS, REVIEW, SUSPECT_MAIL

PART: Final = Part[SigningWork](
    name="signing",
    tasks=(REVIEW,),
    effects=(SUSPECT_MAIL,),
    letters=LETTERS,
    actions=frozenset({*ACTIONS.values(), "provider.terms"}),
)
