"""Alignment: only whom the mail service or the named server vouches for is who it says it is."""

from __future__ import annotations

import pytest

from saas_core.incoming.alignment import aligned, related
from saas_core.incoming.message import Envelope, ReadMail, Verdicts

SERVER = "mx.provider.example"


def read(*results: str, senders: tuple[str, ...] = ("olivia@harbor.example",), signed: str = "") -> ReadMail:
    """Return a mail from Olivia with these Authentication-Results, topmost first."""
    headers = {"authentication-results": results} | ({"dkim-signature": (signed,)} if signed else {})
    return ReadMail(
        senders=senders,
        recipients=(),
        subject="",
        text="",
        html="",
        message_id="",
        references=(),
        headers=headers,
        fingerprint="",
    )


@pytest.mark.parametrize(
    ("verdicts", "source", "signed", "expected"),
    [
        (Verdicts(dmarc="PASS"), "x@elsewhere.example", "", True),
        (Verdicts(spf="PASS", dkim="PASS", dmarc="FAIL"), "olivia@harbor.example", "", False),
        (Verdicts(spf="PASS", dmarc="GRAY"), "olivia@harbor.example", "", True),
        (Verdicts(spf="PASS"), "bounce@mail.harbor.example", "", True),
        (Verdicts(spf="PASS"), "mallory@elsewhere.example", "", False),
        (Verdicts(spf="PASS"), "", "", False),
        (Verdicts(spf="FAIL"), "olivia@harbor.example", "", False),
        (Verdicts(dkim="PASS"), "x@elsewhere.example", "v=1; d=harbor.example; s=a", True),
        (Verdicts(dkim="PASS"), "x@elsewhere.example", "v=1; d=elsewhere.example; s=a", False),
        (Verdicts(dkim="PASS"), "x@elsewhere.example", "", False),
        (Verdicts(), "olivia@harbor.example", "v=1; d=harbor.example", False),
    ],
)
def test_the_verdicts_of_a_mail_service_count(verdicts: Verdicts, source: str, signed: str, expected: bool) -> None:
    """A pass of SPF or DKIM is worth something only for the domain that the mail says it is from."""
    assert aligned(read(signed=signed), Envelope(source=source, verdicts=verdicts), "") is expected


def test_a_second_signature_of_somebody_else_makes_the_verdict_worthless() -> None:
    """The verdict does not say which of them passed."""
    mail = read(signed="d=harbor.example")
    both = {"dkim-signature": ("v=1; d=harbor.example", "v=1; d=elsewhere.example")}
    envelope = Envelope(source="x@elsewhere.example", verdicts=Verdicts(dkim="PASS"))
    assert aligned(mail, envelope, "")
    assert not aligned(ReadMail(**{**_fields(mail), "headers": both}), envelope, "")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (f"{SERVER}; dkim=pass header.d=harbor.example", True),
        (f"{SERVER} 1; dkim=pass (good) header.i=@harbor.example", True),
        (f"{SERVER}; spf=pass smtp.mailfrom=olivia@harbor.example", True),
        (f"{SERVER}; spf = pass  smtp.mailfrom = harbor.example", True),
        (f"{SERVER}; dmarc=pass header.from=harbor.example", True),
        (f"{SERVER}; dkim=fail header.d=harbor.example; spf=pass smtp.mailfrom=x@harbor.example", True),
        (f"{SERVER}; dkim=pass header.d=elsewhere.example", False),
        (f"{SERVER}; spf=pass smtp.mailfrom=mallory@elsewhere.example", False),
        (f"{SERVER}; spf=softfail smtp.mailfrom=olivia@harbor.example", False),
        (f"{SERVER}; dmarc=pass header.from=elsewhere.example", False),
        (f"{SERVER}; dkim=fail (dkim=pass header.d=harbor.example)", False),
        (f'{SERVER}; dkim=fail reason="; dkim=pass header.d=harbor.example" header.d=harbor.example', False),
        (rf'{SERVER}; spf=pass smtp.mailfrom="\";dkim=pass header.d=harbor.example;\""@evil.example', False),
        (f'{SERVER}; spf=pass (mx: domain of "a) smtp.mailfrom=harbor.example ("@evil.example)', False),
        (
            f'{SERVER}; spf=pass smtp.mailfrom=" header.d=harbor.example smtp.mailfrom=harbor.example"@evil.example',
            False,
        ),
        (f"{SERVER}; spf=pass smtp.mailfrom=harbor.example smtp.mailfrom=evil.example", False),
        (f"{SERVER}; spf=pass smtp.mailfrom=x@evil.harbor.example; dmarc=fail header.from=harbor.example", False),
        (f"{SERVER}; dkim=pass header.d=harbor.example; dmarc=fail", False),
        (f"{SERVER}; dkim=pass header.d=harbor.example; dmarc=none header.from=harbor.example", True),
        (f"{SERVER}; dkim=pass header.d=harbor.example header.i=@mail.harbor.example header.b=Ab/=", True),
        (f"{SERVER}; spf=pass smtp.mailfrom=SRS0=ab=cd=evil.example=x@harbor.example", True),
        (f"{SERVER}; spf=pass smtp.mailfrom=SRS0=ab=cd=harbor.example=x@evil.example", False),
        (f'{SERVER}; spf=pass smtp.mailfrom="o. hart"@harbor.example', True),
        (rf'{SERVER}; spf=pass smtp.mailfrom="o\"h"@harbor.example', True),
        (f"{SERVER}; (one (and (another)\\)) inside) dkim=pass header.d=harbor.example", True),
        (f"{SERVER}; dkim=pass header.d=harbor.example (open", False),
        (f"{SERVER}; dkim=pass header.d=harbor.example)", False),
        (f'{SERVER}; dkim=pass header.d=harbor.example reason="open', False),
        (f"{SERVER}; dkim=pass header.d=harbor.example \\", False),
        (f"{SERVER}; dkim=pass header.d=harbor.example; " + "(" * 9_000, False),
        (f'"{SERVER}"; dkim=pass header.d=harbor.example', True),
        (f"{SERVER}; none", False),
        (f"{SERVER}", False),
        ("", False),
        ("mx.elsewhere.example; dkim=pass header.d=harbor.example", False),
        (f"x{SERVER}; dkim=pass header.d=harbor.example", False),
    ],
)
def test_the_results_of_the_named_server_count(result: str, expected: bool) -> None:
    """Comments and quoted text prove nothing, and another server's word counts for nothing."""
    assert aligned(read(result), Envelope(), SERVER) is expected


def test_results_below_those_of_the_server_may_have_come_with_the_mail() -> None:
    """Only the topmost header under the server's name is its own."""
    forged = f"{SERVER}; dkim=pass header.d=harbor.example"
    assert not aligned(read(f"{SERVER}; dkim=none", forged), Envelope(), SERVER)
    assert aligned(read("mx.elsewhere.example; dkim=none", forged), Envelope(), SERVER)


def test_without_a_mail_service_and_without_a_named_server_no_mail_counts() -> None:
    """Whatever it says of itself."""
    assert not aligned(read("; dkim=pass header.d=harbor.example"), Envelope(), "")
    assert not aligned(read(f"{SERVER}; dkim=pass header.d=harbor.example"), Envelope(), "")


@pytest.mark.parametrize("senders", [(), ("olivia@harbor.example", "mallory@elsewhere.example")])
def test_a_mail_from_nobody_or_from_several_is_never_aligned(senders: tuple[str, ...]) -> None:
    """It could be shown as from one and vouched for by the other."""
    envelope = Envelope(source="olivia@harbor.example", verdicts=Verdicts(spf="PASS", dmarc="PASS"))
    assert not aligned(read(senders=senders), envelope, "")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("harbor.example", "harbor.example", True),
        ("mail.harbor.example", "harbor.example", True),
        ("harbor.example", "mail.harbor.example", True),
        ("harbor.example", "notharbor.example", False),
        ("harbor.example", "example", False),
        ("", "", False),
    ],
)
def test_domains_are_related_when_one_lies_under_the_other(one: str, other: str, expected: bool) -> None:
    """A top-level domain vouches for nobody."""
    assert related(one, other) is expected


def _fields(mail: ReadMail) -> dict[str, object]:
    return {name: getattr(mail, name) for name in ReadMail.__annotations__}
