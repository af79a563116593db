"""`saas questions`: what the terms are silent on, asked by a client and answered by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

OWNER = ("--profile", "olivia")
REASON = "Selling off old stock is part of running the instance."


def test_a_question_is_asked_answered_and_read(harbor: Saas) -> None:
    """The decision names the command; staff sees the question, answers it, and the next one reads the answer."""
    decided = harbor("decide", "harbor", "me", "stock.auction", *OWNER)
    assert (decided.code, "saas questions ask" in decided.out) == (3, True)
    assert harbor.done("questions", "list").out.strip() == "No question is open."
    asked = harbor.done("questions", "ask", "harbor", "stock.auction", "--text", "May we?", *OWNER, "--json").json
    assert asked["state"] == "open"
    assert "stock.auction: open." in harbor.done("questions", "ask", "harbor", "stock.auction", *OWNER).out
    (waiting,) = harbor.done("questions", "list", "--json").json
    assert (waiting["question_id"], waiting["client"]) == (asked["question_id"], "harbor")
    assert "stock.auction" in harbor.done("questions", "list", *OWNER).out

    number = asked["question_id"]
    shown = harbor.done("questions", "show", "harbor", number).out
    assert "May we?" in shown
    out = harbor.done("questions", "answer", "harbor", number, "--clause", "1.4", "--reason", REASON).out
    assert "Clause 1.4 was read." in out
    own = harbor.done("questions", "show", "harbor", number, *OWNER).out
    assert REASON in own
    assert "Precedent" in harbor.done("questions", "show", "harbor", number).out
    assert harbor("decide", "harbor", "me", "stock.auction", *OWNER).code == 3


def test_an_answer_cites_a_precedent_and_may_say_that_no_clause_speaks(harbor: Saas) -> None:
    ask = ("questions", "ask", "harbor")
    first = harbor.done(*ask, "stock.auction", *OWNER, "--json").json["question_id"]
    harbor.done("questions", "answer", "harbor", first, "--reason", REASON)
    (precedent,) = harbor.done("questions", "show", "harbor", first, "--json").json["precedents"]
    second = harbor.done(*ask, "stock.lottery", *OWNER, "--json").json["question_id"]
    cited = ("--precedent", precedent["precedent_id"])
    answered = harbor.done("questions", "answer", "harbor", second, "--reason", "As for auctions.", *cited, "--json")
    assert answered.json["cites"] == [precedent["precedent_id"]]
    assert "No clause of the terms speaks." in harbor.done("questions", "show", "harbor", second, *OWNER).out


def test_what_the_terms_decide_is_not_asked(harbor: Saas) -> None:
    assert harbor.wrong("questions", "ask", "harbor", "support.open", *OWNER, "--json").problem["type"] == "TERMS_SPEAK"
    harbor.refused("questions", "ask", "harbor", "source.access", *OWNER)
