"""The review: readings that wait for a signature become questions, and signers are told once of what changed."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.actors import System
from saas_core.kernel.ids import PROVIDER, Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Acts
from saas_core.policy.ports import Judge
from saas_core.policy.terms import offered
from saas_core.signing.policies import ground, standings, waiting
from saas_core.signing.ports import Books, SigningWork
from saas_core.signing.use_cases.questions import noted
from saas_core.signing.values import SUSPECT_MAIL, Role, SignatureState

ACTOR: Final = System("worker")


class Reviewing:
    """Looks through the latest signatures; the software acts, and nobody is judged."""

    def __init__(
        self,
        *,
        transactions: Transactions[SigningWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        books: Books,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._books = books

    def review(self) -> int:
        """Note the readings that wait, and have each signer of something that changed told once; return how many.

        Raises StoreFault.
        """
        with self._acts.begin(PROVIDER, ACTOR) as act:
            versions, signatures = act.work.terms.all(), act.work.signatures
            terms, everything = offered(versions, act.at), signatures.latest()
            on = ground(terms, versions, self._books())
            known = {(each.scope, each.role) for each in act.work.open_questions.open()}
            new = [each for each in waiting(everything, on) if (str(each), Role.LEGAL) not in known]
            for scope in new:
                act.work.open_questions.save(noted(act, scope))
            told = [
                each.signature
                for each in standings(everything, on)
                if each.changed and each.state is not SignatureState.SUPERSEDED and each.signature.told_at is None
            ]
            for each in told:
                signatures.tell(each.told(act.at))
                act.put(SUSPECT_MAIL, f"signature:{each.id}", {"signature": str(each.id)})
            if new or told:
                details: dict[str, Value] = {
                    "questions": [str(each) for each in new],
                    "suspect": [str(each.id) for each in told],
                    "terms": terms.version,
                }
                act.note("signing.review", "policy:whole", details)
            return len(told)
