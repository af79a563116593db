"""`saas serve`: the HTTP entrance."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from saas_cli.options import READING, Common
from saas_cli.root import single
from saas_cli.session import opened
from saas_web.serving import serve_at

SERVED = "saas_http.serving:application"
"""What each worker process serves."""

app = single("serve", "saas serve", "saas serve --address 0.0.0.0 --port 8080 --workers 4")


@app.default
def serve(
    *,
    address: Annotated[str, Parameter(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="The port to listen at.")] = 8000,
    workers: Annotated[int, Parameter(help="How many processes serve.")] = 1,
    common: Common = READING,
) -> None:
    """Serve the HTTP entrance until it is stopped (SIGTERM, Ctrl-C).

    What is being answered then is answered to its end. Clients' programs ask at
    /v1 (described at /docs and /openapi.json), staff's at /v1/staff; Stripe tells
    its news at /webhooks/stripe, once SAAS_STRIPE_WEBHOOK_SECRETS is set.
    Run `saas worker` beside it: what comes in is looked after there.
    """
    from saas_web.manners import manners_of

    # Opened here first, so that what is wrong with the settings is said once and plainly.
    with opened(common) as application:
        home = application.settings.home
        manners_of(application.settings)
    print(f"Serving at http://{address}:{port} with {workers} processes.", file=sys.stderr)
    serve_at(home, SERVED, address=address, port=port, workers=workers)
