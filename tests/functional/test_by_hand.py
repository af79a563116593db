"""What a bookkeeper records by hand, and what is asked back before it is done."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.conftest import Saas

    Ahead = Callable[[int], str]

OWNER = ("--profile", "olivia")


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], io.StringIO]:
    """Return a function that puts a terminal in place, with a person who answers."""

    def answering(text: str) -> io.StringIO:
        shown = _Terminal()
        monkeypatch.setattr(sys, "stdin", _Terminal(text))
        monkeypatch.setattr(sys, "stderr", shown)
        monkeypatch.setenv("NO_COLOR", "1")
        return shown

    return answering


DESTRUCTIVE = [
    ("license", "cancel", "harbor"),
    ("license", "cancel", "harbor", "--now"),
    ("license", "end", "harbor"),
    ("license", "void", "harbor", "INV-1"),
    ("license", "record-refund", "harbor", "INV-1"),
    ("license", "refund", "harbor", "INV-1"),
    ("license", "lift", "harbor", "--why", "settled"),
    ("license", "trial", "harbor", "--since", "2026-01-01T00:00:00Z", "--until", "2036-01-01T00:00:00Z"),
    ("license", "record-payment", "harbor", "I", "--since", "2026-01-01T00:00:00Z", "--until", "2036-01-01T00:00:00Z"),
    ("users", "deactivate", "harbor", "mia@harbor.example", *OWNER),
    ("departments", "remove", "harbor", "Finance/Accounts", *OWNER),
    ("roles", "delete", "harbor", "Approver", "--replacement", "Stock keeper", *OWNER),
    ("keys", "revoke", "harbor", "01938c5e-7a10-7000-8000-000000000001", *OWNER),
    ("staff", "deactivate", "sam@provider.example"),
    ("mail", "lift", "olivia@harbor.example"),
    ("license", "move-trial", "harbor", "--since", "2026-01-01T00:00:00Z", "--until", "2026-01-02T00:00:00Z"),
    ("license", "hold", "harbor", "--kind", "abuse", "--clause", "1.2", "--why", "attack"),
    ("break-glass", "take-back", "harbor", "01938c5e-7a10-7000-8000-000000000001", *OWNER),
    ("staff", "renew-key", "sam@provider.example"),
    ("terms", "publish", "--shipped"),
]  # fmt: skip


@pytest.mark.parametrize("words", DESTRUCTIVE, ids=lambda words: " ".join(words[:2]))
def test_without_a_terminal_a_destructive_command_needs_yes(harbor: Saas, words: tuple[str, ...]) -> None:
    """Nothing is changed, and the message says what it would have done."""
    before = harbor.done("journal", "show", "harbor", "--json").out
    result = harbor.wrong(*words, "--json")

    assert result.problem["type"] == "NOT_CONFIRMED"
    assert "--yes" in result.problem["remedy"]
    assert harbor.done("journal", "show", "harbor", "--json").out == before


def test_on_a_terminal_it_is_asked_about_and_done_after_a_yes(
    harbor: Saas, asked: Callable[[str], io.StringIO]
) -> None:
    """The question stands on stderr, and the answer of the command on stdout."""
    shown = asked("y\n")
    result = harbor("license", "cancel", "harbor")

    assert result.code == 0
    assert "The license of harbor will end with its paid period." in shown.getvalue()
    assert "Continue?" not in result.out
    assert "CancellationAsked" in result.out


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "what?\n"])
def test_on_a_terminal_anything_else_leaves_everything_as_it_was(
    harbor: Saas, asked: Callable[[str], io.StringIO], answer: str
) -> None:
    """Also the end of the input."""
    shown = asked(answer)
    assert harbor("license", "cancel", "harbor", "--now").code == 1
    assert "nothing was changed" in shown.getvalue()
    assert "CancellationAsked" not in harbor("license", "show", "harbor").out


def test_a_question_shows_what_was_typed_without_codes_for_the_terminal(
    harbor: Saas, asked: Callable[[str], io.StringIO]
) -> None:
    """A pasted name could otherwise repaint the question."""
    shown = asked("n\n")
    harbor("license", "void", "harbor", "INV\x1b[2J")
    assert "\x1b" not in shown.getvalue()


def test_an_ordinary_year_is_recorded_without_a_question(harbor: Saas, ahead: Ahead) -> None:
    """Only periods that nobody sells are odd."""
    harbor.done("license", "record-payment", "harbor", "INV-2", "--since", ahead(30), "--until", ahead(395))


def test_the_bookkeeper_voids_refunds_grants_and_ends(harbor: Saas, ahead: Ahead) -> None:
    """Each records its one fact, and shows the license as it then stands."""
    assert harbor.wrong("license", "void", "harbor", "INV-9", "--yes", "--json").problem["field"] == "invoice"
    harbor.done("license", "record-payment", "harbor", "INV-9", "--since", ahead(30), "--until", ahead(60))
    assert "InvoiceVoided" in harbor.done("license", "void", "harbor", "INV-9", "--yes").out
    part = harbor.done("license", "record-refund", "harbor", "INV-1", "--part").out
    assert "in good standing" in part.splitlines()[0]
    full = harbor.done("license", "record-refund", "harbor", "INV-1", "--yes", "--json").json
    assert (full["good_standing"], full["payment"]) == (False, "refunded")
    trial = ("license", "trial", "harbor", "--since", ahead(0), "--until", ahead(10), "--json")
    granted = harbor.done(*trial).json
    assert (granted["facts"][-1]["kind"], granted["period"]["invoice"]) == ("TrialGranted", None)
    moved = ("license", "move-trial", "harbor", "--until", ahead(12), "--yes", "--json", "--since")
    assert harbor.done(*moved, trial[4]).json["facts"][-1]["kind"] == "TrialMoved"
    assert harbor.wrong(*moved, ahead(1)).problem["field"] == "since"
    ended = harbor.done("license", "end", "harbor", "--yes", "--json").json
    assert ended["good_standing"] is False
    assert [each["kind"] for each in ended["facts"]][-1] == "Ended"


@pytest.mark.parametrize(
    "words",
    [
        ("license", "void", "harbor", "INV-1", "--yes"),
        ("license", "record-refund", "harbor", "INV-1", "--yes"),
        ("license", "end", "harbor", "--yes"),
    ],
    ids=lambda words: words[1],
)
def test_a_client_records_nothing_by_hand(harbor: Saas, words: tuple[str, ...]) -> None:
    """These are the provider's books (1.1)."""
    harbor.refused(*words, *OWNER)


def test_the_license_shows_its_own_period_and_invoice(harbor: Saas) -> None:
    """Those that run now; a lapsed license shows the last ones."""
    shown = harbor.done("license", "show", "harbor", "--json").json["period"]
    assert shown["invoice"] == "INV-1"
    text = harbor.done("license", "show", "harbor").out
    assert "period" in text
    assert "invoice      INV-1" in text
