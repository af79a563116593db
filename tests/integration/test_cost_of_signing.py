"""What signing reads: no more for a thousand signatures than for one, however often the same text was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_app.policy_page import PolicyPage
from saas_core.kernel.ids import PROVIDER
from saas_core.signing.values import Role, SignatureId
from saas_sql.session import Session

Anything = Any
MANY = 200
WHOLE, CLAUSE = "whole", "clause:0.1"


@contextmanager
def _reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Count the rows of signatures that come from the database, and those with their pieces."""
    told = {"rows": 0, "pieces": 0}
    ask = Session._ask

    def counted(self: Session, query: Any) -> Any:
        found = ask(self, query)
        told["rows"] += sum("signed_at" in each for each in found)
        told["pieces"] += sum("pieces" in each for each in found)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Session, "_ask", counted)
        yield told


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_signing_reads_no_more_however_often_the_same_was_signed(
    company: Anything, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to sign, nor to show, list, ask, export, review or make the page."""
    app, by = company.application, company.staff
    desk, reviewing = app.signing, app.gathered.wirings["signing"].reviewing()
    page, given = PolicyPage(app), {"by": by, "role": Role.LEGAL}
    digests = {each: desk.show(by=by, scope=each).digest for each in (WHOLE, CLAUSE)}
    first = desk.comment(**given, scope=WHOLE, digest=digests[WHOLE], comment="First.")
    acts: dict[str, Callable[[], Any]] = {
        "sign": lambda: desk.sign(**given, scope=WHOLE, digest=digests[WHOLE]),
        "reject": lambda: desk.reject(**given, scope=CLAUSE, digest=digests[CLAUSE], why="No."),
        "agree after all": lambda: desk.sign(**given, scope=CLAUSE, digest=digests[CLAUSE]),
        "show": lambda: desk.show(by=by, scope=WHOLE),
        "show another": lambda: desk.show(by=by, scope="reading:grace-days"),
        "list": lambda: desk.signatures(by=by, limit=2),
        "questions": lambda: desk.questions(by=by),
        "export": lambda: desk.export(by=by),
        "review": reviewing.review,
        "page": lambda: page.made(by=by),
    }

    def cost() -> dict[str, tuple[int, int]]:
        found = {}
        for name, act in acts.items():
            with _reading(monkeypatch) as told:
                act()
            found[name] = told["rows"], told["pieces"]
        return found

    cost()
    few = cost()
    with app.store.begin(PROVIDER) as work:
        one, pieces = work.signatures.get(first.id), work.signatures.pieces([first.id])[first.id]
        for number in range(MANY):
            earlier = one.signed_at - timedelta(seconds=number)
            work.signatures.add(evolve(one, id=SignatureId(UUID(int=number)), signed_at=earlier), pieces, {})
        work.commit()
    assert cost() == few
    assert {name: read for name, (_rows, read) in few.items() if read} == {"export": 2}
    assert max(rows for rows, _read in few.values()) <= 10
