"""The mailbox of the scenarios: letters are read once, by their recipients."""

from __future__ import annotations

import re
from pathlib import Path

from mailed import words
from saas_app import Application


def mailed(application: Application, receiver: str, kind: str) -> str:
    """Take the link of a kind (`inv`, `sin`) out of a person's letter; raises AssertionError without one."""
    for path in Path(application.settings.mail_folder).glob("*.eml"):
        mail, body = words(path)
        found = re.search(rf"\b{kind}_\S+", body)
        if mail["To"] == receiver and found is not None:
            # Read once, so that a person of the same name at another client finds its own.
            path.unlink()
            return found.group()
    message = f"no link was mailed to {receiver}"
    raise AssertionError(message)


def subjects(application: Application, receiver: str) -> list[str]:
    """Return the subjects of the letters to a person that were not read yet."""
    mails = (words(path)[0] for path in Path(application.settings.mail_folder).glob("*.eml"))
    return [str(mail["Subject"]) for mail in mails if mail["To"] == receiver]
