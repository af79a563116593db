"""The letter to whoever signed something that changed: once, with what changed and a link."""

from __future__ import annotations

from datetime import timedelta

from saas_core.policy.scopes import Piece, PieceKind, changes
from saas_core.signing.effects import in_words
from saas_core.signing.values import REVIEW, Role
from saas_testing.kit import Kit


def test_the_worker_reviews_by_the_hour_and_the_letter_says_what_changed(desk, saas: Kit) -> None:
    """The review is one task of the worker that comes again; the letter leads to the place on the page."""
    app, worker = saas.application, saas.application.work.worker
    app.signing.sign(
        by=desk.legal, scope="reading:trial-is-valid", role=Role.LEGAL, digest=desk.digest("reading:trial-is-valid")
    )
    worker.begin()
    worker.drain()
    desk.offer(b"trial_is_valid = true ", b"trial_is_valid = false")
    for _hour in range(3):
        saas.clock.at += timedelta(hours=1)
        worker.drain()
    letters = [each for each in saas.mailbox.to("legal@provider.example") if "has changed" in each.subject]
    assert len(letters) == 1
    text = " ".join(letters[0].text.split())
    assert "[-true-] [+false+]" in text
    assert "saas policy show reading:trial-is-valid" in text
    assert any(each.task.kind == REVIEW for each in app.store.tasks.page(None, 100))


def test_many_changes_are_told_by_the_first_ones_and_their_number() -> None:
    pieces = [Piece(PieceKind.SCENARIO, f"0.1-{number:02}", "x " * 100) for number in range(25)]
    lines = in_words(changes([], pieces))
    assert len(lines) == 21
    assert lines[-1] == "and 5 more"
    before, after = (Piece(PieceKind.RULE, "a", f"{'b ' * 80}{last}") for last in "cd")
    longer = in_words(changes([before], [after]))
    assert longer[0].endswith("[-c-] [+d+]")
    assert " ... " in longer[0]
