"""`saas tenant`: clients and the setup of their instance (0.2, 1.1, 2.1)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit, Tenant
from saas_cli.lookup import member, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.present import note
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.policy.decision import LicenseeKind

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.tenancy.queries import TenantLine, TenantView


class Standing(Enum):
    """Clients by the standing of their licenses."""

    GOOD = "good"
    CLOSED = "closed"


class InstanceState(Enum):
    """Clients by the state of their instance."""

    ACTIVE = "active"
    SETUP = "setup"


app = branch(
    "tenant",
    "Clients and the setup of their instance: add, list, show, setup, activate.",
    "saas tenant add harbor --kind business_operator",
    "saas tenant show harbor",
    "saas tenant list --standing closed",
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


@app.command(help_epilogue=examples("saas tenant show harbor", "saas tenant show harbor --json"))
def show(
    tenant: Annotated[str | None, Parameter(help="Short name or id; default: the first hundred clients.")] = None,
    /,
    *,
    common: Common = READING,
) -> None:
    """Show a client with its setup checklist; `saas tenant list` shows all."""
    with desk(common) as at:
        if tenant is None:
            _print_lines(at.screen, at.app.tenancy.list_tenants(by=at.by, limit=100))
            return
        view = at.app.tenancy.show(by=at.by, tenant_id=tenant_of(at, tenant))
        _print_tenant(at.screen, view, view.slug)


@app.command(
    name="list",
    help_epilogue=examples(
        "saas tenant list",
        "saas tenant list --standing closed",
        "saas tenant list --instance setup --kind end_user",
        "saas tenant list --after harbor --limit 50 --json",
    ),
)
def list_(
    *,
    standing: Annotated[str | None, Parameter(help="Only clients in good standing (good), or not (closed).")] = None,
    instance: Annotated[str | None, Parameter(help="Only clients whose instance is active, or in setup.")] = None,
    kind: Annotated[str | None, Parameter(help="Only this kind: end_user or business_operator.")] = None,
    after: After = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List the clients by short name, with the standing of their licenses.

    The last line names where to go on, if there are more. A narrowed list
    looks at 1,000 clients at a time.
    """
    with desk(common) as at:
        page = at.app.tenancy.find_tenants(
            by=at.by,
            after=after or "",
            limit=limit,
            good_standing=None if standing is None else member(Standing, standing, "standing") is Standing.GOOD,
            active=None if instance is None else member(InstanceState, instance, "instance") is InstanceState.ACTIVE,
            kind=None if kind is None else member(LicenseeKind, kind, "kind"),
        )
        _print_lines(at.screen, page.tenants, page)
        if page.after is not None:
            note(f"There may be more: --after {page.after}")


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
    billing_address: Annotated[
        str | None, Parameter(help="The address on invoices for paid work; omitted: as before.")
    ] = None,
    tax_number: Annotated[str | None, Parameter(help="The tax number on these invoices; omitted: as before.")] = None,
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
            billing_address=billing_address,
            tax_number=tax_number,
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


def _print_lines(screen: Screen, lines: tuple[TenantLine, ...], value: object = None) -> None:
    cells = [
        (each.slug, each.kind, each.activated_at, "good" if each.good_standing else each.reasons, each.tenant_id)
        for each in lines
    ]
    heads = ("TENANT", "KIND", "ACTIVE SINCE", "STANDING", "ID")
    screen.table(lines if value is None else value, heads, cells, empty="No clients; see `saas tenant add --help`.")


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
            *((("billing address", account.billing_address),) if account.billing_address else ()),
            *((("tax number", account.tax_number),) if account.tax_number else ()),
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
