"""Blanking: nothing of ours that opens something stays in a text, however it was quoted; other words stay."""

from __future__ import annotations

import base64
import secrets

import pytest

from saas_core.access.values import KeyKind
from saas_core.incoming.blanking import blanked_file, blanked_mail
from saas_core.incoming.message import Attached
from saas_core.kernel.blanking import without_secrets, without_tokens

HEX = "0198c5f07a2b7c3d8e4f5a6b7c8d9e0f"
SECRET = "q83Jv-7Zp_Xw2mT9bR4sLk1YhN6cUo5eAiD0fGgVtQs"
SINGLE = [f"{kind}_{HEX}_{SECRET}" for kind in ("apr", "sin", "inv", "grt", "eml", "stf")]
DOUBLE = [f"{kind}_{HEX}_{HEX}_{SECRET}" for kind in ("aps", *(each.value for each in KeyKind if each.value != "stf"))]
PIECES = [SECRET[place : place + 12] for place in range(0, 36, 6)]


@pytest.mark.parametrize("token", [*SINGLE, *DOUBLE])
@pytest.mark.parametrize("broken", [None, 10, 50, 70])
def test_a_token_of_every_kind_goes_whole_however_its_lines_were_broken(token: str, broken: int | None) -> None:
    """In a link, after a sign of quoting, and where a program ended a line within it."""
    said = token if broken is None else f"{token[:broken]}\n> > {token[broken:]}"
    for form in (f"https://portal.example/approvals/{said}", f"> {said}", f"<{said}>", f"u=%2Fapprovals%2F{said}&d=1"):
        shown = without_tokens(f"Please see {form}\nThanks, Mia")
        assert not [each for each in PIECES if each in shown], shown
        assert shown.endswith("Mia")


@pytest.mark.parametrize(
    "said",
    [
        "> Code: 314159",
        "> *Code:*\n> 314159\n> It works once, for 10 minutes.",
        "Or type this code into the page: 314 159. It works in that browser alone.",
        "Your one-time number is 314-159",
        f"apr_{HEX}_{SECRET}\n\n314159",
    ],
)
def test_a_code_goes_where_one_is_spoken_of(said: str) -> None:
    assert "159" not in without_secrets(said)


@pytest.mark.parametrize(
    "said",
    [
        "Order 314159 of 2026 was billed twice.",
        "It was 1,314,159.00 USD; see apr_report_2026 and inv_0042.",
        "Estimate 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f, sha256:" + "9f86d081" * 8,
        "The code of the page fails on line 42, request 3141592.",
    ],
)
def test_other_words_and_figures_stay(said: str) -> None:
    assert without_secrets(said) == said


def test_long_texts_cost_no_more_than_their_length() -> None:
    for each in (f"apr_{'0' * 31}" * 20_000, "apr_\n> " * 100_000, "code 123 " * 50_000):
        without_secrets(each)


def _mail(encoding: str, body: bytes, kind: str = "text/plain; charset=utf-8") -> bytes:
    head = f"From: olivia@harbor.example\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def test_a_mail_is_blanked_in_whatever_its_parts_are_encoded() -> None:
    """And left byte for byte where it has nothing of ours."""
    quoted = f"> https://portal.example/approvals/{SINGLE[0]}\r\n> Code: 314159\r\n"
    inner = _mail("base64", base64.encodebytes(quoted.encode()))
    mails = {
        "plain": _mail("8bit", quoted.encode()),
        "base64": inner,
        "quoted": _mail("quoted-printable", quoted.replace(SECRET, f"{SECRET[:20]}=\r\n{SECRET[20:]}").encode()),
        "wide": _mail("base64", base64.encodebytes(quoted.encode("utf-16")), "text/plain; charset=utf-16"),
        "multiple": _mail("8bit", b"--x\r\n" + inner + b"\r\n--x--\r\n", 'multipart/mixed; boundary="x"'),
        "inside": _mail("8bit", inner, "message/rfc822"),
    }
    for name, raw in mails.items():
        shown = blanked_mail(raw)
        opened = shown + b"".join(_decoded(each) for each in shown.split(b"\n\n") + shown.split(b"\r\n\r\n"))
        for piece in (SECRET[:20], SECRET[20:], "314159"):
            assert piece.encode() not in opened.replace(b"\0", b""), name
    plain = _mail("base64", base64.encodebytes(secrets.token_bytes(300)), "image/png")
    assert blanked_mail(plain) == plain
    whole = _mail("quoted-printable", b"Thanks =\r\nfor 314159")
    assert blanked_mail(whole) == whole


def _decoded(part: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(part.split()).replace(b"--x--", b""), validate=True)
    except ValueError:
        return b""


def test_a_mail_that_cannot_be_taken_apart_keeps_its_headers_alone() -> None:
    nested = b"hidden"
    for level in range(40):
        inside = b"--b%d\r\n" % level + nested + b"\r\n--b%d--\r\n" % level
        nested = _mail("8bit", inside, f'multipart/mixed; boundary="b{level}"')
    assert b"hidden" not in blanked_mail(nested)


def test_files_of_a_mail_that_are_text_are_blanked_too() -> None:
    quoted = f"{SINGLE[0]} code 314159".encode()
    for name, kind in (("mail.eml", "application/octet-stream"), ("a.bin", "text/html"), ("x", "message/rfc822")):
        shown = blanked_file(Attached(name=name, kind=kind, content=quoted)).content
        assert SECRET.encode() not in shown
    picture = Attached(name="a.png", kind="image/png", content=quoted)
    assert blanked_file(picture) is picture
