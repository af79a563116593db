"""Automatic mails: what a machine, a list or a bounce is known by, and what is never answered."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.incoming.automatic import automatic, may_be_answered
from saas_core.incoming.message import Envelope, ReadMail
from saas_core.incoming.values import Reason
from saas_core.kernel.mail import MARK

PERSON = Envelope(source="olivia@harbor.example")


def read(sender: str = "olivia@harbor.example", subject: str = "Re: Export", **more: Any) -> ReadMail:
    """Return a mail with these headers, each by its name with underscores."""
    headers = {name.replace("_", "-"): (value,) for name, value in more.items() if isinstance(value, str)}
    flags = {name: value for name, value in more.items() if isinstance(value, bool)}
    return ReadMail(
        senders=(sender,),
        recipients=(),
        subject=subject,
        text="Hello",
        html="",
        message_id="",
        references=(),
        headers=headers,
        fingerprint="",
        **flags,
    )


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (read(), None),
        (read(auto_submitted="no"), None),
        (read(auto_submitted="auto-replied; owner-email=x"), Reason.AUTOMATIC),
        (read(auto_submitted="auto-generated (rejected)"), Reason.AUTOMATIC),
        (read(precedence="bulk"), Reason.AUTOMATIC),
        (read(precedence="Auto_Reply"), Reason.AUTOMATIC),
        (read(precedence="first-class"), None),
        (read(x_autoreply="yes"), Reason.AUTOMATIC),
        (read(list_id="<crew.harbor.example>"), Reason.LIST),
        (read(list_unsubscribe="<https://x.example>"), Reason.LIST),
        (read(report=True), Reason.BOUNCE),
        (read(sender="mailer-daemon@harbor.example"), Reason.AUTOMATIC),
        (read(sender="no-reply@harbor.example"), Reason.AUTOMATIC),
        (read(sender="postmaster@harbor.example"), Reason.AUTOMATIC),
        (read(**{MARK.lower(): "0198"}), Reason.OWN_MARK),
    ],
)
def test_a_machine_is_known_by_its_marks(mail: ReadMail, expected: Reason | None) -> None:
    """RFC 3834 and 3464, and what machines say in practice."""
    assert automatic(mail, PERSON) is expected


@pytest.mark.parametrize(
    ("envelope", "path", "expected"),
    [
        (Envelope(source=""), "<x@y.example>", Reason.BOUNCE),
        (Envelope(source="<>"), None, Reason.BOUNCE),
        (Envelope(), "<>", Reason.BOUNCE),
        (Envelope(), "<olivia@harbor.example>", None),
        (Envelope(source="olivia@harbor.example"), "<>", None),
    ],
)
def test_a_null_return_path_is_a_bounce(envelope: Envelope, path: str | None, expected: Reason | None) -> None:
    """What the server says goes before what the mail says."""
    mail = read() if path is None else read(return_path=path)
    assert automatic(mail, envelope) is expected


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (read(), True),
        (read(auto_submitted="auto-replied"), False),
        (read(echoes=True), False),
        (read(subject="Undeliverable: Your ticket"), False),
        (read(subject="Delivery Status Notification (Failure)"), False),
        (read(subject="Mail delivery failed: returning message to sender"), False),
        (read(subject="Where is the delivery note?"), True),
    ],
)
def test_what_may_be_a_bounce_is_not_answered(mail: ReadMail, expected: bool) -> None:
    """Also without a single mark: it carries a letter of ours, or says so in its subject."""
    assert may_be_answered(mail, PERSON) is expected
