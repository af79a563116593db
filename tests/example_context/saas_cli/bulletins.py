"""`saas bulletins`: what a client tells its own people."""

from __future__ import annotations

from saas_cli.arguments import Limit, Tenant
from saas_cli.lookup import tenant_of
from saas_cli.options import READING, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk

app = branch("bulletins", "What a client tells its own people.", "saas bulletins list harbor")


@app.command(name="list", help_epilogue=examples("saas bulletins list harbor"))
def list_(tenant: Tenant, /, *, limit: Limit = 50, common: Common = READING) -> None:
    """List the bulletins of a client."""
    with desk(common) as at:
        found = at.app.desk("bulletins").list_bulletins(by=at.by, tenant_id=tenant_of(at, tenant), limit=limit)
        rows = [(each.text, each.until) for each in found]
        at.screen.table(found, ("BULLETIN", "UNTIL"), rows, empty="There are none.")
