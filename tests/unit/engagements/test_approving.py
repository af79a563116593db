"""Approving: by the right person alone, exactly what was shown, once, and kept as evidence (4.2)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from estimating import THIRTY, TICKED, Estimating
from saas_app.engagements import PeopleOfEstimates
from saas_core.engagements.estimates.content import content_hash
from saas_core.engagements.estimates.errors import (
    CodeWrong,
    ContentChanged,
    EstimateUnknown,
    LinkUnknown,
    LinkUsed,
    NeedsSession,
    NotAccepted,
    NotPresented,
    TooManyCodes,
    Undecided,
)
from saas_core.engagements.estimates.model.approval import evidence
from saas_core.engagements.estimates.values import Peer
from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import ApiKeyId
from saas_core.policy.decision import Refused
from saas_testing import Person

PEER = Peer(address="192.0.2.7", proxies=("10.0.0.1",), user_agent="Browser", request_id="r-1", session_id="s-1")


def _limited(desk: Estimating, cents: int, name: str = "Mia Chen") -> Person:
    """Have somebody join who approves up to a limit."""
    person = desk.kit.joined(desk.client, name)
    access, acting = desk.kit.application.access, desk.acting(desk.owner.by)
    role = access.roles.create(**acting, name=f"Approver {name}", permissions=["engagements.approve"])
    access.roles.assign(**acting, user_id=person.user_id, role_id=role.role_id, approval_limit_minor=cents)
    return person


def _record(desk: Estimating) -> Any:
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        (found,) = work.approvals.of_engagement(desk.engagement_id)
        return found


def test_the_evidence_says_all_of_it_and_stands_in_the_journal(desk: Estimating) -> None:
    """Who, how identified, what was shown when, from where, by which right; its hash is a journal entry."""
    view = desk.issue()
    receipt = desk.approve_by_link(peer=PEER)
    found = _record(desk)
    record = evidence(found)

    assert found.intact
    assert record["kind"] == "keyed_link"
    assert record["approver"]["verified_by"] == "code"
    assert record["approver"]["address"] == desk.owner.email
    assert record["authority"] == {"roles": ["Owner"], "limit_minor": None}
    assert record["peer"] == {"address": "192.0.2.7", "proxies": ["10.0.0.1"], "user_agent": "Browser"}
    # The code alone says who it was: a session of the same browser may be anybody's.
    assert (record["session"], record["request"], record["zone"]) == ("", "r-1", "Europe/London")
    assert record["content_hash"] == view.revisions[0].content_hash == receipt.content_hash
    assert "(5.2)" in found.statement
    assert "(5.3)" in found.statement
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        entry = work.journal.entries()[-1]
        content = json.loads(work.revisions.content(view.estimate_id, 1).content)
    assert entry.action == "engagements.approve_estimate"
    assert entry.details["evidence"] == found.own_hash == content_hash(record)
    assert "Olivia" not in json.dumps(dict(entry.details))
    assert content_hash(content) == found.content_hash


def test_opening_a_link_any_number_of_times_changes_nothing(desk: Estimating) -> None:
    """Scanners may open it, as those of activepieces#14024 that approved; that it was shown is kept once."""
    desk.issue()
    token, before = desk.token(), desk.entries()
    for _ in range(3):
        assert desk.desk.approving.opened(token=token).code_sent is False
    assert desk.entries() == before

    secret = desk.identified(token)
    first = desk.desk.approving.present(secret=secret).presented_at
    desk.kit.clock.at += timedelta(minutes=5)
    assert desk.desk.approving.present(secret=secret).presented_at == first
    assert desk.entries().count("engagements.present_estimate") == 1


def test_a_forwarded_link_asks_for_the_code_of_its_approver(desk: Estimating) -> None:
    """Whoever opens it, the code goes to the one address."""
    mia = _limited(desk, 200_000)
    desk.issue()
    token = desk.token()
    desk.desk.approving.send_code(token=token)
    desk.drain()

    assert "Your code for estimate E-1 for Harbor Ltd" in desk.letters(desk.owner.email)
    assert "Your code for estimate E-1 for Harbor Ltd" not in desk.letters(mia.email)
    assert desk.token(mia) != token


@pytest.mark.parametrize("change", ["one bit", "another client", "no token", "another kind"])
def test_every_token_that_was_never_made_gets_the_same_answer(desk: Estimating, change: str) -> None:
    """Word for word."""
    desk.issue()
    token = desk.token()
    kind, tenant, secret = token.split("_", 2)
    other = {
        "one bit": f"{kind}_{tenant}_{'A' if secret[0] != 'A' else 'B'}{secret[1:]}",
        "another client": f"{kind}_{'0' * 31}9_{secret}",
        "no token": "hello",
        "another kind": f"sin_{tenant}_{secret}",
    }[change]
    approving = desk.desk.approving
    for attempt in (approving.opened, approving.send_code, lambda token: approving.identify(token=token, code="1")):
        with pytest.raises(LinkUnknown) as refused:
            attempt(token=other)
        assert str(refused.value) == str(LinkUnknown())


def test_a_code_works_once_for_ten_minutes_and_five_tries(desk: Estimating) -> None:
    """After that another one is sent, at most five an hour."""
    desk.issue()
    token = desk.token()
    code = desk.code(token)
    wrong = "000000" if code != "000000" else "000001"
    approving = desk.desk.approving
    for _ in range(5):
        with pytest.raises(CodeWrong):
            approving.identify(token=token, code=wrong)
    with pytest.raises(CodeWrong):
        approving.identify(token=token, code=code)

    code = desk.code(token)
    desk.kit.clock.at += timedelta(minutes=10)
    with pytest.raises(CodeWrong):
        approving.identify(token=token, code=code)
    code = desk.code(token)
    assert approving.identify(token=token, code=code).secret
    with pytest.raises(CodeWrong):
        approving.identify(token=token, code=code)

    for _ in range(2):
        desk.code(token)
    with pytest.raises(TooManyCodes):
        approving.send_code(token=token)


def test_an_approver_stays_identified_for_an_hour(desk: Estimating) -> None:
    """And not a moment longer."""
    desk.issue()
    secret = desk.identified()
    desk.kit.clock.at += timedelta(minutes=60) - timedelta(microseconds=1)
    assert desk.desk.approving.present(secret=secret).number == "E-1"
    desk.kit.clock.at += timedelta(microseconds=1)
    with pytest.raises(LinkUnknown):
        desk.desk.approving.present(secret=secret)


@pytest.mark.parametrize("missing", ["accept_estimate", "accept_ownership"])
def test_both_ticks_are_needed(desk: Estimating, missing: str) -> None:
    """The refusal names the one that is missing, and nothing is recorded."""
    view = desk.issue()
    with pytest.raises(NotAccepted) as refused:
        desk.approve(view, **{missing: False})
    assert refused.value.field == missing
    assert desk.show(view.estimate_id).state == "issued"


def test_only_what_was_shown_is_approved(desk: Estimating) -> None:
    """Another hash, another nonce, or none before reading, and a name that is none, record nothing."""
    view = desk.issue()
    with pytest.raises(NotPresented):
        desk.desk.deciding.approve(
            **desk.acting(desk.owner.by),
            estimate_id=view.estimate_id,
            nonce="guessed",
            content_hash=view.revisions[0].content_hash,
            typed_name="Olivia Hart",
            **TICKED,
        )
    with pytest.raises(ContentChanged):
        desk.approve(view, content_hash="sha256:" + "0" * 64)
    with pytest.raises(ContentChanged):
        desk.desk.deciding.decline(
            **desk.acting(desk.owner.by),
            estimate_id=view.estimate_id,
            nonce=desk.present(view).nonce,
            content_hash="sha256:" + "0" * 64,
            reason="Too much.",
        )
    with pytest.raises(NotPresented):
        desk.approve(view, nonce="guessed")
    with pytest.raises(InvalidValue, match="typed_name"):
        desk.approve(view, typed_name="  ")
    assert desk.show(view.estimate_id).state == "issued"
    assert "engagements.approve_estimate" not in desk.entries()


def test_the_second_to_approve_gets_the_receipt_of_the_first(desk: Estimating) -> None:
    """There is one approval, and a link that comes after it says so after its code."""
    mia = _limited(desk, 200_000)
    view = desk.issue()
    token, shown = desk.token(mia), desk.present(view)
    first = desk.approve(view, mia.by, typed_name="Mia Chen")
    again = desk.approve_shown(view, shown)

    assert again == first
    assert first.person == "Mia Chen"
    with pytest.raises(LinkUsed, match=str(first.approval_id)):
        desk.desk.approving.identify(token=token, code=desk.code(token, mia))
    assert desk.desk.deciding.receipt(**desk.acting(desk.owner.by), approval_id=first.approval_id) == first


def test_a_limit_must_reach_the_total(desk: Estimating) -> None:
    """To the cent, at the instant of the decision; who cannot approve gets no link."""
    enough, too_little = _limited(desk, 195_000), _limited(desk, 194_999, "Nia Low")
    view = desk.issue()

    with pytest.raises(LookupError):
        desk.token(too_little)
    with pytest.raises(Refused) as refused:
        desk.present(view, too_little.by)
    assert refused.value.decision.reasons[0].code.value == "OVER_LIMIT"
    shown = desk.present(view, enough.by)
    acting = desk.acting(desk.owner.by)
    role = next(
        each for each in desk.kit.application.access.roles.list_roles(**acting) if each.name == "Approver Mia Chen"
    )
    desk.kit.application.access.roles.unassign(**acting, user_id=enough.user_id, role_id=role.role_id)
    with pytest.raises(Refused):
        desk.approve_shown(view, shown, enough.by)


def test_the_limit_stands_in_the_evidence(desk: Estimating) -> None:
    """With the role through which it was held."""
    mia = _limited(desk, 195_000)
    desk.approve(desk.issue(), mia.by)
    assert _record(desk).authority.limit_minor == 195_000
    assert _record(desk).authority.roles == ("Approver Mia Chen",)


def test_neither_staff_nor_a_key_approves(desk: Estimating) -> None:
    """Staff is refused by 4.2, a program is told to have a person do it."""
    view = desk.issue()
    with pytest.raises(Refused) as refused:
        desk.present(view, desk.kit.staff)
    assert refused.value.decision.reasons[0].clauses == ("4.2",)
    owner = desk.owner.by
    program = ClientUser(owner.tenant_id, owner.user_id, frozenset({"engagements.approve"}), ApiKeyId(view.estimate_id))
    with pytest.raises(NeedsSession):
        desk.present(view, program)


def test_a_decline_by_a_signed_in_person_has_a_receipt_that_is_opened_again(desk: Estimating) -> None:
    """It names who declined, whoever reads it; a revision about which nobody decided has none."""
    view = desk.issue()
    shown = desk.present(view)
    about = {"estimate_id": view.estimate_id, "revision": 1}
    with pytest.raises(Undecided):
        desk.desk.deciding.decided(**desk.acting(desk.owner.by), **about)
    given = {"estimate_id": view.estimate_id, "nonce": shown.nonce, "content_hash": shown.content_hash}
    done = desk.desk.deciding.decline(**desk.acting(desk.owner.by), **given, reason="Too much.")
    assert desk.desk.deciding.decided(**desk.acting(desk.owner.by), **about) == done
    assert desk.desk.deciding.decided(**desk.acting(), **about).person == "Olivia Hart"
    mia = desk.kit.joined(desk.client, permissions=["engagements.request"])
    with pytest.raises(Refused):
        desk.desk.deciding.decided(**desk.acting(mia.by), **about)


def test_a_decline_says_why_and_both_sides_are_told(desk: Estimating) -> None:
    """Nothing is authorized, and the receipt can be read again."""
    view = desk.issue()
    secret = desk.identified()
    shown = desk.desk.approving.present(secret=secret)
    given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "reason": "Too much."}
    receipt = desk.desk.approving.decline(secret=secret, **given)
    desk.drain()

    assert (receipt.decision, receipt.reason) == ("declined", "Too much.")
    assert desk.desk.approving.receipt(secret=secret) == receipt
    assert desk.engagement() == "estimating"
    assert desk.show(view.estimate_id).revisions[0].reason == "Too much."
    for address in (desk.owner.email, "sam@provider.example"):
        assert "Estimate E-1 for Harbor Ltd was declined" in desk.letters(address)


def test_the_approver_gets_a_copy_with_the_hashes(desk: Estimating) -> None:
    """After the commit, and staff is told as well."""
    view = desk.issue()
    receipt = desk.approve(view)
    assert "Estimate E-1 for Harbor Ltd was approved" not in desk.letters(desk.owner.email)
    desk.drain()

    letter = desk.kit.mailbox.to(desk.owner.email)[-1]
    for text in (receipt.content_hash, receipt.document_hash, receipt.approval_hash, receipt.reference, "UTC"):
        assert text in letter.text
    assert "Estimate E-1 for Harbor Ltd was approved" in desk.letters("sam@provider.example")


def test_a_person_who_left_opens_nothing(desk: Estimating) -> None:
    """Their link answers like one that was never made."""
    mia = _limited(desk, 200_000)
    desk.issue()
    token = desk.token(mia)
    desk.kit.application.access.people.deactivate(**desk.acting(desk.owner.by), user_id=mia.user_id)
    with pytest.raises(LinkUnknown):
        desk.desk.approving.send_code(token=token)


def test_everybody_who_may_approve_is_found_and_owners_first(desk: Estimating, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages of people hold a role that approves; nobody twice."""
    people = [_limited(desk, 100, name) for name in ("Mia Chen", "Noor Aziz", "Piet Bos")]
    monkeypatch.setattr("saas_app.engagements.LARGEST_PAGE", 1)
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        found = tuple(PeopleOfEstimates().holders(work, "engagements.approve", None))
    assert found[0] == desk.owner.user_id
    assert sorted(found[1:]) == sorted(each.user_id for each in people)


def test_the_doctor_finds_an_approval_that_is_not_the_one_that_was_given(desk: Estimating) -> None:
    """One changed figure in the store is named."""
    desk.approved()
    doctor = desk.kit.application.oversight.doctor
    assert doctor.examine(by=desk.kit.staff).healthy
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        found = _record(desk)
        work.approvals._rows.put(found.position, type(found)(**{**_fields(found), "cap_seconds": 1}))
        work.commit()
    assert {each.check for each in doctor.examine(by=desk.kit.staff).findings} == {"approvals"}


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("lines", lambda found: tuple(evolve(each, text="Something else") for each in found.lines)),
        ("lines", lambda found: tuple(evolve(each, key="L9") for each in found.lines)),
        ("zone", lambda _found: "Asia/Tokyo"),
    ],
)
def test_what_work_rests_on_is_compared_with_the_approved_content(desk: Estimating, field: str, changed: Any) -> None:
    """Also lines, which stand in no record: the doctor names the field, and no pack is made of it."""
    desk.approved()
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        found = _record(desk)
        other = evolve(found, **{field: changed(found)})
        other = evolve(other, own_hash="").chained(None)
        work.approvals._rows.put(found.position, other)
        work.commit()
    examined = desk.kit.application.oversight.doctor.examine(by=desk.kit.staff)
    assert [each.sentence for each in examined.findings if each.check == "approvals"] == [
        f"The {field} of the approval {found.approval_id} is not what the approved content says."
    ]
    with pytest.raises(EvidenceBroken) as caught:
        desk.desk.evidence.pack(**desk.acting(), approval_id=found.approval_id)
    assert caught.value.field == f"approval.{field}"


def _fields(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__ if not name.startswith("__")}


def test_lines_keep_their_keys_in_the_approval(desk: Estimating) -> None:
    """Work names them later."""
    desk.approve(desk.issue(desk.draft(THIRTY, THIRTY)))
    assert [each.key for each in _record(desk).lines] == ["L1", "L2"]


def test_a_link_ends_with_the_address_to_which_it_was_mailed(desk: Estimating) -> None:
    """With its code and its secret: whoever still reads the former mailbox decides nothing, and is told nothing."""
    desk.issue()
    token, secret = desk.token(), desk.identified()
    code = desk.code(token)
    people = desk.kit.application.access.people
    people.change_user(**desk.acting(desk.owner.by), user_id=desk.owner.user_id, email="olivia.new@harbor.example")
    approving = desk.desk.approving
    for late in (
        lambda: approving.present(secret=secret),
        lambda: approving.identify(token=token, code=code),
        lambda: approving.send_code(token=token),
    ):
        with pytest.raises(LinkUnknown):
            late()


def test_the_evidence_of_a_link_names_no_session(desk: Estimating) -> None:
    """Its approver was identified by the code; whose session the browser had besides is no part of it."""
    desk.issue()
    secret = desk.identified()
    shown = desk.desk.approving.present(secret=secret)
    given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": "Olivia Hart", **TICKED}
    desk.desk.approving.approve(secret=secret, **given, peer=Peer(address="203.0.113.9", session_id="somebody's"))
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        approval = work.approvals.last()
    assert (approval.verified_by, approval.peer.session_id) == ("code", "")
    assert approval.peer.address == "203.0.113.9"


def test_a_receipt_of_a_decline_names_who_declined(desk: Estimating) -> None:
    """Whoever else opens it; and nobody who lost the right since."""
    mia = _limited(desk, 200_000)
    desk.issue()
    own, hers = desk.identified(), desk.identified(desk.token(mia), mia)
    shown = desk.desk.approving.present(secret=own)
    given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "reason": "Too much."}
    assert desk.desk.approving.decline(secret=own, **given).person == desk.owner.name
    assert desk.desk.approving.receipt(secret=hers).person == desk.owner.name


@pytest.mark.parametrize("way", ["receipt", "approve"])
def test_whoever_lost_the_right_gets_no_receipt_of_what_another_approved(desk: Estimating, way: str) -> None:
    """Neither asked for, nor by approving once more; whoever approved keeps the own."""
    mia = _limited(desk, 200_000)
    view = desk.issue()
    hers = desk.identified(desk.token(mia), mia)
    desk.approve(view)
    access, acting = desk.kit.application.access, desk.acting(desk.owner.by)
    assert desk.desk.approving.receipt(secret=hers).decision == "approved"
    (role,) = [each for each in access.roles.list_roles(**acting) if each.name == "Approver Mia Chen"]
    access.roles.unassign(**acting, user_id=mia.user_id, role_id=role.role_id)
    given = {"nonce": "guessed", "content_hash": f"sha256:{'0' * 64}", "typed_name": "Mia Chen", **TICKED}
    with pytest.raises(Refused):
        desk.desk.approving.receipt(secret=hers) if way == "receipt" else desk.desk.approving.approve(
            secret=hers, **given
        )


def test_what_was_issued_is_read_again_in_full_whatever_became_of_it(desk: Estimating) -> None:
    """By a session, and by the link as long as it is known; by nobody who may approve nothing there."""
    view = desk.issue()
    secret = desk.identified()
    desk.approve_by_link(secret)
    about = {"estimate_id": view.estimate_id}
    text = desk.desk.deciding.text(**desk.acting(desk.owner.by), **about)
    assert text == desk.desk.approving.text(secret=secret)
    assert (text.state, text.content_hash) == ("approved", content_hash(text.content))
    assert text.content["lines"][0]["text"] == "Connect the cash register"
    paper = desk.desk.approving.document(secret=secret)
    assert paper.sha256 == text.document_hash
    mia = desk.kit.joined(desk.client, "Mia Chen")
    with pytest.raises(Refused):
        desk.desk.deciding.text(**desk.acting(mia.by), **about)
    with pytest.raises(EstimateUnknown):
        desk.desk.deciding.text(**desk.acting(desk.owner.by), **about, revision=2)
    with pytest.raises(LinkUnknown):
        desk.desk.approving.text(secret=secret[:-1] + "-")


def test_what_waits_for_a_decision_of_a_person_is_listed_newest_first(desk: Estimating) -> None:
    """Estimates and change orders alike, for whoever may approve, whether or not that person may ask for any."""
    first = desk.approved()
    order = desk.desk.estimates.change_order(
        **desk.acting(),
        engagement_id=desk.engagement_id,
        lines=(evolve(THIRTY, low_seconds=3600, high_seconds=3600),),
        valid_through=desk.through,
    )
    desk.issue(order)
    asked = desk.desk.requests.request(
        by=desk.owner.by, tenant_id=desk.client.tenant_id, title="Another one", text="Soon."
    )
    desk.kit.clock.at += timedelta(minutes=1)
    second = desk.issue(desk.draft(engagement_id=asked.engagement_id))
    mia = desk.kit.joined(desk.client, "Mia Chen")
    acting, roles = {"by": desk.owner.by, "tenant_id": desk.client.tenant_id}, desk.kit.application.access.roles
    role = roles.create(**acting, name="Approver", permissions=["engagements.approve"])
    roles.assign(**acting, user_id=mia.user_id, role_id=role.role_id, approval_limit_minor=10_000)

    def waiting(by: Any, **more: Any) -> list[Any]:
        return [each.estimate_id for each in desk.desk.deciding.awaiting(**desk.acting(by), **more)]

    assert waiting(desk.owner.by) == [second.estimate_id, order.estimate_id]
    assert waiting(desk.owner.by, after=second.estimate_id) == [order.estimate_id]
    assert waiting(desk.owner.by, limit=1) == [second.estimate_id]
    # One hour is within the limit, thirty are not.
    assert waiting(mia.by) == [order.estimate_id]
    assert waiting(desk.kit.joined(desk.client, "Bruno Silva").by) == []
    assert waiting(None) == []
    assert first.estimate_id not in waiting(desk.owner.by)
    desk.kit.clock.at += timedelta(days=60)
    assert waiting(desk.owner.by) == []
