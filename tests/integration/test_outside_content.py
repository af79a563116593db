"""What comes from outside: mails in any state, files that lie about their type, names as paths, HTML with traps."""

from __future__ import annotations

import io
import time
import zipfile
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from hostile import TEXTS
from saas_content import OutsideContent, Sniffer, StandardParser, file_name
from saas_content.cleaning import as_text, cleaned
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.mail import MARK
from saas_core.support.model.files import FileKind

PARSER, SNIFFER, CONTENT = StandardParser(), Sniffer(), OutsideContent()
SECONDS = 5.0
"""Far more than anything takes here, and far less than what is not bounded would."""


def _mail(**headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    for name, value in {"From": "Olivia Hart <olivia@harbor.example>", "To": "support@x.example", **headers}.items():
        message[name] = value
    return message


def test_a_mail_is_read_with_its_parts() -> None:
    """Text, HTML and files, each as it was sent."""
    message = _mail(Subject="Grüße", **{"Message-ID": "<1@harbor.example>", "In-Reply-To": "<0@x.example>"})
    message.set_content("Hallo\nZoë\n")
    message.add_alternative("<p>Hallo</p>", subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="Bild.png")
    read = PARSER.read(message.as_bytes())
    assert (read.senders, read.subject) == (("olivia@harbor.example",), "Grüße")
    assert (read.text.strip(), read.html.strip()) == ("Hallo\nZoë", "<p>Hallo</p>")
    assert [(each.name, each.kind, each.content) for each in read.attachments] == [
        ("Bild.png", "image/png", b"\x89PNG")
    ]
    assert (read.message_id, read.references, read.faults) == ("<1@harbor.example>", ("<0@x.example>",), ())


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"From: a@b.example <\r\n\r\nStill here", "Still here"),
        (b"From: \r\n\r\nStill here", "Still here"),
        (b"From: [\r\nTo: @\r\nMessage-ID: [\r\nDate: x\r\n\r\nStill here", "Still here"),
        (b"Content-Type: text/plain; charset=nope\r\n\r\nStill here", "Still here"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\nStill h\xe9re", "Still h\xe9re"),
        (b'Content-Type: text/plain; charset="utf-8\r\n\r\nStill here', "Still here"),
        (b"Content-Type: multipart/mixed\r\n\r\nStill here", "Still here"),
        (b"Content-Type: text/html\r\n\r\n<p>Still&nbsp;<b>here</b></p><script>x()</script>", "Still here"),
        (b"Content-Transfer-Encoding: base64\r\n\r\nU3RpbGwgaGVyZQ", "Still here"),
        (b"Content-Transfer-Encoding: quoted-printable\r\n\r\nStill=20here=ZZ", "Still here"),
        (b"Subject: =?nope?q?a?=\r\n\r\nStill here", "Still here"),
        (b"Still here", ""),
        (b"\r\nStill here\x00\x1b[31m\x07", "Still here"),
    ],
)
def test_a_broken_mail_is_shown_as_far_as_it_can_be_read(raw: bytes, shown: str) -> None:
    """Whatever is wrong with its headers, charsets and encodings."""
    read = PARSER.read(raw)
    assert shown in read.text
    assert "\x00" not in read.text
    assert "\x1b" not in read.text


@pytest.mark.parametrize("name", ["Subject", "From", "To", "Content-Type", "Content-Disposition", "References", "Date"])
@pytest.mark.parametrize("value", TEXTS, ids=range(len(TEXTS)))
def test_no_header_stops_the_queue(name: str, value: Any) -> None:
    """Whatever text stands in it, the mail is read."""
    raw = f"{name}: {value}\r\n\r\nHello".encode("utf-8", "surrogatepass")
    read = PARSER.read(raw)
    assert read.subject == " ".join(read.subject.split())


def test_a_line_break_in_a_subject_starts_no_header() -> None:
    """Encoded words may hold one; names of senders too."""
    read = PARSER.read(
        b"From: =?utf-8?q?=0D=0AX-Y=3A_1?= <a@b.example>\r\nSubject: =?utf-8?q?a=0D=0ABcc=3A_x@y.example?=\r\n\r\nHello"
    )
    assert "\n" not in read.subject
    assert read.senders == ("a@b.example",)


def test_two_headers_that_say_who_wrote_it_are_two_senders() -> None:
    """A mail program shows one of them, a server may have looked at the other."""
    assert len(PARSER.read(b"From: a@b.example\r\nFrom: c@d.example\r\n\r\nHello").senders) == 2
    assert len(PARSER.read(b"From: a@b.example\r\nFrom: a@b.example\r\n\r\nHello").senders) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed; boundary=a\n\n"
        + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 5_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(150)),
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 50_000,
        b"From: " + b"a@b.example, " * 50_000 + b"\n\nHello",
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nHello",
        b"References: " + b"<a@b> " * 100_000 + b"\n\nHello",
        b"X: y\n" * 50_000 + b"\nHello",
        b"Content-Type: text/plain; " + b"a=b; " * 50_000 + b"\n\nHello",
        b"Content-Type: text/plain;\n" + b" a=b;\n" * 50_000 + b"\nHello",
        b"Content-Disposition: attachment; " + b"".join(b"filename*%d=a; " % n for n in range(5_000)) + b"\n\nHello",
        b"From: " + b"(" * 20_000 + b"\n\nHello",
        b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        b"Content-Type: text/html\n\n<a " + b"x=1 " * 200_000 + b">",
        b"\n" + b"x" * 1_000_000,
        b"\n" + b"> On x wrote:\n" * 60_000,
    ],
    ids=range(15),
)
def test_a_mail_that_is_made_to_take_long_does_not(raw: bytes) -> None:
    """Reading, cleaning and folding together."""
    began = time.monotonic()
    read = PARSER.read(raw)
    CONTENT.html(read.html)
    assert 0 <= CONTENT.fold(read.text) <= len(read.text)
    assert time.monotonic() - began < SECONDS


def _in_parts(heads: list[bytes]) -> bytes:
    parts = b"".join(b"--B\r\n" + head + b"\r\n\r\nx\r\n" for head in heads)
    return b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" + parts + b"--B--\r\n"


@pytest.mark.parametrize(
    "heads",
    [
        [b"Content-Type: text/plain" + b";" * 4_800] * 10,
        [b"Content-Type: text/plain" + b";" * 800 + b" a=%d" % each for each in range(100)],
        [b"Content-Transfer-Encoding: " + b"(a)" * 1_500] * 10,
        [b"Content-Disposition: inline;" + b" a=b;" * 900] * 10,
        [b"Content-Type: text/plain"] * 150,
    ],
    ids=["long", "many", "encoding", "disposition", "alike"],
)
def test_headers_about_content_are_read_once_and_up_to_a_bound(
    heads: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading one takes time that grows with the square of its length."""
    looked: list[str] = []
    registry = HeaderRegistry.__call__

    def counted(self: HeaderRegistry, name: str, value: str) -> Any:
        looked.append(value)
        return registry(self, name, value)

    monkeypatch.setattr(HeaderRegistry, "__call__", counted)
    read = PARSER.read(_in_parts(heads))
    assert read.text.count("x") == len(heads)
    assert sum(len(each) for each in looked) <= 21_000
    assert len(looked) <= len(set(looked)) + 1


def test_a_file_whose_header_is_too_long_is_kept_without_its_name() -> None:
    """Names of the usual length are read."""
    heads = [b"Content-Type: image/png; name=" + b"a" * length for length in (200, 900, 1_200)]
    assert [len(each.name) for each in PARSER.read(_in_parts(heads)).attachments] == [200, 900, 0]


def test_only_so_many_addresses_are_looked_at() -> None:
    """Whole lines of them, as long as they fit."""
    raw = b"".join(b"To: %d@x.example%s\r\n" % (each, b" " * 3_000) for each in range(40)) + b"\r\nx"
    assert len(PARSER.read(raw).recipients) == 3


def test_a_bounce_is_a_report_and_carries_what_it_is_about() -> None:
    """Its original is known by our mark, in a part of its own or in its text."""
    original = f"{MARK}: 0198\r\nSubject: Your ticket\r\n\r\nHello"
    report = (
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nFailed\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{original}\r\n--b--\r\n"
    )
    read = PARSER.read(report.encode())
    assert (read.report, read.echoes) == (True, True)
    assert PARSER.read(f"Subject: Sorry\r\n\r\nIt said:\r\n{original}".encode()).echoes
    assert not PARSER.read(b"Subject: Re: Your ticket\r\n\r\n> Hello").echoes


def test_all_copies_of_a_message_have_one_fingerprint() -> None:
    """Whatever servers added on the way; another text or another day is another message."""
    raw = b"From: a@b.example\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@b>\r\n\r\nHello\r\n"
    copies = [
        raw,
        b"Received: by mx\r\nDelivered-To: x@y.example\r\n" + raw,
        raw.replace(b"\r\n", b"\n"),
        raw + b"\r\n",
    ]
    assert len({PARSER.read(each).fingerprint for each in copies}) == 1
    others = [raw.replace(b"Hello", b"Hallo"), raw.replace(b"23 Nov", b"24 Nov"), raw.replace(b"a@b", b"c@b")]
    assert len({PARSER.read(each).fingerprint for each in (raw, *others)}) == 4


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Thanks.\n\nOn Mon, 23 Nov 2026 at 10:00, Support <s@p.example> wrote:\n> Hello\n> there\n", "Thanks."),
        ("Danke.\n\nAm 23.11.2026 um 10:00 schrieb Support <s@p.example>:\n> Hallo\n", "Danke."),
        ("Thanks.\n\nBest regards\nOlivia", None),
        ("> all of it\n> is quoted\n", None),
        ("On Mon, 23 Nov 2026, Support wrote:\n> Hello\n", None),
        ("", None),
        ("a > b and c < d", None),
    ],
)
def test_quotes_are_folded_and_all_is_shown_where_nothing_would_be_left(text: str, own: str | None) -> None:
    """Only where it is shown: the text stays whole."""
    place = CONTENT.fold(text)
    assert text[:place].strip() == (text.strip() if own is None else own)


@pytest.mark.parametrize(
    "given",
    [
        "<script>alert(1)</script>",
        "<img src=https://spy.example/x.png>",
        '<img src="x" onerror="alert(1)">',
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>">x</a>',
        '<div style="background:url(https://spy.example)">x</div>',
        '<link rel=stylesheet href="https://spy.example">',
        "<style>@import 'https://spy.example'</style>",
        '<form action="https://spy.example"><input name=x></form>',
        '<iframe src="https://spy.example"></iframe>',
        '<video poster="https://spy.example"></video><audio src="https://spy.example"></audio>',
        '<base href="https://spy.example"><meta http-equiv=refresh content="0;url=https://spy.example">',
        '<table background="https://spy.example"><tr><td>x</table>',
        "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
        '<p onclick="alert(1)" id="a" class="b" name="c">x</p>',
    ],
)
def test_html_is_shown_without_scripts_and_without_loading_anything(given: str) -> None:
    """Nothing that runs, no style, no form, no address but in a link that is clicked."""
    shown = cleaned(f"<p>Before</p>{given}<p>After</p>")
    assert "Before" in shown
    for trap in (
        "spy.example",
        "alert",
        "script",
        "style",
        "onclick",
        "src=",
        "javascript",
        "data:",
        "id=",
        "<form",
        "<img",
    ):
        assert trap not in shown


def test_a_link_tells_nobody_where_it_was_clicked() -> None:
    """And opens in no place that it could steer."""
    assert cleaned('<a href="https://x.example" target=_blank>x</a>') == (
        '<a href="https://x.example" rel="noopener noreferrer nofollow">x</a>'
    )


def test_html_that_is_too_much_is_shown_as_text() -> None:
    """Escaped, so that it is no HTML any more."""
    assert cleaned("<b>" * 300 + "&lt;script&gt;") == "&lt;script&gt;"
    assert as_text("<p>a</p><ul><li>b<li>c</ul>") == "a\n\nb\n\nc" or "a" in as_text("<p>a</p>")


@pytest.mark.parametrize(
    "given",
    [
        "".join(f"<p><b id={each}></x>y" for each in range(400)),
        "".join(f"<b id={each}></x>" for each in range(400)),
        "<p>" + "".join(f"<b id={each}>" for each in range(190)) + "<p>x" * 1_000,
        f'<a href="https://x.example/{"y" * 4_000}">' + "<p>x" * 1_000,
        "".join(f"<p><b id={each}><!--</b>-->y" for each in range(400)),
        "".join(f'<p><b title="a>x</b>y" id={each}>' for each in range(400)),
        "".join(f'<p><b a"b=">x</b>" id={each}>' for each in range(400)),
        "".join(f"<b id={each}><table><td></b></table>" for each in range(400)),
        "<div></x>" * 400,
        "<div><!--</div>-->" * 400,
        "<div><table><td></div></table>" * 400,
        "<div title='></div>'>" * 400,
        "<div><textarea></div></textarea>" * 400,
    ],
    ids=lambda given: given[:30],
)
def test_html_that_opens_what_it_never_closes_does_not_grow(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formatting left open would be written again in each block, and depth read again for each tag."""
    monkeypatch.setattr("saas_content.cleaning.nh3", None)
    assert len(cleaned(given)) <= 2 * len(given)
    assert len(as_text(given)) <= len(given)


@pytest.mark.parametrize(
    "given",
    [
        '<p><span style="font-size: 1em"><b>Hi</b> <a href="https://x.example"><img src="x.png"></a><o:p></o:p></span>',
        '<table width="100%"><tr><td><div><b>Hi</b><br></td></tr></table>',
        "<!--[if mso]><table><tr><td><![endif]--><p><b>Hi</b>",
    ],
)
def test_html_as_mails_have_it_keeps_its_structure(given: str) -> None:
    """However many paragraphs there are."""
    assert cleaned(given * 200).count("<b>Hi</b>") == 200


def _zip(*files: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, inside in files:
            whole.writestr(name, inside)
    return content.getvalue()


_TEXT = _zip(("a.txt", b"hello"))
_ODT = ("mimetype", b"application/vnd.oasis.opendocument.text")
_OFFICE = ("[Content_Types].xml", b"<Types/>")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", FileKind.PNG),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "invoice.pdf", FileKind.PNG),
        (b"\xff\xd8\xff\xe0", "a", FileKind.JPEG),
        (b"%PDF-1.7\n", "a.pdf", FileKind.PDF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", FileKind.WEBP),
        (b"id,name\n1,=cmd()\n", "a.csv", FileKind.TEXT),
        (b"", "empty", FileKind.TEXT),
        (b"Zo\xeb", "a.txt", FileKind.TEXT),
        (b"<svg onload=alert(1)>", "photo.jpg", FileKind.SVG),
        (b"<?xml version='1.0'?><!-- x --><x:svg xmlns:x='http://www.w3.org/2000/svg'/>", "a.xml", FileKind.SVG),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML>", "a.txt", FileKind.HTML),
        ("<html>".encode("utf-16"), "a.txt", FileKind.HTML),
        (b"text, and then <script>alert(1)</script>", "a.txt", FileKind.HTML),
        (b"<?xml version='1.0'?><order/>", "a.xml", FileKind.XML),
        (_TEXT, "a.zip", FileKind.ZIP),
        (_TEXT, "a.docx", FileKind.ZIP),
        (_zip(_OFFICE, ("word/document.xml", b"<w/>")), "a.zip", FileKind.DOCX),
        (_zip(_OFFICE, ("xl/workbook.xml", b"<w/>")), "a.bin", FileKind.XLSX),
        (_zip(("mimetype", b"application/vnd.oasis.opendocument.text")), "a", FileKind.ODT),
        (_zip(("b.zip", _zip(("c.zip", _TEXT)))), "a.zip", FileKind.ZIP),
        (_zip(("Scripts/notes.txt", b"hello")), "a.zip", FileKind.ZIP),
    ],
)
def test_a_type_is_told_by_the_bytes(content: bytes, name: str, kind: FileKind) -> None:
    """What the name says makes no difference; SVG and HTML are found wherever they begin."""
    assert SNIFFER.kind(io.BytesIO(content), name) is kind


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"MZ\x90\x00", "photo.jpg", "can be run"),
        (b"\x7fELF\x02", "a", "can be run"),
        (b"#!/bin/sh\n", "a.txt", "can be run"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "can be run"),
        (b"hello", "readme.txt.exe", "can be run"),
        (b"hello", "readme.js. ", "can be run"),
        (b"\x00\x01\x02\x03", "a.png", "type"),
        (b"\x1f\x8b\x08\x00", "a.gz", "type"),
        (_zip(("a.txt", b"x"), ("folder/setup.exe", b"x")), "a.zip", "can be run"),
        (_zip(("a.txt", b"MZ\x90\x00")), "a.zip", "can be run"),
        (_zip(("b.zip", _zip(("a.scr", b"x")))), "a.zip", "can be run"),
        (_zip(_OFFICE, ("word/document.xml", b""), ("word/vbaProject.bin", b"x")), "a.docx", "macros"),
        (_zip(_OFFICE, ("xl/workbook.xml", b""), ("xl/macrosheets/sheet1.xml", b"x")), "a.xlsx", "macros"),
        (_zip(_OFFICE, ("word/document.xml", b""), ("word/VBAPROJECT.BIN", b"x")), "a.docx", "macros"),
        (_zip(("[Content_Types].xml", b"<x ContentType='application/vnd.ms-office.vbaProject'/>")), "a", "macros"),
        (_zip(_ODT, ("Basic/Standard/script-lb.xml", b"x")), "a.odt", "macros"),
        (_zip(_ODT, ("Scripts/python/a.py", b"x")), "a.odt", "macros"),
        (_zip(("META-INF/manifest.xml", b""), ("Basic/Standard/script-lb.xml", b"x")), "a.odt", "macros"),
        (_zip(("b.odt", _zip(_ODT, ("Basic/Standard/script-lb.xml", b"x")))), "a.zip", "macros"),
        (_zip(("b.docx", _zip(_OFFICE, ("word/vbaProject.bin", b"x")))), "a.zip", "macros"),
        (_zip(("../../etc/passwd", b"x")), "a.zip", "out of its folder"),
        (_zip(("/etc/passwd", b"x")), "a.zip", "out of its folder"),
        (_zip(("C:\\x", b"x")), "a.zip", "out of its folder"),
        (_zip(("zeros", b"\x00" * 50_000_000)), "a.zip", "far more"),
        (_zip(*((f"{number}", b"\x00" * 900_000) for number in range(120))), "a.zip", "far more"),
        (_zip(*((f"{number}", b"") for number in range(1_001))), "a.zip", "1,000 files"),
        (_zip(*((f"{number}.zip", _TEXT) for number in range(600))), "a.zip", "1,000 files"),
        (_zip(("1.zip", _zip(("2.zip", _zip(("3.zip", _TEXT)))))), "a.zip", "2 deep"),
        (_TEXT[:-5], "a.zip", "unpacked"),
        (b"PK\x03\x04" + b"x" * 100, "a.zip", "unpacked"),
        (_TEXT.replace(b"PK\x05\x06", b"PK\x06\x07" + b"\x00" * 16 + b"PK\x05\x06"), "a.zip", "1,000 files"),
    ],
)
def test_what_is_not_accepted_is_refused_with_the_reason(content: bytes, name: str, reason: str) -> None:
    """Programs in any disguise, bombs by size, count and depth, and what nobody can look into."""
    began = time.monotonic()
    with pytest.raises(InvalidValue, match=reason):
        SNIFFER.kind(io.BytesIO(content), name)
    assert time.monotonic() - began < SECONDS


def test_a_zip_that_states_too_large_a_dictionary_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory for it is taken as LZMA data says, before any of it is unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as whole:
        whole.writestr("a.txt", b"x" * 1_000)
    content = bytearray(packed.getvalue())
    place = content.index(b"\x09\x04\x05\x00") + 4
    for damaged in (
        content[:place] + b"\xff" + content[place + 1 :],
        content[: place + 8] + b"\xff" * 8 + content[place + 16 :],
    ):
        with pytest.raises(InvalidValue, match="cannot be unpacked"):
            SNIFFER.kind(io.BytesIO(bytes(damaged)), "a.zip")

    def too_large(*_: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(zipfile.lzma, "LZMADecompressor", too_large)
    with pytest.raises(InvalidValue, match="cannot be unpacked"):
        SNIFFER.kind(io.BytesIO(packed.getvalue()), "a.zip")


def test_an_encrypted_zip_is_refused() -> None:
    """Nobody can look into it."""
    content = bytearray(_TEXT)
    # The flag stands in the entry and in the list of entries.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InvalidValue, match="encrypted"):
        SNIFFER.kind(io.BytesIO(bytes(content)), "a.zip")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\o\\a.txt", "a.txt"),
        ('"><svg onload=alert(1)>.jpg', "svg onload_alert(1)_.jpg"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
        ("\u202egpj.invoice", "gpj.invoice"),
        ("a\x00b.txt", "ab.txt"),
        ("", "file"),
        ("..", "file"),
        ("/", "file"),
        ("CON.txt", "_CON.txt"),
        ("=cmd|x.csv", "cmd_x.csv"),
        ("Rechnung für Zoë 🎉.pdf", "Rechnung für Zoë 🎉.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given: str, shown: str) -> None:
    """Without paths, control characters and signs of markup; it keeps its letters and its ending."""
    assert file_name(given) == shown


@pytest.mark.parametrize("given", [each for each in TEXTS if isinstance(each, str)], ids=str.__len__)
def test_every_name_stays_one_line_of_what_can_be_seen(given: str) -> None:
    """Whatever it was."""
    name = file_name(given)
    assert 0 < len(name) <= 120
    assert not set(name) & set('<>"/\\\r\n\x00')
    assert name.isprintable() or not name.isascii()
