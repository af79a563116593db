"""`saas why`: the same answer as `saas decide`, explained fact by fact."""

from __future__ import annotations

from saas_cli.arguments import Action, Tenant, User
from saas_cli.decisions import explained_json, explained_lines, meant_lines
from saas_cli.options import READING, Common
from saas_cli.questions import PLAINLY, Asked, decided, meant
from saas_cli.root import single
from saas_cli.session import desk
from saas_views.decisions import explained_view

app = single(
    "why",
    "saas why harbor mia@harbor.example invoices.approve",
    "saas why harbor mia@harbor.example invoices.approve --at 2026-11-01T00:00:00Z",
    "saas why harbor mia@harbor.example invoices.approve --at 2026-11-01T00:00:00Z --known-at 2026-11-02T00:00:00Z",
)

REFUSED = 3


@app.default
def why(tenant: Tenant, user: User, action: Action, /, *, asked: Asked = PLAINLY, common: Common = READING) -> int:
    """Explain an answer fact by fact, with the text of every clause it cites.

    Ask as of any instant, and as known at any instant: the terms and facts of
    that time decide (clause 9.4). Exit code 0 if allowed, 3 otherwise.
    """
    with desk(common) as at:
        decision = decided(at, tenant, user, action, asked)
        view = explained_view(decision, at.app.policy.show_terms(version=decision.terms_version).clauses)
        like = meant(at, decision)
        value = {**explained_json(decision, view), "did_you_mean": like}
        at.screen.answer(value, *explained_lines(decision, view, at.screen.out), *meant_lines(like))
    return 0 if decision.allowed else REFUSED
