"""`saas tenant`: clients and the setup of their instance (0.2, 1.1, 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit, Tenant
from saas_cli.lookup import member, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.policy.decision import LicenseeKind

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.tenancy.queries import TenantView

app = branch(
    "tenant",
    "Clients and the setup of their instance: add, show, setup, activate.",
    "saas tenant add harbor --kind business_operator",
    "saas tenant show harbor",
)


@app.command(
    help_epilogue=examples(
        "saas tenant add harbor",
        "saas tenant add harbor --kind end_user --region eu-central-1",
        "saas tenant add pixel-agency --kind agency     # refused by clause 0.2",
    )
)
def add(
    slug: Annotated[str, Parameter(help="Its short name: a-z, 0-9 and single hyphens.")],
    /,
    *,
    kind: Annotated[
        str, Parameter(help="The kind of licensee: end_user, business_operator, agency or developer.")
    ] = "business_operator",
    region: Annotated[str, Parameter(help="The AWS region of its instance.")] = "us-east-1",
    common: Change = CHANGING,
) -> None:
    """Add a client with its instance and its license, not yet active.

    Agencies and developers are refused before anything is created (clause 0.2).
    """
    with desk(common) as at:
        view = at.app.tenancy.add_tenant(
            by=at.by,
            slug=slug,
            kind=member(LicenseeKind, kind, "kind"),
            region=region,
            idempotency_key=common.idempotency_key,
        )
        _print_tenant(at.screen, view, f"Added {view.slug}.")


@app.command(
    help_epilogue=examples("saas tenant show harbor", "saas tenant show", "saas tenant show --after harbor --json")
)
def show(
    tenant: Annotated[str | None, Parameter(help="Short name or id; default: all clients.")] = None,
    /,
    *,
    after: After = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """Show a client with its setup checklist, or list all clients."""
    with desk(common) as at:
        if tenant is None:
            rows = at.app.tenancy.list_tenants(by=at.by, after=after or "", limit=limit)
            cells = [(each.slug, each.tenant_id) for each in rows]
            at.screen.table(rows, ("TENANT", "ID"), cells, empty="No clients yet; see `saas tenant add --help`.")
        else:
            view = at.app.tenancy.show(by=at.by, tenant_id=tenant_of(at, tenant))
            _print_tenant(at.screen, view, view.slug)


@app.command(
    help_epilogue=examples(
        "saas tenant setup harbor --legal-name 'Harbor Foods Ltd' --country GB --time-zone Europe/London"
        " --language en --contact office@harbor.example",
    )
)
def setup(
    tenant: Tenant,
    /,
    *,
    legal_name: Annotated[str, Parameter(help="The legal name.")],
    country: Annotated[str, Parameter(help="Two-letter ISO 3166 code, such as GB.")],
    time_zone: Annotated[str, Parameter(help="IANA name, such as Europe/London.")],
    language: Annotated[str, Parameter(help="Language tag, such as en or pt-BR.")],
    contact: Annotated[str, Parameter(help="E-mail address for letters about the account.")],
    common: Change = CHANGING,
) -> None:
    """Configure the client's account: the first task of the basic setup (clause 2.1)."""
    with desk(common) as at:
        view = at.app.tenancy.configure_account(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            legal_name=legal_name,
            country=country,
            time_zone=time_zone,
            language=language,
            contact_email=contact,
            idempotency_key=common.idempotency_key,
        )
        _print_tenant(at.screen, view, f"Configured {view.slug}.")


@app.command(help_epilogue=examples("saas tenant activate harbor"))
def activate(tenant: Tenant, /, *, common: Change = CHANGING) -> None:
    """Activate the client's instance; refused with a list of missing tasks (clause 2.1).

    This happens once; a repeat returns the first activation.
    """
    with desk(common) as at:
        view = at.app.tenancy.activate(
            by=at.by, tenant_id=tenant_of(at, tenant), idempotency_key=common.idempotency_key
        )
        pairs = (("instance", view.instance_id), ("region", view.region), ("active since", view.activated_at))
        at.screen.card(view, f"{view.slug} is active.", pairs)


def _print_tenant(screen: Screen, view: TenantView, title: str) -> None:
    account = view.account
    named = (
        ()
        if account is None
        else (
            ("legal name", account.legal_name),
            ("country", account.country),
            ("time zone", account.time_zone),
            ("language", account.language),
            ("contact", account.contact_email),
        )
    )
    screen.card(
        view,
        title,
        (
            ("id", view.tenant_id),
            ("kind", view.kind),
            ("region", view.region),
            ("added", view.added_at),
            ("active since", view.activated_at),
            *named,
            *((f"setup: {each.title}", "done" if each.done else "to do") for each in view.checklist),
            *((("still missing", view.missing),) if view.missing else ()),
        ),
    )
