"""Signing: a named person agrees to exactly what stands there, and learns when it is not what was signed."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Refused
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.scopes import ScopeUnknown
from saas_core.policy.shipped import shipped_terms
from saas_core.signing.errors import QuestionClosed, ScopeChanged, SignaturesUnreadable
from saas_core.signing.queries.files import check, read, written
from saas_core.signing.values import Agreement, Role, SignatureState
from saas_local import signed

CLAUSE = "clause:0.1"
READING = "reading:grace-days"


def _read(desk, text, signs=signed):
    """Return a file of signatures as whoever has the provider's public keys reads it."""
    published = desk.signing._signs.keys()
    keys = [base64.b64decode(each.public_key) for each in published]
    return read(text.encode(), keys=keys, signs=signs)


def _as_exported(content):
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _journal(desk):
    with desk.app.store.read(PROVIDER) as work:
        return work.journal.entries(after=0, limit=1000)


def test_a_signature_names_who_signed_what_when_and_as_what(desk):
    signed = desk.agree(CLAUSE)
    assert (signed.name, signed.role, signed.verdict) == ("Legal", Role.LEGAL, Agreement.AGREED)
    assert (signed.scope, signed.anchor, signed.terms_version) == (CLAUSE, "clause-0.1", "2026-02")
    assert (signed.signed_at, signed.digest, signed.state) == (
        desk.clock.now(),
        desk.digest(CLAUSE),
        SignatureState.CURRENT,
    )
    assert desk.signing.signatures(by=desk.product) == (signed,)
    assert desk.signing.show(by=desk.legal, scope="0.1").signatures == (signed,)
    entry = _journal(desk)[-1]
    assert (entry.action, entry.subject, entry.by) == (
        "signing.sign",
        "policy:clause:0.1",
        f"staff:{desk.legal.staff_id}",
    )
    assert entry.details["digest"] == signed.digest


def test_only_what_was_shown_is_signed(desk):
    """Somebody who read another text does not sign this one."""
    with pytest.raises(ScopeChanged):
        desk.signing.sign(by=desk.legal, scope=CLAUSE, role=Role.LEGAL, digest="0" * 64)
    shown = desk.digest(READING)
    desk.reword("grace-days", "A week.")
    with pytest.raises(ScopeChanged):
        desk.signing.sign(by=desk.legal, scope=READING, role=Role.LEGAL, digest=shown)
    assert desk.signing.signatures(by=desk.legal) == ()


@pytest.mark.parametrize(("who", "role"), [("product", Role.LEGAL), ("legal", Role.PRODUCT), ("nobody", Role.LEGAL)])
def test_a_role_is_signed_in_by_whoever_holds_it(desk, who, role):
    digest = desk.digest(CLAUSE)
    with pytest.raises(Refused):
        desk.signing.sign(by=getattr(desk, who), scope=CLAUSE, role=role, digest=digest)


def test_who_may_neither_sign_nor_publish_sees_no_signatures(desk):
    calls = (
        lambda: desk.signing.signatures(by=desk.nobody),
        lambda: desk.signing.show(by=desk.nobody, scope=CLAUSE),
        lambda: desk.signing.questions(by=desk.nobody),
        lambda: desk.signing.export(by=desk.nobody),
    )
    for each in calls:
        with pytest.raises(Refused):
            each()
    assert desk.signing.signatures(by=desk.kit.staff) == ()


def test_a_changed_reading_makes_exactly_those_suspect_who_signed_it(desk):
    for scope in ("clause:0.1", "clause:0.2", "clause:5.1", READING, "reading:eligible", "whole"):
        desk.agree(scope)
    desk.reword("grace-days", "No. Access stops after a week.")
    found = {each.scope: each for each in desk.signing.signatures(by=desk.legal)}
    suspect = {scope for scope, each in found.items() if each.state is SignatureState.SUSPECT}
    assert suspect == {"clause:0.1", READING, "whole"}
    (change,) = found[READING].changes
    assert (change.kind, change.name) == ("reading", "grace-days")
    assert [(each.change, each.text.strip()) for each in change.words if each.change != "same"] == [
        ("removed", "at once."),
        ("added", "after a week."),
    ]
    assert found["clause:0.2"].changes == ()


def test_a_changed_setting_makes_the_signature_suspect_and_shows_both_values(desk):
    desk.agree("reading:trial-is-valid")
    desk.agree("clause:0.3")
    desk.offer(b"trial_is_valid = true ", b"trial_is_valid = false")
    other, own = desk.signing.signatures(by=desk.legal)
    assert (other.state, own.state) == (SignatureState.CURRENT, SignatureState.SUSPECT)
    words = [(each.change, each.text) for change in own.changes for each in change.words]
    assert ("removed", "true") in words
    assert ("added", "false") in words


def test_a_later_signature_takes_the_former_one_over(desk):
    desk.agree(READING)
    desk.reword("grace-days", "A week.")
    desk.clock.at += timedelta(days=1)
    desk.agree(READING)
    states = [each.state for each in desk.signing.signatures(by=desk.legal, scope=READING)]
    assert states == [SignatureState.CURRENT, SignatureState.SUPERSEDED]


def test_a_reading_that_is_gone_makes_its_signature_suspect(desk):
    desk.agree(READING)
    desk.book = evolve(desk.book, readings=desk.book.readings[1:])
    (found,) = desk.signing.signatures(by=desk.legal)
    assert (found.state, {each.kind for each in found.changes} >= {"reading"}) == (SignatureState.SUSPECT, True)
    with pytest.raises(ScopeUnknown):
        desk.signing.show(by=desk.legal, scope=READING)


def test_a_rejection_needs_a_reason_and_opens_a_question_until_the_role_agrees(desk):
    digest = desk.digest(CLAUSE)
    with pytest.raises(InvalidValue, match="why"):
        desk.signing.reject(by=desk.product, scope=CLAUSE, role=Role.PRODUCT, digest=digest, why=" ")
    desk.signing.reject(by=desk.product, scope=CLAUSE, role=Role.PRODUCT, digest=digest, why="Too strict.")
    desk.clock.at += timedelta(days=3, hours=1)
    (question,) = desk.signing.questions(by=desk.legal, scope=CLAUSE)
    assert (question.why, question.role, question.age_days, question.owner_name) == (
        "Too strict.",
        Role.PRODUCT,
        3,
        "Product",
    )
    desk.agree(CLAUSE, Role.LEGAL)
    assert len(desk.signing.questions(by=desk.legal, scope=CLAUSE)) == 1
    desk.agree(CLAUSE, Role.PRODUCT)
    assert desk.signing.questions(by=desk.legal, scope=CLAUSE) == ()


def test_a_second_rejection_keeps_the_age_and_takes_the_new_reason(desk):
    digest = desk.digest(CLAUSE)
    for why in ("Too strict.", "Too strict.", "Still too strict."):
        desk.signing.reject(by=desk.product, scope=CLAUSE, role=Role.PRODUCT, digest=digest, why=why)
        desk.clock.at += timedelta(days=1)
    (question,) = desk.signing.questions(by=desk.legal, scope=CLAUSE)
    assert (question.why, question.age_days) == ("Still too strict.", 3)


def test_a_comment_agrees_and_stands_with_the_signature(desk):
    signed = desk.signing.comment(
        by=desk.legal, scope=CLAUSE, role=Role.LEGAL, digest=desk.digest(CLAUSE), comment="Say what grace is."
    )
    assert (signed.verdict, signed.comment) == (Agreement.COMMENTED, "Say what grace is.")
    assert "Say what grace is." not in str(_journal(desk)[-1])


def test_every_reading_in_force_is_an_open_question_until_legal_agrees(desk):
    """Under the whole, too."""
    open_ones = {each.scope for each in desk.signing.questions(by=desk.legal)}
    assert open_ones == {f"reading:{each.key}" for each in desk.book.readings if each.scenarios}
    desk.agree(READING)
    assert {each.scope for each in desk.signing.questions(by=desk.legal)} == open_ones - {READING}
    desk.agree("whole", Role.PRODUCT)
    assert len(desk.signing.questions(by=desk.legal)) == len(open_ones) - 1
    desk.agree("whole", Role.LEGAL)
    assert desk.signing.questions(by=desk.legal) == ()


def test_a_question_gets_an_owner(desk):
    owner = desk.product.staff_id
    view = desk.signing.assign_question(by=desk.legal, scope=READING, role=Role.LEGAL, owner=owner)
    assert (view.owner, view.owner_name, view.opened_at) == (owner, "Product", desk.clock.now())
    with pytest.raises(QuestionClosed):
        desk.signing.assign_question(by=desk.legal, scope=CLAUSE, role=Role.LEGAL, owner=owner)
    with pytest.raises(InvalidValue, match="not a member of staff"):
        desk.signing.assign_question(by=desk.legal, scope=READING, role=Role.LEGAL, owner=PROVIDER)
    with pytest.raises(Refused):
        desk.signing.assign_question(by=desk.nobody, scope=READING, role=Role.LEGAL, owner=owner)
    unseeing = {"by": desk.legal, "scope": READING, "role": Role.LEGAL, "owner": desk.nobody.staff_id}
    with pytest.raises(InvalidValue, match="may not see questions about the policy"):
        desk.signing.assign_question(**unseeing)
    desk.leave(desk.product)
    with pytest.raises(InvalidValue, match="has left the staff"):
        desk.signing.assign_question(by=desk.legal, scope=READING, role=Role.LEGAL, owner=owner)


def test_a_repeat_under_its_key_signs_once(desk):
    given = {"by": desk.legal, "scope": CLAUSE, "role": Role.LEGAL, "idempotency_key": "once"}
    first = desk.signing.sign(**given, digest=desk.digest(CLAUSE))
    assert desk.signing.sign(**given, digest=desk.digest(CLAUSE)) == first
    with pytest.raises(KeyReused):
        desk.signing.sign(**given, digest="0" * 64)
    assert len(desk.signing.signatures(by=desk.legal)) == 1


def test_a_version_that_is_not_there_is_not_signed(desk):
    with pytest.raises(TermsUnknown):
        desk.signing.show(by=desk.legal, scope=CLAUSE, version="2099-01")
    assert desk.signing.show(by=desk.legal, scope=CLAUSE, version="2026-02").terms_version == "2026-02"


def test_the_review_notes_questions_and_tells_each_signer_once(desk):
    """What waits gets an age; a letter goes out when it changed, and never again for the same signature."""
    desk.agree(READING)
    desk.agree("clause:0.2")
    assert desk.reviewing.review() == 0
    desk.clock.at += timedelta(days=2)
    assert {each.age_days for each in desk.signing.questions(by=desk.legal)} == {2}
    desk.reword("grace-days", "A week.")
    assert desk.reviewing.review() == 1
    assert desk.reviewing.review() == 0
    assert _journal(desk)[-1].details["questions"] == [READING]
    desk.agree(READING)
    desk.reword("grace-days", "Two weeks.")
    assert desk.reviewing.review() == 1


def test_a_file_of_signatures_says_what_is_suspect_where_there_is_no_database(desk):
    desk.agree(READING)
    desk.agree("clause:0.2")
    desk.signing.reject(by=desk.product, scope="whole", role=Role.PRODUCT, digest=desk.digest("whole"), why="No.")
    text = written(desk.signing.export(by=desk.legal))
    assert text == written(desk.signing.export(by=desk.legal))
    file = _read(desk, text)
    sound = check(file, shipped_terms(), desk.book)
    assert {each.scope: each.state for each in sound.signatures} == {
        "clause:0.2": "agreed",
        READING: "agreed",
        "whole": "rejected",
    }
    assert not sound.sound
    changed = read_terms(shipped_terms().document.replace("grace_days = 0 ", "grace_days = 7 ").encode())
    found = {each.scope: each for each in check(file, changed, desk.book).signatures}
    assert (found[READING].state, found["clause:0.2"].state) == ("suspect", "agreed")
    assert [each.name for each in found[READING].changes] == ["grace_days"]
    assert "clause:0.1" in sound.unsigned
    assert READING not in sound.unsigned


def test_a_file_changed_by_hand_is_refused(desk):
    """Neither a digest nor a text in it can be replaced, nor a verdict made up."""
    desk.agree(READING)
    text = written(desk.signing.export(by=desk.legal))
    for old, new in (("Access stops at once.", "Access goes on."), ('"agreed"', '"adored"'), ("signatures/2", "x/2")):
        assert old in text
        with pytest.raises(SignaturesUnreadable):
            # Also where somebody had the key.
            _read(desk, text.replace(old, new), signs=lambda *_given: True)
    deep, kinds = b"[" * 100_000, b'{"format": 1, "signatures": [{"pieces": 1}], "texts": {}}'
    for broken in (b"", b"[]", b"{}", b"\xff", deep, kinds):
        with pytest.raises(SignaturesUnreadable):
            read(broken, keys=(), signs=signed)


def test_a_file_of_signatures_is_as_it_was_exported_or_is_refused(desk):
    """Name, role, verdict, comment and date, and rows that are added or left out, are under the provider's key."""
    digest = desk.digest(CLAUSE)
    desk.signing.reject(by=desk.product, scope=CLAUSE, role=Role.PRODUCT, digest=digest, why="Too strict.")
    desk.agree(READING)
    text = written(desk.signing.export(by=desk.legal))
    whole = json.loads(text)
    (first, second) = whole["signatures"]
    forged = (
        *({**first, name: value} for name, value in {"verdict": "agreed", "name": "Counsel", "comment": ""}.items()),
        *({**first, name: value} for name, value in {"role": "legal", "signed_at": "2020-01-01T00:00:00Z"}.items()),
    )
    assert [each.name for each in _read(desk, text).signatures] == ["Product", "Legal"]
    for rows in (*([each, second] for each in forged), [second], [first, second, {**second, "name": "Nobody"}], []):
        with pytest.raises(SignaturesUnreadable, match="no key of the provider"):
            _read(desk, _as_exported({**whole, "signatures": rows}))
    with pytest.raises(SignaturesUnreadable, match="no key of the provider"):
        read(text.encode(), keys=(), signs=signed)


def test_whatever_was_added_to_a_file_of_signatures_by_hand_is_refused(desk):
    """Also what nobody signed, and what only a person would read: it is the text that is checked in and compared."""
    desk.agree(READING)
    text = written(desk.signing.export(by=desk.legal))
    whole = json.loads(text)
    (row,) = whole["signatures"]
    assert _read(desk, text.replace("\n", "\r\n")) == _read(desk, text) == _read(desk, text.rstrip() + "\n\n")
    forged = json.dumps([{**row, "name": "Bea Counsel"}])
    digest, rest = next(iter(whole["texts"])), whole["signature"]
    added = (
        text.replace(' "signatures": [', f' "signatures": {forged},\n "signatures": [', 1),
        _as_exported({**whole, "countersigned": [row]}),
        _as_exported({**whole, "signatures": [{**row, "approved_by": "Bea Counsel"}]}),
        _as_exported({**whole, "texts": {**whole["texts"], digest: "a\ud800"}}).replace("\ud800", "\\ud800"),
        _as_exported({**whole, "signature": rest[:-3] + chr(ord(rest[-3]) + 1) + "=="}),
        json.dumps(whole),
    )
    for each in added:
        assert each != text
        with pytest.raises(SignaturesUnreadable, match="changed by hand"):
            _read(desk, each, signs=lambda *_given: True)
    with pytest.raises(SignaturesUnreadable, match="no key of the provider"):
        _read(desk, _as_exported({**whole, "signed_by": "0" * 16}))


def test_agreeing_to_an_older_text_leaves_the_question_about_the_newer_one_open(desk):
    """Until somebody in its role agrees to what stands there now, or to what comes after it."""
    scope, now = "clause:3.8", b"customizations of design"
    desk.clock.at += timedelta(days=365)
    older = desk.digest(scope)
    desk.offer(now, b"customizations of all design")
    newer = desk.digest(scope)
    assert newer != older
    common = {"by": desk.legal, "scope": scope, "role": Role.LEGAL}
    desk.signing.reject(**common, digest=newer, why="All?")
    desk.signing.sign(**common, digest=older, version="2026-02")
    assert [each.why for each in desk.signing.questions(by=desk.legal, scope=scope)] == ["All?"]
    desk.signing.sign(**common, digest=newer)
    assert desk.signing.questions(by=desk.legal, scope=scope) == ()
