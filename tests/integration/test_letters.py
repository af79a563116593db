"""Letters in words: text and HTML contain every fact and clause alike, whatever a fact contains."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest

from hostile import TEXTS
from saas_core.access.letters import (
    GRANT_APPROVED,
    GRANT_ASKED,
    GRANT_CONFIRMATION,
    GRANT_ENDED,
    GRANT_USED,
    GRANT_USES,
    INVITATION,
    OWNER_ADDED,
    SIGN_IN,
    STAFF_KEY,
)
from saas_core.engagements.billing.letters import WORK_BILLED, WORK_OVERDUE
from saas_core.engagements.estimates.letters import APPROVED
from saas_core.engagements.estimates.letters import LETTERS as ESTIMATES
from saas_core.engagements.letters import ENGAGEMENT_CANCELED, REQUEST_WITHDRAWN
from saas_core.engagements.work.letters import HOURS_USED
from saas_core.incoming.letters import MAIL_PARKED, MAIL_REFUSED
from saas_core.integrations.letters import INTEGRATION_BACK, INTEGRATION_FAILING
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.gathered import Parts, parts_of
from saas_core.kernel.ids import EffectId
from saas_core.kernel.letters import Composed, Letter, LetterKind, sample_letter
from saas_core.kernel.mail import LONGEST_SUBJECT, Mail
from saas_core.licensing.letters import (
    HOLD_LIFTED,
    HOLD_PLACED,
    LICENSE_LAPSED,
    LICENSE_LAPSING,
    LICENSE_RESTORED,
    TERMS_CHANGED,
)
from saas_core.payments.letters import INVOICE_DUE, PAYMENT_FAILED
from saas_core.policy.shipped import shipped_terms
from saas_core.signing.letters import SUSPECT
from saas_core.support.letters import ANSWERED, CONVERTED, DECLINED, QUESTION_ANSWERED, RESOLVED
from saas_core.tenancy.letters import WELCOME
from saas_mail import Letters

LETTERS = Letters()
PARTS: Parts[Any] = parts_of()
ALL = tuple(PARTS.letters.values())
KINDS = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
# What each letter rests on.
CLAUSES = {
    WELCOME: {"0.1", "1.1", "1.3", "1.4.a", "1.5", "2.1", "2.2", "2.3.a", "2.4", "3.1", "3.8", "4.1", "4.2"},
    INTEGRATION_FAILING: {"2.2", "2.4"},
    INTEGRATION_BACK: {"2.2"},
    INVOICE_DUE: {"0.1", "1.3"},
    PAYMENT_FAILED: {"0.1", "1.3"},
    LICENSE_LAPSING: {"0.1", "1.3"},
    LICENSE_LAPSED: {"0.1", "1.3"},
    LICENSE_RESTORED: {"0.1", "1.3"},
    HOLD_PLACED: {"0.1", "1.3"},
    HOLD_LIFTED: {"0.1", "1.3"},
    TERMS_CHANGED: {"9.4"},
    INVITATION: {"0.1", "1.4", "1.4.a", "1.4.b", "1.5", "4.2", "9.4"},
    SIGN_IN: {"1.5"},
    STAFF_KEY: {"1.1", "1.5"},
    OWNER_ADDED: {"1.5"},
    GRANT_CONFIRMATION: {"1.5"},
    GRANT_ASKED: {"1.5"},
    GRANT_APPROVED: {"1.5"},
    GRANT_USED: {"1.5"},
    GRANT_USES: {"1.5"},
    GRANT_ENDED: {"1.5"},
    MAIL_REFUSED: {"2.3.a"},
    MAIL_PARKED: {"2.3.a"},
    ANSWERED: {"2.3.a"},
    RESOLVED: {"2.3.a"},
    CONVERTED: {"4.1", "4.2"},
    DECLINED: {"3.2", "4.1", "5.1"},
    QUESTION_ANSWERED: {"9.3"},
    ENGAGEMENT_CANCELED: {"4.2"},
    REQUEST_WITHDRAWN: {"5.1"},
    **{each: {"4.2"} for each in ESTIMATES},
    APPROVED: {"4.2", "5.2", "5.3"},
    HOURS_USED: {"4.2"},
    WORK_BILLED: {"4.1", "4.2", "5.2", "5.3"},
    WORK_OVERDUE: {"4.1"},
    SUSPECT: {"9.1"},
}
SHUT = (
    INVOICE_DUE,
    PAYMENT_FAILED,
    LICENSE_LAPSING,
    LICENSE_LAPSED,
    HOLD_PLACED,
)


LINKS = {"link", "terms_at"}
# What letters say in place of a missing link.
ELSEWHERE = re.compile(
    "You can find and pay it|The invoice says how to pay it|"
    "Ask the person who invited you|Ask for the link again|Ask whoever manages staff"
    "|Ask the provider for the link|in the ticketing system of the platform|Look it up by its number"
)


class Page(HTMLParser):
    """The words, tags and links of the HTML, and whether the tags are properly nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words that are shown."""
        if "style" not in self._open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words on one line."""
        return " ".join(" ".join(self.words).split())


def compose(kind: LetterKind, **facts: str) -> Composed:
    """Compose the sample of a kind with some facts of our own."""
    return LETTERS.compose(Letter(kind, {**sample_letter(kind).facts, **facts}))


def typed(kind: LetterKind) -> dict[str, str]:
    """Return where the terms are without a page of the web, for a letter that says so."""
    return {"terms_at": "saas terms show 2027-01"} if "terms_at" in kind.needed else {}


def plain(letter: Composed) -> str:
    """Return the text on one line."""
    return " ".join(letter.text.split())


@KINDS
def test_text_and_html_tell_every_fact(kind: LetterKind) -> None:
    """Nothing that the letter was given is left out of either, and the subject names the client."""
    letter = compose(kind)
    for name, fact in sample_letter(kind).facts.items():
        for item in fact.splitlines():
            assert item in plain(letter), name
            assert item in Page(letter.html).text, name
    assert "Harbor Foods Ltd" in letter.subject
    assert Page(letter.html).text.count(letter.subject) >= 2


@KINDS
def test_text_and_html_cite_the_same_clauses_and_all_of_them_exist(kind: LetterKind) -> None:
    """Those that the letter rests on stand in parentheses."""
    letter = compose(kind)
    cited = [
        set(re.findall(r"(?<![\w.])\d\.\d(?:\.[a-c])?(?=[,) ])", " ".join(re.findall(r"\([^)]*\)", text))))
        for text in (plain(letter), Page(letter.html).text)
    ]
    assert cited[0] == cited[1]
    assert cited[0] >= CLAUSES[kind]
    assert cited[0] <= {each.number for each in shipped_terms().clauses}


@pytest.mark.parametrize("kind", SHUT, ids=lambda kind: kind.name)
def test_a_letter_about_a_shut_license_says_what_stays_open_and_what_would_help(kind: LetterKind) -> None:
    """Paying, reading license and invoices, export, and the appeal."""
    for text in (plain(compose(kind)), Page(compose(kind).html).text):
        for word in ("paying", "your own license and invoices", "exporting your own data", "appeal"):
            assert word in text
        assert re.search(r"what you can do|Pay invoice", text, re.IGNORECASE)


@KINDS
def test_the_html_needs_neither_images_nor_scripts_nor_anything_from_elsewhere(kind: LetterKind) -> None:
    """No reader is followed, and both light and dark are set."""
    letter = compose(kind)
    page = Page(letter.html)
    assert page.tags.isdisjoint({"img", "script", "link", "iframe", "form", "object", "svg"})
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
    assert "url(" not in letter.html
    assert "@import" not in letter.html
    assert "prefers-color-scheme: dark" in letter.html
    assert ("lang", "en") in page.attributes


@pytest.mark.parametrize("kind", [kind for kind in ALL if "link" in kind.needed], ids=lambda kind: kind.name)
def test_without_a_link_the_letter_says_where_else_to_look(kind: LetterKind) -> None:
    """It has no button then, and no empty place."""
    letter = compose(kind, link="", **typed(kind))
    assert "a" not in Page(letter.html).tags
    assert ELSEWHERE.search(plain(letter))
    assert ELSEWHERE.search(Page(letter.html).text)


@pytest.mark.parametrize("link", ["saas invitations accept inv_0123_x", "javascript:alert(1)", "https://x.example/ y"])
def test_what_is_no_address_of_the_web_is_never_a_link(link: str) -> None:
    """A command is shown to be typed."""
    letter = compose(INVITATION, link=link, **typed(INVITATION))
    assert "a" not in Page(letter.html).tags
    assert link in Page(letter.html).text
    assert f"    {link}\n" in letter.text


def test_a_link_is_neither_broken_nor_changed() -> None:
    """However long it is, and with what must be escaped in HTML."""
    link = "https://portal.example/i?a=1&b=" + "x" * 1500
    letter = compose(INVITATION, link=link)
    assert f"\n    {link}\n" in letter.text
    assert ("href", link) in Page(letter.html).attributes
    assert compose(INVITATION, link=f'{link}"><b>').html.count("<b>") == 0


def _mailed(letter: Composed) -> Mail:
    return Mail(
        id=EffectId(UUID(int=1)), to="a@example.com", subject=letter.subject, text=letter.text, html=letter.html
    )


@pytest.mark.parametrize("text", [text for text in TEXTS.values() if text.strip()], ids=lambda text: ascii(text[:12]))
@KINDS
def test_no_fact_breaks_a_letter_or_gets_into_its_subject_line(kind: LetterKind, text: str) -> None:
    """Any accepted value can be mailed, in each fact in turn."""
    for name in kind.needed:
        try:
            letter = compose(kind, **{name: text})
        except InvalidValue as refused:
            assert refused.field == name
            continue
        assert _mailed(letter).subject == letter.subject
        assert len(letter.subject) <= LONGEST_SUBJECT
        letter.text.encode()
        letter.html.encode()
        Page(letter.html)


@KINDS
def test_ten_thousand_characters_are_cut_off_visibly(kind: LetterKind) -> None:
    """The letter stays one that can be read; a link that long is refused instead."""
    for name in set(kind.needed) - LINKS:
        letter = compose(kind, **{name: "x" * 10_000})
        assert "x…" in letter.text
        assert len(letter.text) < 8_000
        assert len(_mailed(letter).subject) <= LONGEST_SUBJECT


@KINDS
def test_html_in_a_fact_is_shown_as_it_was_written(kind: LetterKind) -> None:
    """No fact brings a tag or an attribute of its own."""
    attack = "<img src=x onerror=alert(1)>\"'</td></style></title>&amp;"
    for name in set(kind.needed) - LINKS:
        page = Page(compose(kind, **{name: attack}).html)
        assert attack in page.text
        assert page.tags == Page(compose(kind).html).tags


def test_a_line_break_in_a_fact_makes_no_line() -> None:
    """Neither a header of the mail, nor a sentence that looks like the provider's, nor a control code."""
    letter = compose(HOLD_PLACED, client="Harbor\r\nBcc: eve@x.example", why="A\n\n    https://evil.example\x1b[31m")
    assert letter.subject == "The provider placed a hold on the license of Harbor Bcc: eve@x.example"
    assert "Why: A https://evil.example[31m" in letter.text


def test_directions_of_writing_stay_where_they_are() -> None:
    """Marks that turn the reading are taken out; names from right to left are set apart and come through whole."""
    letter = compose(HOLD_LIFTED, client="\u202eevil\u202c", why="חברת הנמל and sons")
    assert "\u202e" not in letter.text + letter.html + letter.subject
    assert "Why: \u2068חברת הנמל and sons\u2069" in letter.text
    assert "<bdi>חברת הנמל and sons</bdi>" in letter.html
    assert "<bdi>&lt;b&gt;חברת</bdi>" in compose(HOLD_LIFTED, why="<b>חברת").html


def test_an_owner_is_told_what_accepting_binds_to_and_where_the_terms_are() -> None:
    """Who invites and as what, the version, its document, and its page or the command that shows it."""
    letter = compose(INVITATION)
    for text in (plain(letter), Page(letter.html).text):
        assert "Stefan Roth, a member of the provider's staff, invites you" in text
        assert re.search("what an owner may, and is responsible for", text, re.IGNORECASE)
        assert "you accept version 2027-01 of the terms, for Harbor Foods Ltd" in text
        assert "https://portal.example/terms/2027-01" in text
    typed = compose(INVITATION, link="saas invitations accept inv_0123_x", terms_at="saas terms show 2027-01")
    assert "    saas terms show 2027-01\n" in typed.text
    assert "--accept-terms" in plain(typed)


def test_who_is_invited_as_a_user_accepts_no_terms() -> None:
    """Nor is anything said of owners; without a role that is said."""
    none = dict.fromkeys(INVITATION.optional, "")
    clerk = plain(compose(INVITATION, **{**none, "roles": "Clerk in Sales"}))
    assert "As: Clerk in Sales" in clerk
    assert "Nothing. Accepting makes you a user; you accept no terms." in clerk
    assert not re.search("responsible|SHA-256|As: Owner", clerk)
    assert "As: a user without a role yet" in plain(compose(INVITATION, **none))
    second = plain(compose(INVITATION, **{**none, "owner": "Owner"}))
    assert "With the invitation you accept no others." in second


def test_a_long_list_is_counted_and_its_items_are_cut() -> None:
    """So that a letter stays one that can be read."""
    letter = compose(TERMS_CHANGED, changes="\n".join(f"change {number} {'x' * 500}" for number in range(40)))
    assert letter.html.count("<li>") == 16
    assert "- and 25 more" in letter.text
    assert "- change 14\n" in letter.text
    assert "change 15" not in letter.text
    assert "x…" in letter.text


def test_what_nobody_can_read_is_refused() -> None:
    """A fact of invisible characters would leave a hole."""
    with pytest.raises(InvalidValue) as caught:
        compose(HOLD_LIFTED, why="\u200b\u2060")
    assert caught.value.field == "why"


def test_lines_of_text_are_short() -> None:
    """As plain mail has them."""
    for kind in ALL:
        assert max(map(len, compose(kind).text.splitlines())) <= 78


def test_a_decline_that_takes_no_dispute_offers_none() -> None:
    """Nor does it cite clauses that are not its own."""
    letter = plain(compose(DECLINED, clauses="1.2", disputable="", answer=""))
    assert "is not part of support (1.2)." in letter
    assert "ispute" not in letter
    assert "is not part of support." in plain(compose(DECLINED, clauses=""))
