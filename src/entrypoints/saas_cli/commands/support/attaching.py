"""Files of tickets: sent with a message, listed, and saved (2.3.a)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.commands.support.subjects import Ticket, about, is_staff
from saas_cli.files import write_new_file
from saas_cli.lookup import ident, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue

_PIECE = 64 * 1024

FileId = Annotated[str, Parameter(name="FILE", help="The id of the file, as `saas tickets files` shows it.")]


def attach(
    tenant: Tenant,
    ticket: Ticket,
    files: Annotated[tuple[Path, ...], Parameter(name="FILE", help="A file to send; up to 10.")],
    /,
    *,
    text: Annotated[str, Parameter(help="What you write with it.")] = "See the attached file.",
    common: Change = CHANGING,
) -> None:
    """Send files with a message to a ticket; their types are told by their bytes."""
    if not files:
        message = "is missing."
        raise InvalidValue(message, field="file", remedy="Name a file to send.")
    key = common.idempotency_key
    with desk(common) as at:
        asked = about(at, tenant, ticket)
        sent = [
            at.app.support.files.send(
                by=at.by,
                tenant_id=asked["tenant_id"],
                name=path.name,
                content=_pieces(path),
                idempotency_key=None if key is None else f"{key}:{place}"[:200],
            )
            for place, path in enumerate(files)
        ]
        said = {**asked, "text": text, "attachments": [each.attachment_id for each in sent]}
        if is_staff(at.by):
            at.app.support.handling.answer(**said, idempotency_key=key)
            mail_out(at, asked["tenant_id"])
        else:
            at.app.support.tickets.write(**said, idempotency_key=key)
        lines = [f"Sent {each.name} ({each.media_type}, {each.size} bytes): {each.attachment_id}" for each in sent]
        at.screen.answer(sent, *lines)


def list_files(tenant: Tenant, ticket: Ticket, /, *, common: Common = READING) -> None:
    """List the files of a ticket that you see."""
    with desk(common) as at:
        reading, asked = at.app.support.reading, about(at, tenant, ticket)
        shown = (reading.show_to_staff(**asked) if is_staff(at.by) else reading.show(**asked)).files
        rows = [(each.sent_at, each.name, each.media_type, each.size, each.attachment_id) for each in shown]
        at.screen.table(shown, ("SENT", "NAME", "TYPE", "BYTES", "ID"), rows, empty="No files.")


def save(
    tenant: Tenant,
    file: FileId,
    /,
    *,
    to: Annotated[Path | None, Parameter(help="Where to save it; default: its name, in this folder.")] = None,
    common: Common = READING,
) -> None:
    """Save a file of a ticket; nothing that exists is replaced.

    It was sent by somebody: look at it with the care that this takes.
    """
    from saas_core.kernel.ids import AttachmentId

    with desk(common) as at:
        found = at.app.support.files.open(
            by=at.by, tenant_id=tenant_of(at, tenant), attachment_id=AttachmentId(ident(file, "file"))
        )
        # The name was cleaned when the file was sent; it is the last part of a path in any case.
        place = Path(Path(found.view.name).name) if to is None else to
        write_new_file(place, found.pieces)
        at.screen.answer(found.view, f"Saved {place} ({found.view.media_type}, {found.view.size} bytes).")


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except (OSError, ValueError) as fault:
        message = f"cannot be read: {getattr(fault, 'strerror', None) or 'is not a valid file name'}."
        raise InvalidValue(message, field=str(path)[:200], remedy="Check the path.") from fault
