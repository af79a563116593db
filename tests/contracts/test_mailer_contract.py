"""The contract of every mailer, whether mail becomes a file or goes through SES."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import pytest
from attrs import frozen

from clock import Clock
from hostile import TEXTS
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EffectId
from saas_core.kernel.mail import Mail, Mailer
from saas_local import MailFolder
from saas_sandbox.ses import SimulatedSes
from simulated_mail import AT, mail, mailer


@frozen
class Arrived:
    """A mail as its reader gets it."""

    to: str
    subject: str
    text: str
    html: str


@frozen
class Post:
    """A mailer, what arrived over it, and whether it knows a mail again by its id."""

    mailer: Mailer
    arrived: Callable[[], list[Arrived]]
    knows_ids: bool


@pytest.fixture(params=["folder", "ses"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Post:
    """Return each mailer in turn."""
    if request.param == "folder":
        return Post(MailFolder(tmp_path), lambda: [_opened(each) for each in sorted(tmp_path.iterdir())], True)
    ses = SimulatedSes(Clock(AT))
    return Post(
        mailer(ses), lambda: [Arrived(each.to[0], each.subject, each.text, each.html) for each in ses.mailbox], False
    )


def _opened(path: Path) -> Arrived:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    plain, html = (parts.get(kind, "").replace("\r\n", "\n") for kind in ("text/plain", "text/html"))
    # A long subject begins on a line of its own, and this parser keeps the space before it.
    return Arrived(message["To"], message["Subject"].strip(), plain, html)


def test_text_and_html_both_arrive(post: Post) -> None:
    """In any script, with a link that is whole."""
    text, html = "Grüße\n\nhttps://x.example/" + "x" * 500 + "\n", "<p>Grüße</p>\n"
    post.mailer.send(mail(subject="Einladung für Zoë", text=text, html=html))
    assert post.arrived() == [Arrived("olivia@harbor.example", "Einladung für Zoë", text, html)]


def test_text_alone_arrives(post: Post) -> None:
    """HTML is optional."""
    post.mailer.send(mail())
    assert post.arrived() == [Arrived("olivia@harbor.example", "Hello", "Hello Olivia,\n", "")]


def test_the_same_id_again_is_the_same_mail_where_that_can_be_promised(post: Post) -> None:
    """A folder knows it again. SES does not: there it leaves twice, which the documents say."""
    post.mailer.send(mail(1))
    post.mailer.send(mail(1))
    post.mailer.send(mail(2))
    assert len(post.arrived()) == (2 if post.knows_ids else 3)


@pytest.mark.parametrize("text", TEXTS)
def test_no_subject_makes_a_header_or_is_lost(post: Post, text: str) -> None:
    """An invalid mail leaves nothing behind; a valid one arrives with one subject, at one reader."""
    try:
        made = mail(subject=TEXTS[text])
    except InvalidValue as refused:
        assert refused.field == "subject"
        return
    post.mailer.send(made)
    (arrived,) = post.arrived()
    assert (arrived.to, arrived.subject) == ("olivia@harbor.example", made.subject)


@pytest.mark.parametrize(
    "subject", ["Re: a\tb", "=?utf-8?q?Bcc=3A_eve=40x=2Eexample?=", "x" * 200, "é" * 200, "Bcc: eve@x.example"]
)
def test_a_subject_that_looks_like_something_else_stays_a_subject(post: Post, subject: str) -> None:
    """Encoded words, long ones, and names of headers."""
    try:
        made = Mail(id=EffectId(UUID(int=1)), to="a@b.example", subject=subject, text="x")
    except InvalidValue:
        return
    post.mailer.send(made)
    (arrived,) = post.arrived()
    assert arrived.to == "a@b.example"
    assert arrived.text.strip() == "x"
