"""The letter of signing: what somebody signed is not what stands there any more."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

SUSPECT: Final = LetterKind(
    name="signature_suspect",
    occasion="what a member of staff signed in the policy has changed",
    facts=("what", "changed", "link"),
    lists=("changed",),
    sample={
        "what": "clause 0.1",
        "changed": "value grace_days: grace_days = [-0-] [+7+]",
        "link": "https://portal.example/policy#clause-0.1",
    },
)

LETTERS: Final = (SUSPECT,)
