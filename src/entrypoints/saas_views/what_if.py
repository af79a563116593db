"""What if, as presented by every entrance: an answer explained as that to a real question is."""

from __future__ import annotations

from attrs import frozen

from saas_core.policy.what_if import WhatIf
from saas_views.decisions import ExplainedView, explained_view


@frozen(kw_only=True)
class WhatIfView:
    """The situation in sentences, the question, the answer fact by fact, and the scenario that would pin it."""

    situation: tuple[str, ...]
    question: str
    explained: ExplainedView
    scenario: str


def what_if_view(found: WhatIf) -> WhatIfView:
    """Return the view of an answer to an invented question."""
    return WhatIfView(
        situation=found.situation,
        question=found.question,
        explained=explained_view(found.decision, found.clauses),
        scenario=found.scenario,
    )
