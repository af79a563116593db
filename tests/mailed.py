"""Mail in the folder where it is kept instead of being sent."""

from __future__ import annotations

from collections.abc import Collection
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from saas_testing import token_in


def words(path: Path) -> tuple[EmailMessage, str]:
    """Return a mail and its plain text."""
    mail = cast("EmailMessage", message_from_bytes(path.read_bytes(), policy=policy.default))
    body = mail.get_body(("plain",))
    assert body is not None
    return mail, cast("str", body.get_content())


def newest_token(folder: Path, kind: str = "inv", *, but: Collection[Path] = ()) -> str:
    """Return the token of the newest invitation, or with `sin` of the newest sign-in link, past other letters."""
    return newest_link(folder, kind, but=but)[1]


def newest_link(folder: Path, kind: str = "inv", *, but: Collection[Path] = ()) -> tuple[Path, str]:
    """Return the newest letter with such a token, and the token."""
    mails = (each for each in folder.glob("*.eml") if each not in but)
    for path in sorted(mails, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        token = token_in(words(path)[1], kind)
        if token is not None:
            return path, token
    message = f"no {kind}_ token in {folder}"
    raise AssertionError(message)
