"""Files of tickets: sent, and served as downloads that run nothing."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from attrs import frozen

from saas_core.kernel.bounds import Name
from saas_core.kernel.ids import AttachmentId
from saas_core.kernel.storage import ContentTooLarge
from saas_core.support.errors import AttachmentUnknown, TooManyFiles
from saas_core.support.queries.views import FileView
from saas_core.support.values import LARGEST_FILE, ShownMail
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, client, staff
from saas_http.files import BYTES
from saas_web.streams import Download, Upload

files = Router("files", "Files of tickets: sent before a message names them, and downloaded.", name="files")
staff_files = Router("staff: files", "Files of tickets.", prefix="/v1/staff/tenants/{tenant_id}", name="staff_files")

SEND_SECONDS = 120.0
HANDLING = staff("provider.support")
SANDBOXED = (
    # Should a browser show a file after all, nothing in it runs, is loaded or knows where it came from.
    (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


@frozen(kw_only=True)
class SendFile:
    """The name that the file has with its sender."""

    name: Name = "file"


@files.post(
    "/files", client(), ContentTooLarge, TooManyFiles, uploads=(BYTES,), largest=LARGEST_FILE + 1, within=SEND_SECONDS
)
def send_file(call: Call, upload: Upload, query: SendFile) -> FileView:
    """Send a file, for a message that names it within a day.

    Its type is told by its bytes, whatever its name says: images, PDFs, texts, office documents without macros, zips of
    these, films and sound are accepted. At most 20 MB.
    """
    return call.app.support.files.send(**call.writing, name=query.name, content=upload.pieces())


@files.get(
    "/files/{attachment_id}", client(), AttachmentUnknown, tagged=False, streams=True, media=BYTES, headers=SANDBOXED
)
def open_file(call: Call, attachment_id: AttachmentId) -> Iterator[bytes]:
    """Download a file of a ticket that you see, or one that you sent and no message names yet."""
    return _download(call, attachment_id)


@files.get("/files/{mail_id}/mail", client(), AttachmentUnknown, tagged=False)
def show_mail(call: Call, mail_id: AttachmentId) -> ShownMail:
    """Show a file that is a mail: its text, where quotes begin in it, and its HTML without scripts and remote loads."""
    return call.app.support.files.show_mail(**call.acting, attachment_id=mail_id)


@staff_files.post(
    "/files",
    HANDLING,
    ContentTooLarge,
    TooManyFiles,
    TenantUnknown,
    uploads=(BYTES,),
    largest=LARGEST_FILE + 1,
    within=SEND_SECONDS,
)
def staff_send_file(call: Call, upload: Upload, query: SendFile) -> FileView:
    """Send a file, for an answer that names it within a day; as a client's user sends one."""
    return call.app.support.files.send(**call.writing, name=query.name, content=upload.pieces())


@staff_files.get(
    "/files/{attachment_id}", HANDLING, AttachmentUnknown, tagged=False, streams=True, media=BYTES, headers=SANDBOXED
)
def staff_open_file(call: Call, attachment_id: AttachmentId) -> Iterator[bytes]:
    """Download a file of a ticket that you handle."""
    return _download(call, attachment_id)


@staff_files.get("/files/{mail_id}/mail", HANDLING, AttachmentUnknown, tagged=False)
def staff_show_mail(call: Call, mail_id: AttachmentId) -> ShownMail:
    """Show a file that is a mail, as a client's user is shown it."""
    return call.app.support.files.show_mail(**call.acting, attachment_id=mail_id)


def _download(call: Call, attachment_id: AttachmentId) -> Download:
    opened = call.app.support.files.open(**call.acting, attachment_id=attachment_id)
    return Download(opened.pieces, ((b"content-disposition", disposition(opened.view.name).encode()),))


def disposition(name: str) -> str:
    """Return the header that makes a browser save a file, under its name in any script (RFC 6266)."""
    plain = "".join(each if each.isascii() and each not in '"\\%' else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
