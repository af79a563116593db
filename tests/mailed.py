"""Mail in the folder where it is kept instead of being sent."""

from __future__ import annotations

import re
from collections.abc import Collection
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

_TOKEN = re.compile(r"inv_[0-9a-f]{32}_[A-Za-z0-9_-]+")


def words(path: Path) -> tuple[EmailMessage, str]:
    """Give a mail and its plain text."""
    mail = cast("EmailMessage", message_from_bytes(path.read_bytes(), policy=policy.default))
    body = mail.get_body(("plain",))
    assert body is not None
    return mail, cast("str", body.get_content())


def newest_token(folder: Path, *, but: Collection[Path] = ()) -> str:
    """Give the token of the newest invitation, past other letters."""
    return newest_invitation(folder, but=but)[1]


def newest_invitation(folder: Path, *, but: Collection[Path] = ()) -> tuple[Path, str]:
    """Give the newest invitation and its token, past other letters."""
    mails = (each for each in folder.glob("*.eml") if each not in but)
    for path in sorted(mails, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        found = _TOKEN.search(words(path)[1])
        if found is not None:
            return path, found[0]
    message = f"no invitation in {folder}"
    raise AssertionError(message)


def subjects(folder: Path, to: str | None = None) -> list[str]:
    """Give the subjects of all mail, or of that to one address, in the order of its writing."""
    mails = [words(path)[0] for path in sorted(folder.glob("*.eml"))]
    return [str(mail["Subject"]) for mail in mails if to in {None, mail["To"]}]
