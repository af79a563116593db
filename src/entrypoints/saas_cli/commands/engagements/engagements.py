"""`saas engagements`: requests for paid work, estimates of it, and their approval in writing (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, InDepartment, Limit, Tenant
from saas_cli.commands.engagements import approving, estimating, recording
from saas_cli.commands.engagements.evidence import export_evidence, show_evidence, verify
from saas_cli.commands.engagements.finishing import cancel, close, deliver, enhancements, leave_out, register
from saas_cli.commands.engagements.invoicing import (
    credit,
    discard_invoice,
    invoice,
    invoices,
    issue_invoice,
    record_payment,
    show_invoice,
    write_off,
)
from saas_cli.commands.engagements.working import close_period, import_time, list_time, log, start, timer, void
from saas_cli.lookup import ident, place_of, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.ids import EngagementId

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.engagements.queries import RequestView

ID = "01938c5e-7a10-7000-8000-000000000001"

app = branch(
    "engagements",
    "Requests for an estimate of paid work; nothing is done or billed before it is approved in writing.",
    "saas engagements list harbor",
    "saas engagements request harbor 'A second approval step' --text 'For orders over 10,000.'",
)

HEADS = ("REQUESTED", "TITLE", "STATE", "TICKET", "ID")


@app.command(
    name="list",
    help_epilogue=examples("saas engagements list harbor", "saas engagements list harbor --department Sales --json"),
)
def list_(
    tenant: Tenant,
    /,
    *,
    department: InDepartment = None,
    after: After = None,
    limit: Limit = 50,
    common: Common = READING,
) -> None:
    """List a client's requests, in the order in which they were made."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        found = at.app.engagements.requests.list_requests(
            by=at.by,
            tenant_id=tenant_id,
            department_id=place_of(at, tenant_id, department),
            after=None if after is None else EngagementId(ident(after, "after")),
            limit=limit,
        )
        rows = [(each.requested_at, each.title, each.state, each.ticket_id, each.engagement_id) for each in found]
        at.screen.table(found, HEADS, rows, empty="No requests.")


@app.command(help_epilogue=examples(f"saas engagements show harbor {ID}"))
def show(
    tenant: Tenant,
    engagement: Annotated[str, Parameter(name="ENGAGEMENT", help="The id of the request, as the list shows it.")],
    /,
    *,
    common: Common = READING,
) -> None:
    """Show a request."""
    with desk(common) as at:
        view = at.app.engagements.requests.show(
            by=at.by, tenant_id=tenant_of(at, tenant), engagement_id=EngagementId(ident(engagement, "engagement"))
        )
        _print(at.screen, view, view.title)


@app.command(
    help_epilogue=examples("saas engagements request harbor 'A second approval step' --text 'For orders over 10,000.'")
)
def request(
    tenant: Tenant,
    title: Annotated[str, Parameter(name="TITLE", help="What you want, in a line.")],
    /,
    *,
    text: Annotated[str, Parameter(help="What you want, as it should be estimated.")],
    department: InDepartment = None,
    common: Change = CHANGING,
) -> None:
    """Ask for an estimate; it authorizes no work and no charge (4.1)."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.engagements.requests.request(
            by=at.by,
            tenant_id=tenant_id,
            title=title,
            text=text,
            department_id=place_of(at, tenant_id, department),
            idempotency_key=common.idempotency_key,
        )
        _print(at.screen, view, f"Requested {view.title}.")


def _print(screen: Screen, view: RequestView, title: str) -> None:
    pairs = [
        ("state", view.state),
        ("terms", view.terms_version),
        ("ticket", view.ticket_id),
        ("requested by", view.requested_by),
        ("requested at", view.requested_at),
        ("id", view.engagement_id),
    ]
    screen.card(view, title, pairs)


_STAFF = "saas engagements"
for command, example in (
    (
        estimating.estimate,
        f"{_STAFF} estimate harbor {ID} --line 'Connect the register | 24 | 30' --through 2026-12-31",
    ),
    (
        estimating.change_order,
        f"{_STAFF} change-order harbor {ID} --line 'A second register | 5 | 5' --through 2026-12-31",
    ),
    (
        estimating.edit,
        f"{_STAFF} edit harbor {ID} --version 1 --line 'Connect the register | 24 | 32' --through 2026-12-31",
    ),
    (estimating.discard, f"{_STAFF} discard harbor {ID} --version 1"),
    (estimating.issue, f"{_STAFF} issue harbor {ID} --version 1"),
    (estimating.withdraw, f"{_STAFF} withdraw harbor {ID} --reason 'The register was replaced.'"),
    (
        recording.record_document,
        (
            f"{_STAFF} record-document harbor {ID} signed.pdf --user {ID} --name 'Olivia Hart' "
            "--signed-at 2026-11-23T09:00:00Z"
        ),
    ),
    (recording.read_document, f"{_STAFF} read-document harbor {ID} signed.pdf"),
    (
        recording.check_document,
        f"{_STAFF} check-document harbor {ID} --hash sha256:{'9f86d081' * 8} --reason 'Signature and date are right.'",
    ),
    (estimating.estimates, f"{_STAFF} estimates harbor {ID}"),
    (estimating.show_estimate, f"{_STAFF} show-estimate harbor {ID}"),
    (approving.approve, f"{_STAFF} approve apr_0198c5f07a2b7c3d8e4f5a6b7c8d9e0f_secret --code 314159"),
    (approving.decline, f"{_STAFF} decline apr_0198c5f07a2b7c3d8e4f5a6b7c8d9e0f_secret --code 314159"),
):
    app.command(command, help_epilogue=examples(example))
app.command(
    verify,
    help_epilogue=examples(
        "saas engagements verify evidence.json",
        "saas engagements verify evidence.pdf --key 'ZtsvHXRdAeGq3PbJ1rwZgWs0TenHTRaTx2ZsgXwxxuc='",
    ),
)
app.command(
    export_evidence,
    help_epilogue=examples(
        f"saas engagements export-evidence harbor {ID} evidence.json --with-script verify_evidence.py",
        f"saas engagements export-evidence harbor {ID} evidence.pdf --as pdf",
    ),
)
app.command(show_evidence, help_epilogue=examples(f"saas engagements show-evidence harbor {ID}"))

ENTRY, INVOICE = "01938c5e-7a10-7000-8000-000000000002", "01938c5e-7a10-7000-8000-000000000003"
_ABOUT = f"harbor {ID}"
_FURTHER: tuple[tuple[Callable[..., None], str, str], ...] = (
    (start, "start", f"{_ABOUT} --line L1"),
    (timer, "timer", f"{_ABOUT} --stop"),
    (log, "log", f"{_ABOUT} --line L1 --from 2026-11-23T09:00:00Z --to 2026-11-23T13:00:00Z"),
    (import_time, "import-time", f"{_ABOUT} time.csv"),
    (void, "void", f"harbor {ENTRY} --reason 'Another client.'"),
    (list_time, "time", _ABOUT),
    (close_period, "close-period", "harbor 2026-11-01T00:00:00Z"),
    (
        register,
        "register",
        f"{_ABOUT} 'Two steps' --line L1 --release 2026.11 --delivered 2026-11-23T09:00:00Z",
    ),
    (leave_out, "leave-out", f"{_ABOUT} --line L2 --reason 'Not needed.'"),
    (enhancements, "enhancements", _ABOUT),
    (deliver, "deliver", _ABOUT),
    (cancel, "cancel", f"{_ABOUT} --reason 'We did it otherwise.'"),
    (close, "close", _ABOUT),
    (invoice, "invoice", _ABOUT),
    (issue_invoice, "issue-invoice", f"harbor {INVOICE}"),
    (discard_invoice, "discard-invoice", f"harbor {INVOICE}"),
    (record_payment, "record-payment", f"harbor {INVOICE} '130.00 USD' --reference T-1"),
    (credit, "credit", f"harbor {INVOICE} --entry {ENTRY} --reason 'Not as agreed.'"),
    (write_off, "write-off", f"harbor {ENTRY} --reason 'A gift.'"),
    (invoices, "invoices", "harbor"),
    (show_invoice, "show-invoice", f"harbor {INVOICE} --document invoice.pdf"),
)
for _command, _name, _example in _FURTHER:
    app.command(_command, name=_name, help_epilogue=examples(f"saas engagements {_name} {_example}"))
