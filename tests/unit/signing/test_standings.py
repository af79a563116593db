"""Where a signature stands: across versions of the terms, and beside those of colleagues in the same role."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from saas_core.kernel.ids import PROVIDER
from saas_core.policy.shipped import shipped_terms
from saas_core.signing.errors import SignaturesUnreadable
from saas_core.signing.policies import ground, placed, standings
from saas_core.signing.queries import state_in_words
from saas_core.signing.queries.files import check, read, written
from saas_core.signing.values import Role, SignatureState
from tests.unit.signing.conftest import Desk, hired

CLAUSE = "clause:0.1"
READING = "reading:grace-days"
GRACE = (b"grace_days = 0 ", b"grace_days = 7 ")
NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
AHEAD, ANSWERED, CURRENT, SUPERSEDED, SUSPECT = (
    *(SignatureState.AHEAD, SignatureState.ANSWERED, SignatureState.CURRENT),
    *(SignatureState.SUPERSEDED, SignatureState.SUSPECT),
)


def _states(desk: Desk, scope: str = CLAUSE, **given) -> list[tuple[str, str, SignatureState]]:
    """Return name, version and state of the signatures of a scope, the oldest first."""
    found = desk.signing.signatures(by=desk.legal, scope=scope, **given)
    return [(each.name, each.terms_version, each.state) for each in reversed(found)]


def _sign(desk: Desk, scope: str, version: str, by=None, why: str = ""):
    signer = by or desk.legal
    digest = desk.signing.show(by=signer, scope=scope, version=version).digest
    given = {"by": signer, "scope": scope, "role": Role.LEGAL, "digest": digest, "version": version}
    desk.clock.at += timedelta(minutes=1)
    return desk.signing.reject(**given, why=why) if why else desk.signing.sign(**given)


def _read(desk: Desk, text: str):
    """Read a file of signatures that bears the id of the provider's key, whatever was signed."""
    published = desk.signing._signs.keys()
    keys = [base64.b64decode(each.public_key) for each in published]
    return read(text.encode(), keys=keys, signs=lambda *_given: True)


def _checked(desk: Desk, terms=None):
    """Return the check of the exported file, read as whoever holds it reads it."""
    text = written(desk.signing.export(by=desk.legal))
    return check(_read(desk, text), terms or shipped_terms(), desk.book)


def test_signing_a_version_that_is_not_offered_yet_undoes_nothing(desk: Desk) -> None:
    """It is ahead: nobody is told, nothing is asked again; once it is offered it takes the earlier one over."""
    desk.agree(CLAUSE)
    desk.agree(READING)
    later = desk.publish(*GRACE, NEXT_YEAR)
    assert _sign(desk, CLAUSE, "2027-01").state is AHEAD
    _sign(desk, READING, "2027-01")
    assert _states(desk) == [("Legal", "2026-02", CURRENT), ("Legal", "2027-01", AHEAD)]
    assert READING not in {each.scope for each in desk.signing.questions(by=desk.legal)}
    assert desk.reviewing.review() == 0
    assert _states(desk, version="2027-01") == [("Legal", "2026-02", SUPERSEDED), ("Legal", "2027-01", CURRENT)]
    now = _checked(desk)
    assert [(each.scope, each.terms_version, each.state) for each in now.signatures] == [
        (CLAUSE, "2026-02", "agreed"),
        (CLAUSE, "2027-01", "ahead"),
        (READING, "2026-02", "agreed"),
        (READING, "2027-01", "ahead"),
    ]
    assert (now.sound, now.ahead) == (True, ("2027-01",))
    assert [each.state for each in _checked(desk, later).signatures] == ["superseded", "agreed"] * 2
    desk.clock.at = NEXT_YEAR
    assert _states(desk) == [("Legal", "2026-02", SUPERSEDED), ("Legal", "2027-01", CURRENT)]
    assert desk.reviewing.review() == 0
    assert [each.state for each in _checked(desk, later).signatures] == ["agreed", "agreed"]


def test_a_signature_of_a_later_version_is_suspect_once_that_one_says_something_else(desk: Desk) -> None:
    """A change of a reading changes that version as well; its signer is told once, with this change alone."""
    desk.publish(*GRACE, NEXT_YEAR)
    _sign(desk, READING, "2027-01")
    desk.reword("grace-days", "A week.")
    (found,) = desk.signing.signatures(by=desk.legal)
    assert (found.state, [each.kind for each in found.changes]) == (SUSPECT, ["reading"])
    assert (_checked(desk).sound, _checked(desk).signatures[0].state) == (False, "suspect")
    assert [desk.reviewing.review(), desk.reviewing.review()] == [1, 0]


def test_what_a_later_version_says_alike_is_signed_for_now(desk: Desk) -> None:
    scope = "clause:5.1"
    desk.agree(scope)
    desk.publish(*GRACE, NEXT_YEAR)
    _sign(desk, scope, "2027-01")
    assert _states(desk, scope) == [("Legal", "2026-02", SUPERSEDED), ("Legal", "2027-01", CURRENT)]


def test_signing_an_older_version_again_takes_nothing_over(desk: Desk) -> None:
    """Neither before the newer one is offered nor after it."""
    desk.publish(*GRACE, NEXT_YEAR)
    _sign(desk, CLAUSE, "2027-01")
    _sign(desk, CLAUSE, "2026-02")
    assert [each[2] for each in _states(desk)] == [AHEAD, CURRENT]
    desk.clock.at = NEXT_YEAR
    assert [each[2] for each in _states(desk)] == [CURRENT, SUPERSEDED]
    _sign(desk, CLAUSE, "2026-02")
    assert [each[2] for each in _states(desk)] == [CURRENT, SUPERSEDED, SUPERSEDED]
    assert desk.reviewing.review() == 0


def test_a_rejection_of_a_later_version_leaves_the_one_offered_signed(desk: Desk) -> None:
    """It opens a question, and rejects what stands there once it is offered."""
    desk.agree(CLAUSE)
    later = desk.publish(*GRACE, NEXT_YEAR)
    _sign(desk, CLAUSE, "2027-01", why="A week is too long.")
    assert [each[2] for each in _states(desk)] == [CURRENT, AHEAD]
    assert _checked(desk).sound
    assert not _checked(desk, later).sound
    assert [each.why for each in desk.signing.questions(by=desk.legal, scope=CLAUSE)] == ["A week is too long."]


def test_a_colleague_in_the_role_answers_what_was_rejected(desk: Desk) -> None:
    """So the file is sound again, also where who rejected it has left; an agreement in another role answers nothing."""
    ana = hired(desk.kit, "Ana", 11, "staff.legal")
    _sign(desk, CLAUSE, "2026-02", by=ana, why="Say what grace is.")
    desk.leave(ana)
    desk.clock.at += timedelta(days=1)
    desk.agree(CLAUSE, Role.PRODUCT)
    assert [each[2] for each in _states(desk)] == [CURRENT, CURRENT]
    assert {each.state for each in _checked(desk).signatures} == {"agreed", "rejected"}
    desk.agree(CLAUSE)
    assert [each[::2] for each in _states(desk)] == [("Ana", ANSWERED), ("Product", CURRENT), ("Legal", CURRENT)]
    assert desk.signing.signatures(by=desk.legal, scope=CLAUSE)[-1].answered_by == "Legal"
    found = {each.name: (each.state, each.answered_by) for each in _checked(desk).signatures}
    assert found["Ana"] == ("answered", "Legal")
    assert _checked(desk).sound


def test_a_colleague_in_the_role_answers_what_became_suspect(desk: Desk) -> None:
    """Each signer is told of the change all the same; when it changes again, both are suspect."""
    ana = hired(desk.kit, "Ana", 11, "staff.legal")
    _sign(desk, READING, "2026-02", by=ana)
    desk.reword("grace-days", "A week.")
    _sign(desk, READING, "2026-02")
    assert [each[::2] for each in _states(desk, READING)] == [("Ana", ANSWERED), ("Legal", CURRENT)]
    assert _checked(desk).sound
    assert desk.signing.signatures(by=desk.legal)[-1].changes
    assert desk.reviewing.review() == 1
    desk.reword("grace-days", "Two weeks.")
    assert [each[2] for each in _states(desk, READING)] == [SUSPECT, SUSPECT]
    assert [each.state for each in _checked(desk).signatures] == ["suspect", "suspect"]


def test_one_person_signs_in_two_roles_at_once(desk: Desk) -> None:
    """Who may sign for both does so for each by itself."""
    both = hired(desk.kit, "Ana", 11, "staff.admin")
    desk.agree(CLAUSE, Role.LEGAL, both)
    desk.agree(CLAUSE, Role.PRODUCT, both)
    assert [each[2] for each in _states(desk)] == [CURRENT, CURRENT]


def test_an_agreement_that_was_there_before_answers_no_rejection(desk: Desk) -> None:
    desk.agree(CLAUSE)
    _sign(desk, CLAUSE, "2026-02", by=hired(desk.kit, "Ana", 11, "staff.legal"), why="Say what grace is.")
    assert [each[2] for each in _states(desk)] == [CURRENT, CURRENT]
    assert not _checked(desk).sound


def test_a_file_holds_the_terms_of_its_signatures(desk: Desk) -> None:
    """Without them nobody could tell a version that comes later from one that is past."""
    desk.publish(*GRACE, NEXT_YEAR)
    desk.agree(CLAUSE)
    text = written(desk.signing.export(by=desk.legal))
    assert '"2026-02": ' in text
    assert '"2027-01": ' not in text
    for old, new in (
        ('"terms_version": "2026-02"', '"terms_version": "2027-01"'),
        ('"signed_at": "2', '"signed_at": "x'),
    ):
        assert old in text
        with pytest.raises(SignaturesUnreadable, match="does not fit"):
            _read(desk, text.replace(old, new))
    with pytest.raises(SignaturesUnreadable, match="no terms"):
        _read(desk, text.replace("hourly_rate = ", "rate = "))


def test_a_clause_of_the_operators_own_is_signed_whatever_its_number(desk: Desk) -> None:
    """With two figures on either side of the point, too."""
    first = b'[[clause]]\nnumber = "0.1"'
    own = b'[[clause]]\nnumber = "10.12"\nkey = "own.office-hours"\ntext = "The office opens at nine."\n\n'
    terms = desk.publish(first, own + first, desk.clock.now())
    assert desk.agree("clause:10.12").state is CURRENT
    assert desk.signing.show(by=desk.legal, scope="10.12").scope == "clause:10.12"
    assert "clause:10.12" not in _checked(desk, terms).unsigned


def test_agreeing_to_a_later_version_closes_the_question_and_leaves_the_rejection(desk: Desk) -> None:
    """The terms in force stay rejected until the version that says otherwise is offered."""
    _sign(desk, CLAUSE, "2026-02", why="A week of grace.")
    later = desk.publish(*GRACE, NEXT_YEAR)
    _sign(desk, CLAUSE, "2027-01")
    assert desk.signing.questions(by=desk.legal, scope=CLAUSE) == ()
    assert [_checked(desk).sound, _checked(desk, later).sound] == [False, True]


def test_a_state_is_told_with_whom_or_what_it_is_about() -> None:
    told = [state_in_words(each.value, answered_by="Ana", version="2027-01") for each in (ANSWERED, AHEAD, SUSPECT)]
    assert told == ["answered by Ana", "ahead, for the terms 2027-01", "suspect"]


def test_a_signature_stands_among_the_latest_as_among_all(desk: Desk) -> None:
    """Whoever signs the same text again supersedes it; what that leaves out decides nothing, under any version."""
    colleague = hired(desk.kit, "Lena", 7, "staff.legal")
    desk.publish(*GRACE, NEXT_YEAR)
    for version in ("2026-02", "2027-01", "2026-02"):
        for signer, why in ((desk.legal, ""), (colleague, "No."), (colleague, "Still no."), (desk.legal, "")):
            _sign(desk, READING, version, by=signer, why=why)
    desk.reword("grace-days", "A week.")
    _sign(desk, READING, "2026-02", by=colleague)
    _sign(desk, READING, "2026-02", by=colleague)
    with desk.app.store.read(PROVIDER) as work:
        everything, latest = work.signatures.page(None, None, 100), work.signatures.latest()
        versions = work.terms.all()
    assert (len(everything), len(latest)) == (14, 5)
    for terms in versions:
        on = ground(terms, versions, desk.book)
        found = placed(everything, latest, on)
        assert found == standings(everything, on)
        assert len({each.state for each in found}) > 1


def test_pages_of_signatures_go_on_where_the_last_one_ended(desk: Desk) -> None:
    for number in range(5):
        _sign(desk, CLAUSE, "2026-02", why=f"{number}")
    asked = desk.signing.signatures
    first = asked(by=desk.legal, limit=2)
    rest = asked(by=desk.legal, after=first[-1].id)
    assert [each.comment for each in (*first, *rest)] == ["4", "3", "2", "1", "0"]
    assert [each.state for each in rest] == [SUPERSEDED] * 3
    assert [each.comment for each in desk.signing.latest(by=desk.legal)] == ["4"]
    assert [each.comment for each in desk.signing.show(by=desk.legal, scope=CLAUSE).signatures] == ["4"]
