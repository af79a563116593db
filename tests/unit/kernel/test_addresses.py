"""Addresses: plain ones alone are read, in one form for comparing, suppressing and sending; in two ways of reading."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel.addresses import Addresses, PlainAddresses, canonical, deliverable, is_plain
from saas_core.kernel.errors import InvalidValue
from saas_local import InternationalAddresses

BARE, ALL = PlainAddresses(), InternationalAddresses()

NOT_PLAIN = {
    "pointed brackets": "<mia@acme.example>",
    "a name before it": "Mia <mia@acme.example>",
    "quotes": '"mia"@acme.example',
    "a comment": "mia(c)@acme.example",
    "a comment in the domain": "mia@(c)acme.example",
    "a zero-width joiner": "mi\u200da@acme.example",
    "a zero-width space": "mia\u200b@acme.example",
    "a variation selector": "mia\ufe0f@acme.example",
    "a grapheme joiner": "mi\u034fa@acme.example",
    "a filler": "mia\u3164@acme.example",
    "a soft hyphen in the domain": "mia@ac\u00adme.example",
    "full-width letters": "ｍia@acme.example",
    "full-width letters in the domain": "mia@ａcme.example",
    "a full-width sign": "mia＠acme.example",
    "mathematical letters": "𝐦ia@acme.example",
    "a symbol that looks like a capital": "mi\u03f4a@acme.example",
    "a dot of another script": "mia@acme。example",
    "two dots": "mi..a@acme.example",
    "a dot at the end": "mia@acme.example.",
    "an underscore in the domain": "mia@ac_me.example",
    "an address of a machine": "mia@192.0.2.7",
    "a literal": "mia@[192.0.2.7]",
    "no dot": "mia@acme",
    "two": "mia@acme.example,max@acme.example",
    "a route": "@relay.example:mia@acme.example",
    "an encoded label of nothing": "mia@xn--.example",
    "an encoded label of letters in ASCII": "mia@xn--acme-.example",
    "an encoded label that is no name": "mia@xn--a.example",
    "a sign that no name has": "mia@☃.example",
    "a line break": "mia@acme.example\r\nBcc: eve@x.example",
    "too long a label": f"mia@{'b' * 64}.example",
    "too long a name": f"{'a' * 65}@acme.example",
    "too long a domain once it is encoded": f"mia@{'.'.join(['ü' * 50] * 5)}.example",
    "far too long": "a" * 1_000_000 + "@acme.example",
    "no text": 7,
}


@pytest.mark.parametrize("reader", [BARE, ALL], ids=["bare", "installed"])
@pytest.mark.parametrize("value", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_no_plain_address_is_refused(value: object, reader: Addresses) -> None:
    """With the field and a remedy, however the address is read."""
    with pytest.raises(InvalidValue) as caught:
        reader.read(value, "contact_email")
    assert caught.value.field == "contact_email"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("typed", "kept", "one_form"),
    [
        (" Mia@Acme.Example ", "Mia@Acme.Example", "mia@acme.example"),
        ("mia+news@acme.example", "mia+news@acme.example", "mia+news@acme.example"),
        ("=mia'o@acme.example", "=mia'o@acme.example", "=mia'o@acme.example"),
        ("max@bücher.example", "max@bücher.example", "max@xn--bcher-kva.example"),
        ("max@bu\u0308cher.example", "max@bücher.example", "max@xn--bcher-kva.example"),
        ("Max@BÜCHER.example", "Max@bücher.example", "max@xn--bcher-kva.example"),
        ("max@xn--bcher-kva.example", "max@bücher.example", "max@xn--bcher-kva.example"),
        ("max@XN--BCHER-KVA.example", "max@bücher.example", "max@xn--bcher-kva.example"),
        ("max@straße.example", "max@straße.example", "max@xn--strae-oqa.example"),
        ("max@STRAẞE.example", "max@straße.example", "max@xn--strae-oqa.example"),
        ("max@strasse.example", "max@strasse.example", "max@strasse.example"),
        ("Straße@acme.example", "Straße@acme.example", "straße@acme.example"),
        ("a@ΒΌΛΟΣ.example", "a@βόλοσ.example", "a@xn--nxasmq6b.example"),
        ("josé.garcía+x@acme.example", "josé.garcía+x@acme.example", "josé.garcía+x@acme.example"),
        ("мария@почта.example", "мария@почта.example", "мария@xn--80a1acny.example"),
        ("a@例え.テスト", "a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
    ],
)
def test_an_address_is_kept_as_it_is_shown_and_has_one_form(typed: str, kept: str, one_form: str) -> None:
    """Reading what was kept changes nothing; the domain's two spellings are one, `straße` and `strasse` two."""
    found = ALL.read(typed)
    assert (found, canonical(found), ALL.read(found)) == (kept, one_form, kept)
    assert canonical(typed) == one_form
    assert canonical(one_form) == one_form
    assert ALL.read(one_form) == canonical(one_form) or canonical(ALL.read(one_form)) == one_form
    assert is_plain(kept)


def test_without_the_libraries_addresses_in_ascii_are_read_and_the_others_say_what_is_missing() -> None:
    """A bare installation works, by the strictest rules."""
    assert BARE.read(" Mia@acme.example ") == "Mia@acme.example"
    for each in ("max@bücher.example", "max@xn--bcher-kva.example", "josé@acme.example"):
        with pytest.raises(InvalidValue, match=r"saas-core\[app\]"):
            BARE.read(each)


SIGNS = "abzABZ019.-_+@<>()[]\",;:\\ '=!#%&"


LIKELY = st.from_regex(r"[a-z0-9+.'-]{1,9}@([a-z0-9-]{1,8}\.){1,3}[a-z]{2,4}", fullmatch=True)


@given(st.text(SIGNS, max_size=30) | LIKELY)
def test_what_is_read_without_the_libraries_they_read_the_same(text: str) -> None:
    """The rules of the core take a part of what email-validator takes, and make the same of it."""
    try:
        found = BARE.read(text)
    except InvalidValue:
        return
    if found.rpartition(".")[2].lower() in {"arpa", "local", "test", "onion", "invalid", "localhost"}:
        return  # Names for use inside a network, which the library holds for undeliverable.
    try:
        parts = validate_email(found, check_deliverability=False, strict=True)
    except EmailNotValidError as fault:
        pytest.fail(f"{found!r}: {fault}")
    assert parts.ascii_email is not None
    assert canonical(parts.ascii_email) == canonical(found)


@given(st.text(max_size=40) | st.builds("{}@{}.example".format, st.text(min_size=1, max_size=9), st.text(min_size=1)))
def test_no_text_breaks_a_reader(text: str) -> None:
    """It is read into what reads the same again, or refused; and everything has a form for comparing."""
    assert canonical(canonical(text)) == canonical(text) or not is_plain(text)
    deliverable(text)
    try:
        found = ALL.read(text)
    except InvalidValue:
        return
    assert ALL.read(found) == found
    assert is_plain(found)
    assert canonical(found).rpartition("@")[2].isascii()


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ("Max@bücher.example", "max@xn--bcher-kva.example"),
        ("josé@acme.example", None),
        ("<mia@acme.example>", None),
        ("mia(c)@acme.example", None),
    ],
)
def test_what_can_be_sent_to_is_in_ascii(kept: str, sent: str | None) -> None:
    """Addresses of older times that are not plain are sent to nobody."""
    assert deliverable(kept) == sent
