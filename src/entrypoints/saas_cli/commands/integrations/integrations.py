"""`saas integrations`: a client's connections with other services (2.2, 3.1, 3.2, 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.asking import confirm
from saas_cli.commands.integrations.secrets import secret_in
from saas_cli.lookup import ident, tenant_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.ids import EnhancementId

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.integrations.queries.views import ConnectionView

app = branch(
    "integrations",
    "A client's connections with other services: payment gateway, e-mail, financial settings.",
    "saas integrations list harbor",
    "saas integrations connect harbor email --domain harbor.example --address office@harbor.example",
)

HEADS = ("NAME", "TITLE", "STATE", "CLAUSES", "WHAT HELPS")
Name = Annotated[str, Parameter(name="NAME", help="The integration, such as payment_gateway or email.")]


@app.command(name="list", help_epilogue=examples("saas integrations list harbor"))
def list_(tenant: Tenant, /, *, common: Common = READING) -> None:
    """List the catalogue: what is included with its state, and what is not with its clauses and an offer."""
    with desk(common) as at:
        found = at.app.integrations.connections.list(by=at.by, tenant_id=tenant_of(at, tenant))
        rows = [
            (
                each.name,
                each.title,
                f"{each.state}, suspended" if each.suspended else each.state or "not included",
                ", ".join(each.clauses),
                each.problem.to_do if each.problem else each.remedy.replace("_", " ").lower(),
            )
            for each in found
        ]
        at.screen.table(found, HEADS, rows, empty="Nothing is in the catalogue.")


@app.command(help_epilogue=examples("saas integrations show harbor email"))
def show(tenant: Tenant, name: Name, /, *, common: Common = READING) -> None:
    """Show a connection: its state, what is in its way, its DNS records; never a credential."""
    with desk(common) as at:
        view = at.app.integrations.connections.show(by=at.by, tenant_id=tenant_of(at, tenant), name=name)
        _print(at.screen, view)


@app.command(
    help_epilogue=examples(
        "saas integrations connect harbor payment_gateway --mode test --secret-file key.txt",
        "saas integrations connect harbor email --domain harbor.example --address office@harbor.example",
        "saas integrations connect harbor financial_settings --currency GBP --country GB --prefix HF- --next 1001",
    )
)
def connect(
    tenant: Tenant,
    name: Name,
    /,
    *,
    secret_file: Annotated[
        str | None, Parameter(help="The file that holds the credential; - reads it from standard input.")
    ] = None,
    mode: Annotated[str, Parameter(help="live or test, of a payment gateway.")] = "live",
    link: Annotated[
        bool, Parameter(negative="", show_default=False, help="Link an account instead of giving a key.")
    ] = False,
    domain: Annotated[str, Parameter(help="The domain to send from.")] = "",
    address: Annotated[str, Parameter(help="The sender's address in that domain.")] = "",
    sender_name: Annotated[str, Parameter(help="The sender's name.")] = "",
    reply_to: Annotated[str, Parameter(help="Where answers go, if elsewhere.")] = "",
    currency: Annotated[str, Parameter(help="The currency of your own invoices, such as GBP.")] = "",
    country: Annotated[str, Parameter(help="The country of the tax number, such as GB.")] = "",
    tax_number: Annotated[str, Parameter(help="Your tax number.")] = "",
    year_begins: Annotated[
        str, Parameter(help="Month and day on which the fiscal year begins, as in 04-06.")
    ] = "01-01",
    prefix: Annotated[str, Parameter(help="What the numbers of your own invoices begin with.")] = "",
    next_number: Annotated[int, Parameter(name="--next", help="The number of your next own invoice.")] = 1,
    common: Change = CHANGING,
) -> None:
    """Connect an integration; what is not included is answered by its clause, with the offer of an estimate.

    A credential is read from a file or from standard input, so that it stands
    in no history of commands. It is sealed, and never shown again.
    """
    from saas_core.integrations.values import mode_of

    with desk(common) as at:
        tenant_id, idempotency_key = tenant_of(at, tenant), common.idempotency_key
        if name == "payment_gateway" and link:
            linked = at.app.integrations.gateway.link(
                by=at.by, tenant_id=tenant_id, idempotency_key=idempotency_key, mode=mode_of(mode)
            )
            at.screen.answer(linked, linked.url)
            return
        if name == "payment_gateway":
            view = at.app.integrations.gateway.connect(
                by=at.by,
                tenant_id=tenant_id,
                idempotency_key=idempotency_key,
                secret=secret_in(secret_file),
                mode=mode_of(mode),
            )
        elif name == "email":
            view = at.app.integrations.email.connect(
                by=at.by,
                tenant_id=tenant_id,
                idempotency_key=idempotency_key,
                domain=domain,
                address=address,
                sender_name=sender_name,
                reply_to=reply_to,
            )
        elif name == "financial_settings":
            month, day = _year(year_begins)
            view = at.app.integrations.finances.set(
                by=at.by,
                tenant_id=tenant_id,
                idempotency_key=idempotency_key,
                currency=currency,
                country=country,
                tax_number=tax_number,
                fiscal_year_month=month,
                fiscal_year_day=day,
                invoice_prefix=prefix,
                next_number=next_number,
            )
        else:
            # Judged before a credential is asked for.
            at.app.integrations.connections.show(by=at.by, tenant_id=tenant_id, name=name)
            view = at.app.integrations.others.connect(
                by=at.by, tenant_id=tenant_id, idempotency_key=idempotency_key, name=name, secret=secret_in(secret_file)
            )
        _print(at.screen, view)


@app.command(help_epilogue=examples("saas integrations verify harbor email"))
def verify(tenant: Tenant, name: Name, /, *, common: Change = CHANGING) -> None:
    """Look at a connection now."""
    with desk(common) as at:
        view = at.app.integrations.connections.verify(
            by=at.by, tenant_id=tenant_of(at, tenant), name=name, idempotency_key=common.idempotency_key
        )
        _print(at.screen, view)


@app.command(help_epilogue=examples("saas integrations test harbor email"))
def test(tenant: Tenant, name: Name, /, *, common: Change = CHANGING) -> None:  # noqa: PT028 - no test
    """Try a connection: e-mail by a test message to you, any other by a look."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.integrations.connections.test(
            by=at.by, tenant_id=tenant_id, name=name, idempotency_key=common.idempotency_key
        )
        at.app.work.worker.drain(tenant_id=tenant_id)
        _print(at.screen, view)


@app.command(help_epilogue=examples("saas integrations disconnect harbor payment_gateway"))
def disconnect(tenant: Tenant, name: Name, /, *, common: Risky = RISKY) -> None:
    """End a connection; its credential is removed for good. Asks for confirmation."""
    confirm(f"The connection {name} of {tenant} will end, and its credential is removed.", yes=common.yes)
    with desk(common) as at:
        view = at.app.integrations.connections.disconnect(
            by=at.by, tenant_id=tenant_of(at, tenant), name=name, idempotency_key=common.idempotency_key
        )
        _print(at.screen, view)


@app.command(
    help_epilogue=examples(
        "saas integrations add harbor lobby_display 'Lobby display' --enhancement 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
    )
)
def add(
    tenant: Tenant,
    name: Name,
    title: Annotated[str, Parameter(name="TITLE", help="What it is called.")],
    /,
    *,
    enhancement: Annotated[str, Parameter(help="The id of the delivered enhancement in the register.")],
    common: Change = CHANGING,
) -> None:
    """Add an integration to a client's catalogue, which a delivered enhancement is (staff); it stays yours (5.3)."""
    with desk(common) as at:
        view = at.app.integrations.others.add(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            name=name,
            title=title,
            enhancement_id=EnhancementId(ident(enhancement, "enhancement")),
            idempotency_key=common.idempotency_key,
        )
        _print(at.screen, view)


def _year(text: str) -> tuple[int, int]:
    from saas_core.kernel.errors import InvalidValue

    month, _dash, day = text.partition("-")
    if month.isascii() and day.isascii() and month.isdigit() and day.isdigit() and len(text) <= len("04-06"):
        return int(month), int(day)
    message = "is not a month and a day."
    raise InvalidValue(message, field="year_begins", remedy="Write it as in 04-06.")


def _print(screen: Screen, view: ConnectionView) -> None:
    state = f"{view.state}, suspended by the license" if view.suspended else view.state
    pairs: list[tuple[str, object]] = [("state", state.replace("_", " "))]
    if view.problem is not None:
        pairs += [("tried", view.problem.tried), ("came back", view.problem.came_back), ("to do", view.problem.to_do)]
    if view.credential is not None:
        pairs += [("credential", f"...{view.credential.last_four}, fingerprint {view.credential.fingerprint}")]
    if view.gateway is not None:
        gateway = view.gateway
        pairs += [
            ("mode", gateway.mode),
            ("account", gateway.account or None),
            ("currency", gateway.currency or None),
            ("country", gateway.country or None),
            *((each.right.replace("_", " "), "yes" if each.granted else "missing") for each in gateway.rights),
        ]
    if view.email is not None:
        email = view.email
        pairs += [("domain", email.domain), ("sender", email.address), ("reply to", email.reply_to or None)]
        for each in email.records:
            pairs += [(f"{each.purpose} {each.state}", f"{each.name} {each.kind} {each.content}")]
    if view.finances is not None:
        finances = view.finances
        pairs += [
            ("currency", finances.currency),
            ("tax number", finances.tax_number or None),
            ("fiscal year", f"from {finances.fiscal_year_month:02}-{finances.fiscal_year_day:02}"),
            ("next invoice", f"{finances.invoice_prefix}{finances.next_number}"),
        ]
    screen.card(view, view.title, [*pairs, ("checked", view.checked_at), ("id", view.integration_id)])
