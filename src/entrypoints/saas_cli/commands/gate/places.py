"""`saas places`: where a user may do something now (1.4.c)."""

from __future__ import annotations

from saas_cli.arguments import Action, Tenant, User
from saas_cli.decisions import decision_json, decision_lines
from saas_cli.options import READING, Common
from saas_cli.questions import asked_places
from saas_cli.root import single
from saas_cli.session import desk
from saas_views.places import places_view
from saas_views.presenting import as_json

app = single(
    "places",
    "saas places harbor mia@harbor.example invoices.approve",
    "saas places harbor me invoices.approve --json",
)

NOWHERE = 3


@app.default
def places(tenant: Tenant, user: User, action: Action, /, *, common: Common = READING) -> int:
    """List where a user may do something now: everywhere, or in departments with all that lie under them.

    Otherwise the reasons are those for the whole instance. Exit code 0 if it is
    allowed anywhere, 3 if nowhere. Name the user by e-mail address, id, or `me`.
    """
    with desk(common) as at:
        found = asked_places(at, tenant, user, action)
        view = as_json(places_view(found)) | {"answer": decision_json(found.decision)}
        if found.tops:
            lines = [at.screen.paint("In these departments, and all that lie under them", "bold")]
            lines += [f"  {path}" for path in sorted(found.paths, key=str.casefold)]
        else:
            lines = ["Everywhere." if found.everywhere else "Nowhere."]
            lines += decision_lines(found.decision, at.screen.out)
        at.screen.answer(view, *lines)
    return 0 if found else NOWHERE
