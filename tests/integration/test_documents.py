"""Documents read back: what stands in them, in which structure, and what is refused before anything is issued."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pypdf
import pytest

import papers
from saas_core.engagements.estimates.content import content_hash, sha256_of
from saas_core.kernel.errors import InvalidValue
from saas_documents import TypstDocuments
from saas_documents.coverage import FOLDER, NAMES, covered, unshown
from saas_local.signing import SigningKeys

AT = papers.AT
KEYS = SigningKeys.create()
HEADING = "/H"
DOCUMENTS = TypstDocuments()


def evidence(**changed: Any) -> dict[str, Any]:
    """Return a pack of evidence."""
    return dict(json.loads(papers.pack_of(KEYS, papers.parts(KEYS, **changed))))


CONTENTS = {
    "estimate": papers.estimate,
    "invoice": papers.invoice,
    "credit_note": papers.credit_note,
    "evidence": evidence,
}


def read(document: bytes) -> tuple[pypdf.PdfReader, str]:
    """Return a document as a reader has it, and its text with single blanks."""
    reader = pypdf.PdfReader(io.BytesIO(document))
    return reader, " ".join(" ".join(each.extract_text() for each in reader.pages).split())


def tags(reader: pypdf.PdfReader) -> dict[str, int]:
    """Return how often each tag occurs in the structure of a document."""
    found: dict[str, int] = {}

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found[node["/S"]] = found.get(node["/S"], 0) + 1
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_document_is_tagged_dated_and_says_what_it_is(kind: str) -> None:
    """A reader for blind people finds title, language, headings, and tables with heads; the file claims PDF/A-3a."""
    reader, _text = read(DOCUMENTS.render(kind, CONTENTS[kind](), AT))
    root, found = reader.trailer["/Root"], tags(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.metadata.creation_date == AT
    assert found[f"{HEADING}1"] == 1
    assert found[f"{HEADING}2"] >= 3
    assert found["/TH"] >= 4
    about = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_content_lies_inside_as_the_bytes_that_were_hashed(kind: str) -> None:
    """Whoever has the document has the content, and can hash it."""
    content = CONTENTS[kind]()
    reader, text = read(DOCUMENTS.render(kind, content, AT))
    ((inside,),) = reader.attachments.values()
    assert sha256_of(inside) == content_hash(content)
    assert json.loads(inside) == content
    if kind != "evidence":
        assert content_hash(content) in text


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_same_content_at_the_same_instant_is_the_same_bytes(kind: str) -> None:
    """Another instant is another document, and so is another content."""
    content = CONTENTS[kind]()
    first = DOCUMENTS.render(kind, content, AT)
    assert DOCUMENTS.render(kind, json.loads(json.dumps(content)), AT) == first
    assert DOCUMENTS.render(kind, content, datetime(2026, 11, 30, tzinfo=UTC)) != first


def test_an_estimate_says_its_hours_price_ownership_and_times_in_both_zones() -> None:
    """The cap is said in hours and in dollars; the time says its zone and UTC beside it (4.2)."""
    _reader, text = read(DOCUMENTS.render("estimate", papers.estimate(zone="Pacific/Auckland"), AT))
    for said in (
        "Estimate E-7, revision 2",
        "November 30, 2026, 11:30 (Pacific/Auckland), November 29, 2026, 22:30 UTC",
        "24.00 h 30.00 h",
        "65.00 USD an hour",
        "3 minutes (3.25 USD)",
        "At most 1,950.00 USD, for at most 30.00 h of work.",
        papers.OWNERSHIP,
        "Not included: No change of the mobile app.",
        "Plus sales tax where it applies.",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("zone", "ends", "said"),
    [
        ("UTC", "2026-12-16T00:00:00Z", "through December 15, 2026 (UTC), which ends at December 16, 2026, 00:00 UTC"),
        (
            "Pacific/Kiritimati",
            "2026-12-15T10:00:00Z",
            "through December 15, 2026 (Pacific/Kiritimati), which ends at December 15, 2026, 10:00 UTC",
        ),
        (
            "Pacific/Pago_Pago",
            "2026-12-16T11:00:00Z",
            "through December 15, 2026 (Pacific/Pago_Pago), which ends at December 16, 2026, 11:00 UTC",
        ),
        ("Europe/Berlin", "2026-12-15T11:30:00Z", "before December 15, 2026, 12:30 (Europe/Berlin), 11:30 UTC"),
    ],
)
def test_the_end_of_an_estimate_is_told_by_its_last_day(zone: str, ends: str, said: str) -> None:
    """In the client's zone, with the very instant in UTC."""
    _reader, text = read(DOCUMENTS.render("estimate", papers.estimate(zone=zone, valid_until=ends), AT))
    assert said in text


def test_a_change_order_names_what_it_amends_and_may_reduce() -> None:
    """A reduction is told as one, and that it counts only once it is approved itself."""
    content = papers.estimate(
        kind="change_order", amends=f"sha256:{'d4' * 32}", cap_seconds=-7200, maximum_minor=-13000
    )
    _reader, text = read(DOCUMENTS.render("estimate", content, AT))
    assert "Change order E-7, revision 2" in text
    assert f"Amends the approval sha256:{'d4' * 32}" in text
    assert "The approved cap changes by -2.00 h, which is -130.00 USD." in text


def test_what_is_printed_on_an_invoice_adds_up() -> None:
    """A reader's own sums of lines, taxes, times and units are the printed totals, for many random invoices."""
    random = Random(3)
    for _turn in range(12):
        units = tuple(random.randrange(1, 900) for _line in range(random.randrange(1, 40)))
        content = papers.invoice(units, carried_in=random.randrange(180), taxed=random.randrange(100_000))
        _reader, text = read(DOCUMENTS.render("invoice", content, AT))
        # What stands at the foot of each page would come between what is looked for.
        text = re.sub(r"Invoice 2026-0007\. Content sha256:\w+ Page \d+ of \d+ ?", "", text)
        lines = re.findall(r"Line \d+ ([\d,]+:\d\d:\d\d) ([\d,]+) ([\d,.]+) h ([\d,.]+) USD", text)
        assert len(lines) == len(units)
        worked, counted, hours, net = re.search(
            r"Total ([\d,]+:\d\d:\d\d) ([\d,]+) ([\d,.]+) h ([\d,.]+) USD", text
        ).groups()
        assert sum(map(_seconds, (each[0] for each in lines))) == _seconds(worked)
        assert sum(map(_whole, (each[1] for each in lines))) == _whole(counted)
        assert sum(map(_cents, (each[2] for each in lines))) == _cents(hours)
        assert sum(map(_cents, (each[3] for each in lines))) == _cents(net)
        taxed, total = re.search(r"Sales tax 8.25 % ([\d,.]+) USD Total to pay ([\d,.]+) USD", text).groups()
        assert _cents(net) + _cents(taxed) == _cents(total)
        before = re.search(r"Carried from before \+ ([\d:]+)", text).group(1)
        after = re.search(r"Carried to the next - ([\d:]+)", text).group(1)
        billed = re.search(r"Billed now = ([\d,:]+), which", text).group(1)
        assert _seconds(worked) + _seconds(before) - _seconds(after) == _seconds(billed)
        assert _seconds(billed) == 180 * _whole(counted) == 36 * _cents(hours)
        approved, old, now, left = re.search(
            r"Approved ([\d,.]+) h Billed before ([\d,.]+) h Billed now ([\d,.]+) h Left ([\d,.]+) h", text
        ).groups()
        assert _cents(approved) - _cents(old) - _cents(now) == _cents(left)


def _seconds(said: str) -> int:
    hours, minutes, seconds = said.replace(",", "").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _whole(said: str) -> int:
    return int(said.replace(",", ""))


def _cents(said: str) -> int:
    return int(said.replace(",", "").replace(".", ""))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"net_minor": 33476}, "net_minor"),
        ({"total_minor": 36236}, "total_minor"),
        ({"carried_out_seconds": 81}, "lines"),
        ({"hours": {"approved": 10, "billed_before": 0, "billed_now": 18540, "left": 0}}, "hours.left"),
        ({"tax": [{"label": "VAT", "rate": "20 %", "amount_minor": 1}]}, "total_minor"),
        ({"number": 7}, "number"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"issued_at": "2026-11-29T22:30:00"}, "issued_at"),
        ({"lines": "none"}, "lines"),
        ({"lines": ["none"]}, "lines[0]"),
        ({"rate_minor": True}, "rate_minor"),
        ({"provider": None}, "provider"),
    ],
)
def test_an_invoice_that_does_not_add_up_or_fit_becomes_no_document(changed: dict[str, Any], field: str) -> None:
    """The field is named, and nothing is rendered."""
    with pytest.raises(InvalidValue) as caught:
        DOCUMENTS.render("invoice", papers.invoice(**changed), AT)
    assert caught.value.field == field


def test_a_credit_note_that_does_not_add_up_becomes_no_document() -> None:
    """As an invoice."""
    with pytest.raises(InvalidValue) as caught:
        DOCUMENTS.render("credit_note", papers.credit_note(total_minor=353), AT)
    assert caught.value.field == "total_minor"


def test_a_credit_note_says_which_invoice_and_what_can_be_billed_again() -> None:
    """One of three entries; none is said as such."""
    _reader, text = read(DOCUMENTS.render("credit_note", papers.credit_note(), AT))
    assert "For invoice 2026-0007, which stays as it was issued." in text
    assert "3 time entries of the invoice" in text
    assert "Of these, 1 can be billed again; the others are written off." in text
    _reader, text = read(DOCUMENTS.render("credit_note", papers.credit_note(rebill=[]), AT))
    assert "None of this time is billed again." in text
    _reader, text = read(DOCUMENTS.render("credit_note", papers.credit_note(rebill=["a", "b", "c"]), AT))
    assert "All of this time can be billed again." in text


def test_an_invoice_names_every_approval_that_it_rests_on() -> None:
    """The base, and each change order with its own."""
    order = {"estimate": {"number": "E-8", "revision": 1}, "approval": {"id": "0198", "hash": f"sha256:{'e5' * 32}"}}
    _reader, text = read(DOCUMENTS.render("invoice", papers.invoice(change_orders=[order]), AT))
    assert "Estimate E-7, revision 2" in text
    assert f"Change order E-8, revision 1 Approval 0198 Approval's hash sha256:{'e5' * 32}" in text


def test_a_kind_that_does_not_exist_is_refused() -> None:
    """The remedy lists those that do."""
    with pytest.raises(InvalidValue, match="estimate, invoice, credit_note, evidence"):
        DOCUMENTS.render("poster", {}, AT)


HOSTILE = '#panic("no") *bold* $x^2$ <label> @ref `raw` \\ _it_ // no = Heading #{1+1} [a](b) & %s'


def test_no_word_of_the_content_is_read_as_markup() -> None:
    """What looks like instructions to the typesetter stands there as it was written."""
    lines = papers.estimate()["lines"]
    lines[0]["text"] = lines[0]["exclusions"] = HOSTILE
    content = papers.estimate(lines=lines, client={"id": "x", "name": HOSTILE}, ownership=HOSTILE)
    reader, text = read(DOCUMENTS.render("estimate", content, AT))
    assert text.count(HOSTILE) == 4
    assert tags(reader)[f"{HEADING}1"] == 1
    assert reader.metadata is not None
    assert HOSTILE in str(reader.metadata.subject)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("山田 Foods", ("U+5C71", "U+7530")),
        ("Harbor \u202eltD", ("U+202E RIGHT-TO-LEFT OVERRIDE",)),
        ("Har\u00adbor", ("U+00AD SOFT HYPHEN",)),
        ("Har\u200bbor", ("U+200B ZERO WIDTH SPACE",)),
        ("Harbor\x07", ("U+0007",)),
        ("مرفأ", ("U+0623", "U+0631", "U+0641", "U+0645")),
        ("🚢 Harbor", ("U+1F6A2 SHIP",)),
        ("Harbor \ue000", ("U+E000",)),
    ],
)
def test_a_character_that_cannot_be_shown_is_named_before_anything_is_issued(name: str, said: tuple[str, ...]) -> None:
    """Also one that would be invisible, or would turn what stands beside it; rendering refuses it as well."""
    content = papers.estimate(client={"id": "x", "name": name})
    found = DOCUMENTS.check("estimate", content)
    assert len(found) == len(said)
    assert all(each.startswith(start) for each, start in zip(found, said, strict=True))
    with pytest.raises(InvalidValue) as caught:
        DOCUMENTS.render("estimate", content, AT)
    assert said[0][:6] in str(caught.value)


def test_every_character_that_counts_as_shown_is_rendered() -> None:
    """Every one of them, in both fonts: the typesetter, which refuses what it cannot show, refuses none."""
    known = [chr(each) for each in sorted(covered())]
    shown = [each for each in known if not unshown((each,)) and each.strip()]
    assert len(shown) > 2500
    assert not unshown(("Zoë Łódź Ελλάς Київ Việt Nam ₦ ₹ ₽ € £ ¥ – — ‘’ “” …",))
    rows = [" ".join(shown[start : start + 40]) for start in range(0, len(shown), 40)]
    content = papers.estimate(ownership="\n".join(rows), client={"id": "x", "name": rows[0]})
    assert DOCUMENTS.check("estimate", content) == ()
    assert DOCUMENTS.render("estimate", content, AT)


def test_the_fonts_are_the_ones_that_were_pinned() -> None:
    """By their hashes, with their license beside them."""
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sorted(each.name for each in FOLDER.glob("*.ttf")) == sorted(NAMES)
    for name in NAMES:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() in told
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_evidence_shows_who_approved_with_which_right_and_how_to_check_it() -> None:
    """Roles and limit at that instant stand in it, and the public key."""
    content = papers.estimate()
    approver = papers.record(content, b"a", authority={"roles": ["Owner", "Purchasing"], "limit_minor": 500000})
    pack = json.loads(papers.pack_of(KEYS, papers.parts(KEYS, b"a", record=approver)))
    _reader, text = read(DOCUMENTS.render("evidence", pack, AT))
    for said in (
        "Typed name Olivia Marsh",
        "Roles at that instant Owner, Purchasing",
        "Limit at that instant 5,000.00 USD",
        "203.0.113.7 through 10.0.0.1",
        "by the link and the code that were mailed to the approver",
        pack["approval_hash"],
        KEYS.published()[0].public_key,
        "verify_evidence.py",
    ):
        assert said in text


def test_evidence_is_made_of_whatever_the_approver_typed() -> None:
    """A character without a glyph stands as its number; the content inside has it as it is."""
    content = papers.estimate()
    approver = papers.record(
        content, b"a", typed_name="山田", peer={"address": "", "proxies": [], "user_agent": "\x1b"}
    )
    pack = json.loads(papers.pack_of(KEYS, papers.parts(KEYS, b"a", record=approver)))
    reader, text = read(DOCUMENTS.render("evidence", pack, AT))
    assert "Typed name [U+5C71][U+7530]" in text
    ((inside,),) = reader.attachments.values()
    assert json.loads(inside)["approval"]["typed_name"] == "山田"


def test_a_long_invoice_repeats_its_head_and_numbers_its_pages() -> None:
    """251 lines over several pages, each with the head of the table and with its number."""
    reader, _text = read(DOCUMENTS.render("invoice", papers.invoice((1,) * 251), AT))
    pages = [each.extract_text() for each in reader.pages]
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
    assert sum("Worked Units Billed Amount" in " ".join(page.split()) for page in pages) >= len(pages) - 1


def test_nothing_of_a_document_is_taken_from_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither its fonts, nor its folder, nor its clock."""
    before = DOCUMENTS.render("estimate", papers.estimate(), AT)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TYPST_FONT_PATHS", "/usr/share/fonts")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.chdir(tmp_path)
    assert DOCUMENTS.render("estimate", papers.estimate(), AT) == before
