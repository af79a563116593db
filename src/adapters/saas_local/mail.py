"""Mail as files: each mail is an .eml file in a folder, named by its id."""

from __future__ import annotations

from pathlib import Path

from saas_core.kernel.mail import MARK, Mail
from saas_local.files import storing, write_new


class MailFolder:
    """Stores mail in a folder instead of sending it; the first mail creates the folder."""

    def __init__(self, folder: Path, *, sender: str = "no-reply@localhost") -> None:
        """Take the folder and the sender of the mail."""
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Write the mail unless it already exists; raises StoreUnavailable if it cannot be written."""
        path = self._folder / f"{mail.id}.eml"
        with storing("mail", path):
            write_new(path, as_file(mail, sender=self._sender))


def as_file(mail: Mail, *, sender: str) -> bytes:
    """Return the mail as the bytes of an .eml file, which any mail program can open; `sender` is the provider's."""
    # Slow to import, and most commands send no mail.
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415
    from email.utils import formataddr  # noqa: PLC0415

    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((mail.sender.name, mail.sender.address)) if mail.sender else sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.id}@localhost>"
    message["Auto-Submitted"] = "auto-generated"
    message[MARK] = str(mail.id)
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    # Unwrapped, so that links can be copied out of the file as they are.
    message.set_content(mail.text, cte="8bit")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="8bit")
    return message.as_bytes()
