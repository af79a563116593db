"""`saas serve`: the HTTP interface, and pages for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.options import READING, Common
from saas_cli.root import single
from saas_cli.session import opened
from saas_web.serving import serve_at

if TYPE_CHECKING:
    from saas_app import Application

SERVED = "saas_http.serving:application"
"""The application that each worker process serves."""

app = single("serve", "saas serve", "saas serve --address 0.0.0.0 --port 8080 --workers 4")


@app.default
def serve(
    *,
    address: Annotated[str, Parameter(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="The port to listen on.")] = 8000,
    workers: Annotated[int, Parameter(help="The number of worker processes.")] = 1,
    common: Common = READING,
) -> None:
    """Serve the HTTP interface and pages for people until stopped (SIGTERM, Ctrl-C).

    Requests in progress are finished first. People sign in and decide on
    estimates under /portal, or the path of SAAS_PORTAL_URL. Clients' programs use
    /v1 (documented at /docs and /openapi.json), staff's use /v1/staff; Stripe sends
    events to /webhooks/stripe, once SAAS_STRIPE_WEBHOOK_SECRETS is set. Run
    `saas worker` as well: it processes the events.
    """
    from saas_web.manners import manners_of

    # Opened here first, so that errors in the settings are reported once and clearly.
    with opened(common) as application:
        home = application.settings.home
        manners_of(application.settings)
        _require_legal_text(application)
    print(f"Serving on http://{address}:{port} with {workers} processes.", file=sys.stderr)
    serve_at(home, SERVED, address=address, port=port, workers=workers)


def _require_legal_text(application: Application) -> None:
    """Require that the legal text that the page of the policy shows can be read, if one is named."""
    if application.settings.policy_legal_text:
        from saas_app.policy_page import PolicyPage

        PolicyPage(application).require_legal()
