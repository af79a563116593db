"""What is known of a policy besides its terms and its book: what its page is assembled from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from saas_core.policy.legal_text import LegalText
from saas_core.policy.reasons import ReasonCode
from saas_policy_page import page as shown
from saas_policy_page.coverage import Dangling
from saas_policy_page.links import Citation
from saas_policy_page.messages import Result


@frozen
class Way:
    """Where a remedy is carried out: its sentence, and its command, route or page; empty where there is none."""

    sentence: str
    place: str


@frozen(kw_only=True)
class Known:
    """What is known of a policy besides its terms and its book.

    `results` are what came of each scenario by its number, and `ran` says where they come from. `ways` say how the
    remedy of a reason is carried out, `desks` the actions that some context asks about. `legal_says` says why there is
    no legal text. The rest is known where a database is named: `counted` says what the counts are of, or why there are
    none, `withheld` why `signatures` and `questions` are None, which is not to say that there are none. `questions` are
    by the clauses that they concern; those of the whole are at the empty number.
    """

    results: Mapping[str, tuple[Result, ...]]
    ran: str
    cited: tuple[Citation, ...]
    findings: tuple[Dangling, ...]
    ways: Mapping[ReasonCode, Way]
    desks: frozenset[str]
    legal: LegalText | None = None
    legal_says: str = "No legal text was named, so our text stands alone."
    counted: str = "No database was named, so nothing is counted."
    withheld: str = "No database was named, so signatures and open questions are not known."
    counts: Mapping[str, tuple[shown.Counted, ...]] = field(factory=dict)
    reasons: Mapping[str, int] | None = None
    idle_clauses: frozenset[str] = frozenset()
    idle_reasons: tuple[str, ...] = ()
    idle_readings: frozenset[str] = frozenset()
    unmeasured_readings: frozenset[str] = frozenset()
    signatures: tuple[shown.Signed, ...] | None = None
    questions: Mapping[str, tuple[shown.Open, ...]] | None = None
    precedents: Mapping[str, tuple[shown.Precedent, ...]] = field(factory=dict)
