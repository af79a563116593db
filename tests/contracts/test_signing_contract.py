"""Signatures, open questions and counts, as every store keeps them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saas_core.gate.tallies import DECIDED, CountKey, DailyCount
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, StaffId, TenantId
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import Agreement, OpenQuestionId, Role, SignatureId, SignedPiece


def _signature(some: Any, number: int = 0, **given: Any) -> Signature:
    made = {
        "scope": "clause:0.1",
        "role": Role.LEGAL,
        "by": StaffId(some.id()),
        "name": "Ana Ruiz",
        "signed_at": some.at(number),
        "verdict": Agreement.COMMENTED,
        "comment": "Say what grace is.",
        "terms_version": "2026-02",
        "digest": "d" * 64,
    }
    return Signature(id=SignatureId(some.id()), **{**made, **given})


PIECES = (SignedPiece("clause", "0.1", "a" * 64), SignedPiece("value", "grace_days", "b" * 64))


def test_signatures_are_kept_with_the_texts_they_were_given_to(store: Any, some: Any) -> None:
    """A text that was signed before is kept once; being told is all that changes."""
    later, first = _signature(some, 1), _signature(some, 0, verdict=Agreement.REJECTED)
    with store.begin(PROVIDER) as work:
        work.signatures.add(later, PIECES, {"a" * 64: "One.", "b" * 64: "Two."})
        work.commit()
    with store.begin(PROVIDER) as work:
        work.signatures.add(first, PIECES[:1], {"a" * 64: "One."})
        assert work.signatures.latest() == (first, later)
        work.commit()
    with store.begin(PROVIDER) as work:
        work.signatures.tell(later.told(some.at(5)))
        work.commit()
    with store.read(PROVIDER) as work:
        assert work.signatures.latest() == (first, later.told(some.at(5)))
        assert work.signatures.get(first.id) == first
        assert work.signatures.get(SignatureId(some.id())) is None
        assert dict(work.signatures.pieces([later.id, first.id])) == {later.id: PIECES, first.id: PIECES[:1]}
        assert dict(work.signatures.pieces([SignatureId(some.id())])) == {}
        assert dict(work.signatures.texts(["a" * 64, "b" * 64, "c" * 64])) == {"a" * 64: "One.", "b" * 64: "Two."}
        assert dict(work.signatures.texts([])) == {}


def test_of_signatures_that_were_given_again_the_last_one_is_the_latest(store: Any, some: Any) -> None:
    """Of one person, role, scope, version and text; all of them stand on pages, the newest first."""
    by = StaffId(some.id())
    again = tuple(_signature(some, number, by=by) for number in range(3))
    others = (
        _signature(some, 0, by=by, digest="e" * 64),
        _signature(some, 1, by=by, terms_version="2027-01", verdict=Agreement.REJECTED),
        _signature(some, 2, by=by, role=Role.PRODUCT, verdict=Agreement.REJECTED),
        _signature(some, 3, by=by, scope="clause:0.2"),
        _signature(some, 4),
    )
    given = sorted((*again, *others), key=lambda each: (each.signed_at, each.id))
    with store.begin(PROVIDER) as work:
        for each in given:
            work.signatures.add(each, PIECES, {"a" * 64: "One.", "b" * 64: "Two."})
        work.commit()
    with store.read(PROVIDER) as work:
        found, scope = work.signatures, "clause:0.1"
        latest = tuple(each for each in given if each not in again[:2])
        assert found.latest() == latest
        assert found.latest([scope]) == tuple(each for each in latest if each.scope == scope)
        assert found.latest([scope, "clause:0.2"]) == latest
        assert found.latest([]) == ()
        newest = tuple(reversed(given))
        assert found.page(None, None, 100) == newest
        assert found.page(None, newest[2].id, 3) == newest[3:6]
        assert found.page("clause:0.2", None, 100) == (others[3],)
        assert found.page(scope, newest[-1].id, 100) == ()
        assert found.rejected(scope, Role.LEGAL, some.at(1)) == {"2027-01"}
        assert found.rejected(scope, Role.LEGAL, some.at(2)) == frozenset()
        assert found.rejected(scope, Role.PRODUCT, some.at(0)) == {"2026-02"}


def test_one_question_is_open_about_a_scope_for_a_role(store: Any, some: Any) -> None:
    def question(number: int, **given: Any) -> OpenQuestion:
        made = {"scope": "clause:0.1", "role": Role.LEGAL, "opened_at": some.at(number), "opened_by": "staff:1"}
        return OpenQuestion(id=OpenQuestionId(some.id()), **{**made, **given})

    first, other = question(1, why="Too strict."), question(0, role=Role.PRODUCT)
    with store.begin(PROVIDER) as work:
        for each in (first, other):
            work.open_questions.save(each)
        work.commit()
    owned = first.assigned(StaffId(some.id()))
    with store.begin(PROVIDER) as work:
        work.open_questions.save(owned)
        work.commit()
    next_one = question(2, why="Still too strict.")
    with store.begin(PROVIDER) as work:
        assert work.open_questions.open() == (other, owned)
        assert work.open_questions.about("clause:0.1", Role.LEGAL) == owned
        work.open_questions.save(owned.closed(some.at(3)))
        work.open_questions.save(next_one)
        work.commit()
    with store.read(PROVIDER) as work:
        assert work.open_questions.open() == (other, next_one)
        assert work.open_questions.about("clause:0.2", Role.LEGAL) is None


def test_counts_of_a_day_add_up(store: Any) -> None:
    day, key, more = date(2026, 5, 31), CountKey("0.1", DECIDED, "DENIED", "X"), CountKey("", DECIDED, "ALLOWED")
    for numbers in ({key: 3}, {key: 4, more: 1}, {}):
        with store.begin(PROVIDER) as work:
            work.policy_counts.add(day, numbers)
            work.commit()
    with store.begin(PROVIDER) as work:
        work.policy_counts.add(date(2026, 6, 1), {key: 1})
        work.commit()
    with store.read(PROVIDER) as work:
        found = work.policy_counts.between(day, date(2026, 6, 1))
        assert sorted(found, key=lambda each: each.key) == [DailyCount(day, more, 1), DailyCount(day, key, 7)]
        assert len(work.policy_counts.between(day, date(2026, 6, 2))) == 3
        assert work.policy_counts.between(date(2026, 6, 2), date(2027, 1, 1)) == ()


@pytest.mark.parametrize("what", ["sign", "ask", "count"])
def test_no_client_keeps_what_is_the_providers(store: Any, some: Any, what: str) -> None:
    question = OpenQuestion(
        id=OpenQuestionId(some.id()), scope="whole", role=Role.LEGAL, opened_at=some.at(0), opened_by="staff:1"
    )
    with store.begin(TenantId(some.id())) as work, pytest.raises(StoreFault):
        match what:
            case "sign":
                work.signatures.add(_signature(some), (), {})
            case "ask":
                work.open_questions.save(question)
            case _:
                work.policy_counts.add(date(2026, 6, 1), {CountKey("", DECIDED, "ALLOWED"): 1})
