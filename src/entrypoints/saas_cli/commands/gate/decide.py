"""`saas decide`: whether a user may do something now."""

from __future__ import annotations

from saas_cli.arguments import Action, Tenant, User
from saas_cli.decisions import decision_json, decision_lines, meant_lines
from saas_cli.options import READING, Common
from saas_cli.questions import PLAINLY, Asked, decided, meant
from saas_cli.root import single
from saas_cli.session import desk

app = single(
    "decide",
    "saas decide harbor mia@harbor.example invoices.approve --department Finance/Accounts",
    "saas decide harbor olivia@harbor.example exclusion.custom_features",
    "saas decide harbor me topic.feature_usage --also exclusion.design_ui --as-support",
    "saas decide harbor mia@harbor.example engagements.approve --amount '650.00 USD'",
    "saas decide harbor olivia@harbor.example root.access --json",
)

REFUSED = 3


@app.default
def decide(tenant: Tenant, user: User, action: Action, /, *, asked: Asked = PLAINLY, common: Common = READING) -> int:
    """Decide whether a user of a client may do something now.

    Answers with the verdict, the clauses, every blocking reason with its
    remedy, and how long the answer holds. Exit code 0 if allowed, 3 otherwise.
    Name the user by e-mail address, id, or `me`.
    """
    with desk(common) as at:
        decision = decided(at, tenant, user, action, asked)
        like = meant(at, decision)
        lines = decision_lines(decision, at.screen.out)
        at.screen.answer({**decision_json(decision), "did_you_mean": like}, *lines, *meant_lines(like))
    return 0 if decision.allowed else REFUSED
