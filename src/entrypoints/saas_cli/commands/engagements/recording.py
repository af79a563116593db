"""Signed documents at the shell: recorded by one member of staff, checked by another (4.2)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.commands.engagements.estimating import Estimate
from saas_cli.files import write_file
from saas_cli.lookup import ident, tenant_of, user_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EstimateId
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.engagements.estimates.queries import DocumentView


def record_document(
    tenant: Tenant,
    estimate: Estimate,
    file: Annotated[Path, Parameter(name="FILE", help="The signed document, as a PDF or a picture.")],
    /,
    *,
    user: Annotated[str, Parameter(help="Who signed it: the id of the user, as the client gives it.")],
    name: Annotated[str, Parameter(help="The name as it is signed.")],
    signed_at: Annotated[str, Parameter(help="When it was signed, as in 2026-11-23T09:00:00Z.")],
    common: Change = CHANGING,
) -> None:
    """Record a document signed by the client; a second member of staff checks it before it counts (4.2)."""
    about, signed = EstimateId(ident(estimate, "estimate")), parse_instant(signed_at, "signed_at")
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.engagements.recording.record(
            by=at.by,
            tenant_id=tenant_id,
            estimate_id=about,
            user_id=user_of(at, tenant_id, user),
            typed_name=name,
            signed_at=signed,
            content=_bytes(file),
            idempotency_key=common.idempotency_key,
        )
        mail_out(at, tenant_id)
        _print_document(at.screen, view, "Recorded; it counts once a second member of staff has checked it.")


def read_document(
    tenant: Tenant,
    document: Annotated[str, Parameter(name="DOCUMENT", help="The id of the recorded document.")],
    out: Annotated[Path, Parameter(name="FILE", help="The file to write.")],
    /,
    *,
    common: Common = READING,
) -> None:
    """Write a recorded document to a file, as it came, and show its hash.

    Whoever checks it reads it first; so does the client's person who is told of it.
    """
    from saas_core.engagements.estimates.values import RecordedDocumentId

    with desk(common) as at:
        paper = at.app.engagements.recording.document(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            document_id=RecordedDocumentId(ident(document, "document")),
        )
        write_file(out, paper.content)
        shown = {"file": str(out), "bytes": len(paper.content), "paper_hash": paper.sha256}
        at.screen.answer(shown, f"{len(paper.content):,} bytes are in {out}.", f"Hash: {paper.sha256}")


def check_document(
    tenant: Tenant,
    document: Annotated[str, Parameter(name="DOCUMENT", help="The id of the recorded document.")],
    /,
    *,
    refuse: Annotated[bool, Parameter(negative="", help="It does not approve the estimate.")] = False,
    read: Annotated[
        str, Parameter(name="--hash", help="The hash of the bytes that you read; read-document shows it.")
    ] = "",
    reason: Annotated[str, Parameter(help="What you found.")] = "",
    common: Change = CHANGING,
) -> None:
    """Check a recorded document as another member of staff: it approves the estimate from now on, or not (4.2)."""
    from saas_core.engagements.estimates.values import RecordedDocumentId

    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.engagements.recording.check(
            by=at.by,
            tenant_id=tenant_id,
            document_id=RecordedDocumentId(ident(document, "document")),
            agrees=not refuse,
            paper_hash=read or None,
            reason=reason,
            idempotency_key=common.idempotency_key,
        )
        mail_out(at, tenant_id)
        _print_document(at.screen, view, f"The document was {view.state}.")


def _print_document(screen: Screen, view: DocumentView, title: str) -> None:
    pairs = [
        ("state", view.state),
        ("signed by", view.typed_name),
        ("signed at", view.signed_at),
        ("hash", view.paper_hash),
        ("approval", view.approval_id),
        ("id", view.document_id),
    ]
    screen.card(view, title, pairs)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        message = f"{file} cannot be read."
        raise InvalidValue(message, field="file", remedy="Check the path.") from fault
