"""Staff signs the policy on pages, and asks what if, with its own key and no session."""

from __future__ import annotations

import re

import pytest

from api import Api
from saas_core.policy.reasons import Remedy
from saas_core.policy.remedies import SENTENCES
from staffing import hired
from visiting import Shown, Visitor

SCOPE = "clause:3.8"
WHAT_IF = "/portal/policy/what-if"


@pytest.fixture
def key(api: Api) -> str:
    """Return the key of a member of staff who signs for legal and sees the terms."""
    world = api.world
    _, key = hired(
        world.application,
        world.told.staff,
        "Lea Canary",
        "lea.canary@provider.example",
        "staff.legal",
        "staff.admin",
    )
    return key


def _checked(visitor: Visitor, **boxes: str) -> Shown:
    page = visitor.get(f"/portal/policy/sign?scope={SCOPE}")
    return visitor.send(page, "/policy/sign/check", **{"role": "legal", "verdict": "agreed", **boxes})


def test_staff_signs_exactly_what_was_shown_after_a_check(api: Api, visitor: Visitor, key: str) -> None:
    """The form, a check page on which nothing is signed yet, and a receipt with the reference."""
    page = visitor.get(f"/portal/policy/sign?scope={SCOPE}")
    assert "Not included in standard support: customizations of design" in page.text
    assert "Acting for" not in page.text
    checked = _checked(visitor)
    assert "Nothing is signed yet" in checked.text
    assert api.world.application.signing.signatures(by=api.world.told.staff) == ()
    done = visitor.send(checked, "/policy/sign", key=key)
    (signature,) = api.world.application.signing.signatures(by=api.world.told.staff)
    assert (signature.scope, signature.role.value, signature.verdict.value) == (SCOPE, "legal", "agreed")
    assert signature.name == "Lea Canary"
    assert str(signature.id) in done.text
    assert SCOPE in done.text
    assert key not in done.answer.body.decode()


def test_only_a_signature_that_is_kept_has_a_receipt(visitor: Visitor) -> None:
    """A link that somebody made up convinces nobody."""
    for made_up in ("01938c5e-7a10-7000-8000-000000000001", "ANY-TEXT"):
        shown = visitor.get(f"/portal/policy/signed/{made_up}")
        assert (shown.status, "is kept" in shown.text, made_up in shown.text) == (404, False, False)


def test_a_form_that_is_sent_twice_signs_once(api: Api, visitor: Visitor, key: str) -> None:
    """The receipt is the same, and the journal has one signature."""
    checked = _checked(visitor)
    receipts = [visitor.send(checked, "/policy/sign", key=key).text for _again in range(2)]
    signed = api.world.application.signing.signatures(by=api.world.told.staff)
    assert len(signed) == 1
    assert all(str(signed[0].id) in each for each in receipts)


def test_what_changed_since_it_was_shown_is_not_signed(api: Api, visitor: Visitor, key: str) -> None:
    """The digest of the form is that of what was shown, whatever stands there now."""
    page = _checked(visitor)
    stale = visitor.send(page, "/policy/sign", key=key, digest="0" * 64)
    assert stale.status == 409
    assert api.world.application.signing.signatures(by=api.world.told.staff) == ()


def test_a_rejection_needs_its_reason_and_a_wrong_key_signs_nothing(api: Api, visitor: Visitor, key: str) -> None:
    """Each is told beside its box, and what was typed is kept; the key is not."""
    missing = _checked(visitor, verdict="rejected")
    assert (missing.status, "Write what your comment or your reason is." in missing.text) == (422, True)
    checked = visitor.send(missing, "/policy/sign/check", comment="It says too little.")
    wrong = visitor.send(checked, "/policy/sign", key=api.world.told.acme.key)
    assert (wrong.status, "no key of a member of staff" in wrong.text) == (422, True)
    assert api.world.told.acme.key not in wrong.answer.body.decode()
    assert api.world.application.signing.signatures(by=api.world.told.staff) == ()
    visitor.send(wrong, "/policy/sign", key=key)
    (question,) = api.world.application.signing.questions(by=api.world.told.staff, scope=SCOPE)
    assert question.why == "It says too little."


def test_staff_without_the_role_is_refused_by_its_clause(api: Api, visitor: Visitor) -> None:
    """Whoever supports clients signs nothing."""
    refused = visitor.send(_checked(visitor), "/policy/sign", key=api.world.told.helper_key)
    assert refused.status == 403
    assert api.world.application.signing.signatures(by=api.world.told.staff) == ()


def test_nothing_is_chosen_for_whoever_signs_or_asks(api: Api, visitor: Visitor, key: str) -> None:
    """A role, a verdict and what is asked about must be chosen; each that was not is told beside its box."""
    page = visitor.get(f"/portal/policy/sign?scope={SCOPE}")
    unchosen = visitor.send(page, "/policy/sign/check")
    assert (unchosen.status, unchosen.text.count("Error: Choose one of the list.")) == (422, 2)
    half = visitor.send(unchosen, "/policy/sign/check", role="legal")
    assert (half.status, half.text.count("Error: Choose one of the list.")) == (422, 1)
    assert "Nothing is signed yet" in visitor.send(half, "/policy/sign/check", verdict="agreed").text
    assert api.world.application.signing.signatures(by=api.world.told.staff) == ()
    asked = visitor.send(visitor.get(WHAT_IF), "/policy/what-if", asked="topic.feature_usage", key=key)
    assert (asked.status, asked.text.count("Error: Choose one of the list.")) == (422, 3)


def test_what_if_is_answered_as_why_explains_an_answer(visitor: Visitor, key: str) -> None:
    """By the real judgement over an invented client; a stranger is asked for a key."""
    page = visitor.get(WHAT_IF)
    boxes = {"asked": "topic.feature_usage", "license": "overdue", "asker": "owner", "kind": "end_user"}
    stranger = visitor.send(page, "/policy/what-if", **boxes, key="stf_nobody_at_all_with_this_key")
    assert (stranger.status, "no key of a member of staff" in stranger.text) == (422, True)
    shown = visitor.send(stranger, "/policy/what-if", **boxes, key=key)
    assert shown.status == 200
    assert "DENIED" in shown.text
    assert "PAYMENT_OVERDUE" in shown.text
    assert re.search(r"Then the answer is DENIED by clauses? 0\.1", shown.text)
    for said in (
        SENTENCES[Remedy.PAY_INVOICE],
        "It rests on these facts",
        "end_user",
        "open only while the client's subscription license is valid",
        "time alone does not change this answer",
    ):
        assert said in shown.text, said


def test_what_if_takes_everything_that_the_shell_takes(visitor: Visitor, key: str) -> None:
    """Departments, headings, several rights, a limit, connections; and what staff tries or works on."""
    client = {"license": "paid", "kind": "business_operator", "key": key}
    user = {
        "asked": "engagements.approve",
        "also": "topic.feature_usage, exclusion.call_systems",
        "asker": "user",
        "rights": "engagements.approve, audit.read",
        "role_department": "Sales",
        "department": "Sales",
        "limit": "650.00 USD",
        "amount": "700.00 USD",
        "connected": "email",
    }
    page = visitor.get(WHAT_IF)
    scenario = visitor.send(page, "/policy/what-if", **client, **user).text
    assert 'under the headings "how to use a feature" and "a call system integration" of 700.00 USD' in scenario
    assert '"Ada" holds the role "Clerk" with a limit of 650.00 USD in the department "Sales"' in scenario
    assert '"Olivia" has connected the domain of "Acme"' in scenario
    works = {"asked": "custom.perform", "asker": "support_staff", "work": "used_up"}
    assert "OVER_CAP" in visitor.send(page, "/policy/what-if", **client, **works).text
    tries = {"asked": "exclusion.call_systems", "asker": "support_staff", "as_support": "yes"}
    assert "as support for" in visitor.send(page, "/policy/what-if", **client, **tries).text


@pytest.mark.parametrize(
    ("box", "given"),
    [
        ("kind", {"kind": "agency"}),
        ("as_support", {"as_support": "yes"}),
        ("capacity", {"asker": "support_staff", "capacity": "agency"}),
        ("connected", {"license": "unpaid", "connected": "email"}),
        ("work", {"work": "approved"}),
        ("rights", {"rights": "root.access", "asker": "user"}),
        ("role_department", {"role_department": "Sales"}),
        ("limit", {"limit": "abc", "rights": "audit.read", "asker": "user"}),
        ("asked", {"asked": "r\u043e\u043et.shell"}),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_box(
    visitor: Visitor, key: str, box: str, given: dict[str, str]
) -> None:
    """In a sentence, with what would help, and with the rest as it was typed."""
    boxes = {"asked": "support.open", "license": "paid", "asker": "owner", "kind": "business_operator"}
    told = visitor.send(visitor.get(WHAT_IF), "/policy/what-if", **{**boxes, **given}, key=key)
    assert told.status == 422
    body = told.answer.body.decode()
    assert re.search(rf'id="{box}-fault"><span class="unseen">Error: </span>This (?:is|are|cannot|\W)', body)
    assert f'aria-describedby="{box}-' in body or f'{box}-fault"' in body
    assert "This This" not in body


def test_the_page_of_the_policy_leads_to_the_forms(reading: Api) -> None:
    """For each clause, each reading and the whole; a mailed link below the portal leads to the page."""
    text = reading("GET", "/policy").body.decode()
    assert 'href="/portal/policy/sign?scope=clause:3.8"' in text
    assert 'href="/portal/policy/sign?scope=reading:grace-days"' in text
    assert 'href="/portal/policy/what-if"' in text
    found = reading("GET", "/portal/policy")
    assert (found.status, found.headers["location"]) == (303, "/policy")
