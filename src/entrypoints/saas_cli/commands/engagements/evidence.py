"""Evidence of approvals: exported, and verified without a database (4.2)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.files import read_file, write_file
from saas_cli.lookup import ident, tenant_of
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.session import desk
from saas_core.engagements.estimates.values import hours_text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApprovalId
from saas_core.kernel.text import escaped

_KINDS = ("json", "pdf", "sealed", "time-stamp")


def verify(
    file: Annotated[Path, Parameter(name="FILE", help="The pack: the JSON file, or the PDF that holds it.")],
    /,
    *,
    key: Annotated[
        tuple[str, ...],
        Parameter(name="--key", negative="", help="A public key of the provider, in base64, as it publishes them."),
    ] = (),
    certificates: Annotated[
        Path | None, Parameter(help="A PEM file with the certificates by which a time stamp is checked.")
    ] = None,
    common: Common = READING,
) -> None:
    """Verify a pack of evidence, offline: nothing but the file is read, and no key is needed.

    The pages of a PDF are made anew from the pack inside and compared: pages
    that were exchanged are found, and so are those of another version.

    Every hash is computed anew and every link followed, down to the signed
    checkpoint of the journal. What does not hold is EVIDENCE_BROKEN, with the
    field that was changed; so is a pack that other keys signed than the
    provider's. These are the keys of the home folder if it has any; elsewhere
    give them with --key, or compare those that are shown.
    """
    from saas_app import read_settings
    from saas_app.evidence import verify_evidence

    settings = read_settings(common.home, os.environ)
    report = verify_evidence(read_file(file), settings, known=key, roots=certificates)
    shown = screen(as_json=common.as_json)
    trust = (
        "All of them are keys of the provider."
        if report.keys_trusted
        else shown.paint(
            "Not known here. Compare them with the keys that the provider publishes: saas journal keys, or"
            " /v1/journal/keys.",
            "yellow",
        )
    )
    stamp = [f"Time stamp of {report.time_stamped_at} by a trusted authority."] if report.time_stamped_at else []
    if report.time_stamp_unchecked:
        stamp = ["It holds a time stamp that was not checked. To check it, give --certificates FILE."]
    # A pack may be anybody's, and so may be what it says.
    of = (report.estimate, report.client, report.typed_name, report.approved_at, report.approval_hash, report.currency)
    estimate, client, name, at, digest, currency = map(escaped, of)
    shown.answer(
        report,
        shown.paint(f"Whole: {estimate}, revision {report.revision}, of {client}", "bold"),
        f"Approved by {name} at {at}, hash {digest}",
        f"For at most {hours_text(report.cap_seconds)}, {report.maximum_minor / 100:.2f} {currency}",
        f"Noted in entry {report.journal_position} of the journal, signed at entry {report.checkpoint_position}.",
        *stamp,
        *(f"Signed by key {escaped(each)}" for each in report.keys),
        trust,
    )


def export_evidence(
    tenant: Tenant,
    approval: Annotated[str, Parameter(name="APPROVAL", help="The id of the approval.")],
    out: Annotated[Path, Parameter(name="FILE", help="The file to write.")],
    /,
    *,
    kind: Annotated[
        str, Parameter(name="--as", help="json, pdf with the JSON inside, sealed (the sealed estimate), time-stamp.")
    ] = "json",
    with_script: Annotated[
        Path | None, Parameter(help="Also write the script that checks a pack without this software.")
    ] = None,
    common: Common = READING,
) -> None:
    """Write the evidence of an approval as a file for a court or an accountant.

    The pack holds the content, the document, the terms, the approver's right,
    and the path to a signed checkpoint of the journal.
    """
    if kind not in _KINDS:
        message = f"{kind[:40]!r} is not a kind of evidence."
        raise InvalidValue(message, field="as", remedy=f"Give {', '.join(_KINDS)}.")
    with desk(common) as at:
        evidence = at.app.engagements.evidence
        make = {
            "json": evidence.pack,
            "pdf": evidence.document,
            "sealed": evidence.sealed,
            "time-stamp": evidence.time_stamp,
        }[kind]
        content = make(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            approval_id=ApprovalId(ident(approval, "approval")),
        )
        write_file(out, content)
        lines = [f"{len(content):,} bytes are in {out}."]
        if with_script is not None:
            write_file(with_script, evidence.script())
            lines.append(f"The script is in {with_script}.")
        at.screen.answer({"file": str(out), "bytes": len(content)}, *lines)


def show_evidence(
    tenant: Tenant,
    approval: Annotated[str, Parameter(name="APPROVAL", help="The id of the approval.")],
    /,
    *,
    common: Common = READING,
) -> None:
    """Show the hashes of an approval, and whether its seal and time stamp stand."""
    with desk(common) as at:
        view = at.app.engagements.evidence.show(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            approval_id=ApprovalId(ident(approval, "approval")),
        )
        pairs = (
            ("approval", view.approval_hash),
            ("content", view.content_hash),
            ("document", view.document_hash),
            ("seal", view.seal),
            ("sealed document", view.sealed_hash),
            ("time stamp", view.time_stamp),
        )
        at.screen.card(view, f"Evidence of {view.approval_id}", pairs)
