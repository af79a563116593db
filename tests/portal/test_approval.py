"""The page behind the link to an estimate: who gets to see it, what a decision takes, and what it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from api import Api
from clock import BEGINNING
from estimating import THIRTY, Estimating, estimating
from saas_portal import Portal
from visiting import Shown, Visitor

TICKS = {"accept_estimate": "yes", "accept_ownership": "yes"}


@pytest.fixture
def at() -> Iterator[Estimating]:
    """Yield a client to whom an estimate was issued."""
    with estimating() as made:
        made.issue()
        yield made


@pytest.fixture
def served(at: Estimating) -> Api:
    """Return the pages over that client."""
    world: Any = SimpleNamespace(application=at.kit.application)

    def ticks() -> float:
        # Sessions are remembered by the same clock by which they end.
        return (at.kit.clock.at - BEGINNING).total_seconds()

    return Api.over(world, beside=Portal, ticks=ticks)


@pytest.fixture
def olivia(served: Api) -> Visitor:
    """Return the approver's browser, not known yet."""
    return Visitor(served)


def opened(at: Estimating, visitor: Visitor, token: str | None = None) -> Shown:
    """Open the mailed link, ask for a code, type it, and return the page that follows."""
    start = visitor.get(f"/portal/approvals/{token or at.token()}")
    code_page = visitor.send(start, "/code")
    at.drain()
    letters = (re.search(r"\b(\d{6})\b", each.text) for each in reversed(at.kit.mailbox.to(at.owner.email)))
    code = next(each[1] for each in letters if each)
    return visitor.send(code_page, "/identify", code=code)


def checked(page: Shown, visitor: Visitor, **more: str | None) -> Shown:
    """Fill in the form, and go on to the page that checks it."""
    return visitor.send(page, "/check", **{"typed_name": "Olivia Hart", **TICKS, **more})


def test_an_approval_is_read_filled_in_checked_and_sent(at: Estimating, olivia: Visitor) -> None:
    """Until the last button nothing is decided; then it is, with what the evidence needs, and its receipt stays."""
    page = opened(at, olivia)
    for said in (THIRTY.text, THIRTY.exclusions, "24.00 h to 30.00 h", "1,950.00 USD", "65.00 USD", "Clause 5.2"):
        assert said in page.text, said
    check = checked(page, olivia)
    assert check.text.count("1,950.00 USD") == 1
    assert "Nothing is approved yet" in check.text
    assert at.engagement() == "awaiting_approval"
    olivia.headers.update({"user-agent": "Phone 7", "x-forwarded-for": "203.0.113.9"})
    done = olivia.send(check, "/approve")
    assert "Approved in writing" in done.text
    assert done.path.endswith("/receipt")
    assert at.engagement() == "authorized"
    with at.kit.application.store.read(at.client.tenant_id) as work:
        (approval,) = work.approvals.of_engagement(at.engagement_id)
    assert str(approval.approval_id) in done.text
    assert (approval.typed_name, approval.verified_by) == ("Olivia Hart", "code")
    # No proxy is trusted here, so what the browser says of one is not evidence.
    assert (approval.peer.user_agent, approval.peer.proxies) == ("Phone 7", ())
    assert approval.peer.request_id
    assert olivia.send(check, "/approve").text == done.text
    again = olivia.get(page.path)
    assert (again.status, "decided already" in again.text) == (409, True)
    assert f'href="{done.path}"' in again.answer.body.decode()


def test_looking_decides_nothing(at: Estimating, served: Api, olivia: Visitor) -> None:
    """A scanner that opens the link, asks for its head and follows what it finds leaves no trace, and reads nothing."""
    before = at.entries()
    token = at.token()
    for rest in ("", "/code", "/estimate", "/decline", "/receipt", "/check", "/approve"):
        shown = olivia.get(f"/portal/approvals/{token}{rest}")
        assert THIRTY.text not in shown.text
        assert "E-1" not in shown.text
        assert served("HEAD", f"/portal/approvals/{token}{rest}").body == b""
    assert at.entries() == before


def test_every_token_that_opens_nothing_is_answered_alike(at: Estimating, olivia: Visitor) -> None:
    """One that was never made, one with a wrong bit, one that names another client, and no token at all."""
    token = at.token()
    other = f"apr_{'0' * 32}_{token.rpartition('_')[2]}"
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    answers = set()
    for each in (other, wrong, "apr_x", "x" * 300):
        shown = olivia.get(f"/portal/approvals/{each}")
        answers.add((shown.status, re.sub(r"[0-9a-f]{32}", "", shown.answer.body.decode())))
        sent = olivia.get(f"/portal/approvals/{each}/estimate")
        answers.add((sent.status, re.sub(r"[0-9a-f]{32}", "", sent.answer.body.decode())))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_a_wrong_code_opens_nothing_and_a_code_opens_one_browser(at: Estimating, served: Api, olivia: Visitor) -> None:
    """Who was forwarded the link is asked for the code, which went to the approver."""
    start = olivia.get(f"/portal/approvals/{at.token()}")
    refused = olivia.send(olivia.send(start, "/code"), "/identify", code="000000")
    assert (refused.status, refused.text.count("not right")) == (422, 2)
    assert THIRTY.text in opened(at, olivia).text
    forwarded = Visitor(served).get(f"/portal/approvals/{at.token()}/estimate")
    assert "we mail a six-digit code to the same address" in forwarded.text
    assert THIRTY.text not in forwarded.text


@pytest.mark.parametrize("missing", ["typed_name", "accept_estimate", "accept_ownership"])
def test_what_is_missing_is_named_and_the_rest_stays(at: Estimating, olivia: Visitor, missing: str) -> None:
    """On top and beside the box; a name of blanks is none."""
    page = opened(at, olivia)
    given = {"typed_name": "  "} if missing == "typed_name" else {missing: None}
    refused = checked(page, olivia, **given)
    assert refused.status == 422
    assert refused.title.startswith("Error: ")
    body = refused.answer.body.decode()
    assert f'<a href="#{missing}">' in body
    assert f'id="{missing}-fault"' in body
    kept = dict(refused.forms[next(each for each in refused.forms if each.endswith("/check"))])
    assert {name for name in TICKS if name in kept} == set(TICKS) - {missing}
    assert missing == "typed_name" or kept["typed_name"] == "Olivia Hart"
    assert at.engagement() == "awaiting_approval"


def test_what_the_use_case_finds_wrong_is_told_beside_its_box(at: Estimating, olivia: Visitor) -> None:
    """A name of which nothing could be seen in the evidence, for one."""
    refused = checked(opened(at, olivia), olivia, typed_name="\u200b")
    assert refused.status == 422
    assert 'id="typed_name-fault"' in refused.answer.body.decode()


def test_a_decline_says_why_and_is_checked_too(at: Estimating, olivia: Visitor) -> None:
    """The reason goes to the provider as it was written."""
    opened(at, olivia)
    page = olivia.get(f"/portal/approvals/{at.token()}/decline")
    assert "Write why you decline it" in olivia.send(page, "/decline/check", reason=" ").text
    check = olivia.send(page, "/decline/check", reason="Too much\n<b>at once</b>")
    assert at.engagement() == "awaiting_approval"
    assert "<b>at once" not in check.answer.body.decode()
    back = olivia.send(check, "/decline/change")
    assert ("reason", "Too much\n<b>at once</b>") in back.forms[next(e for e in back.forms if e.endswith("/check"))]
    done = olivia.send(check, "/decline")
    assert "Declined" in done.text
    assert at.engagement() == "estimating"


@pytest.mark.parametrize(
    ("ends", "said"),
    [("withdraw", "The estimate was withdrawn"), ("supersede", "There is a newer revision"), ("expire", "has expired")],
)
def test_what_became_of_an_estimate_is_told_after_the_code_alone(
    at: Estimating, served: Api, olivia: Visitor, ends: str, said: str
) -> None:
    """Before it the page is the same as ever; a page that was open already tells when it is sent."""
    token = at.token()
    page = opened(at, olivia, token)
    estimates = at.desk.estimates
    (view,) = estimates.list_estimates(**at.acting(), engagement_id=at.engagement_id)
    before = Visitor(served).get(f"/portal/approvals/{token}").text
    if ends == "withdraw":
        estimates.withdraw(**at.acting(), estimate_id=view.estimate_id, reason="A mistake")
    elif ends == "supersede":
        at.issue()
    else:
        at.kit.clock.at += timedelta(days=30)
    stranger = Visitor(served)
    assert stranger.get(f"/portal/approvals/{token}").text == before
    if ends != "expire":
        late = checked(page, olivia)
        assert (late.status, said in late.text) == (409, True)
    told = opened(at, stranger, token)
    assert (told.status, said in told.text) == (409, True)
    assert THIRTY.text not in told.text


def test_a_form_on_another_text_is_read_again(at: Estimating, olivia: Visitor) -> None:
    """Ticks belong to what was seen; nothing is recorded."""
    page = opened(at, olivia)
    before = at.entries()
    for action in ("/check", "/approve"):
        given = {"typed_name": "Olivia Hart", **TICKS, "content_hash": f"sha256:{'0' * 64}"}
        source = page if action == "/check" else checked(page, olivia)
        shown = olivia.send(source, action, **given)
        assert "Read the estimate again before you decide" in shown.text
        form = dict(shown.forms[next(each for each in shown.forms if each.endswith("/check"))])
        assert form["typed_name"] == "Olivia Hart"
        assert not set(TICKS) & set(form)
    assert at.entries() == before


def test_a_form_that_comes_from_elsewhere_approves_nothing_and_ticks_nothing(
    at: Estimating, served: Api, olivia: Visitor
) -> None:
    """Neither where the approver is known, nor kept for when she is."""
    page = opened(at, olivia)
    form = dict(page.forms[next(each for each in page.forms if each.endswith("/check"))])
    forged = {**form, "typed_name": "Mallory", **TICKS, "form_token": "x"}
    before = at.entries()
    shown = olivia.post(page.path.replace("/estimate", "/approve"), forged)
    again = dict(shown.forms[next(each for each in shown.forms if each.endswith("/check"))])
    assert (shown.status, again["typed_name"], set(again) & set(TICKS)) == (403, "Mallory", set())
    stranger = Visitor(served)
    stranger.post(page.path.replace("/estimate", "/check"), forged)
    assert "__Host-saas-kept" not in stranger.cookies
    assert at.entries() == before


def test_what_was_typed_outlives_the_hour_after_the_code(at: Estimating, served: Api, olivia: Visitor) -> None:
    """It comes back after another code, in this browser, and never in one that opened another link."""
    page = opened(at, olivia)
    at.kit.clock.at += timedelta(minutes=61)
    start = checked(page, olivia)
    assert "What you wrote is kept" in start.text
    assert "Olivia Hart" not in str(olivia.cookies)
    back = opened(at, olivia)
    form = dict(back.forms[next(each for each in back.forms if each.endswith("/check"))])
    assert {name: form.get(name) for name in ("typed_name", *TICKS)} == {"typed_name": "Olivia Hart", **TICKS}
    assert "What you typed is back" in back.text
    assert "Approved in writing" in olivia.send(checked(back, olivia), "/approve").text


def _signed_in(at: Estimating, served: Api, email: str, slug: str = "") -> Visitor:
    """Return the browser of somebody who signed in with a code."""
    visitor = Visitor(served)
    _sign_in(at, visitor, visitor.get("/portal/sign-in"), email, slug)
    return visitor


def _sign_in(at: Estimating, visitor: Visitor, page: Shown, email: str, slug: str = "") -> Shown:
    code_page = visitor.send(page, "/sign-in", client=slug or at.client.slug, email=email)
    at.kit.application.work.worker.drain()
    found = re.search(r"asked for it: (\d{6})", " ".join(at.kit.mailbox.to(email)[-1].text.split()))
    assert found
    return visitor.send(code_page, "/sign-in/code", code=found[1])


def test_the_approver_who_is_signed_in_needs_no_code(at: Estimating, served: Api) -> None:
    """The same pages; the evidence names the session, and the receipt stays for good."""
    visitor = _signed_in(at, served, at.owner.email)
    assert "Estimate E-1: Connect the register At most 30.00 h" in visitor.get("/portal/").text
    page = visitor.get(f"/portal/approvals/{at.token()}")
    assert re.fullmatch(r"/portal/estimates/[0-9a-f-]{36}/estimate", page.path)
    done = visitor.send(checked(page, visitor), "/approve")
    assert "Approved in writing" in done.text
    assert re.fullmatch(r"/portal/approved/[0-9a-f-]{36}", done.path)
    assert visitor.get(done.path).text == done.text
    with at.kit.application.store.read(at.client.tenant_id) as work:
        (approval,) = work.approvals.of_engagement(at.engagement_id)
    assert approval.verified_by == "session"
    assert approval.peer.session_id
    assert "waits for a decision" not in visitor.get("/portal/").text
    assert visitor.get(page.path.removesuffix("/estimate")).path == done.path


def test_a_decline_by_somebody_signed_in_has_a_page_that_stays(at: Estimating, served: Api) -> None:
    """At an address of its own, to which an estimate that was decided leads; others and malformed ones are unknown."""
    view = at.issue()
    visitor = _signed_in(at, served, at.owner.email)
    base = f"/portal/estimates/{view.estimate_id}"
    check = visitor.send(visitor.get(f"{base}/decline"), "/decline/check", reason="Too much.")
    done = visitor.send(check, "/decline")
    assert (done.status, done.path) == (200, f"{base}/declined/2")
    assert "E-1/2" in done.text
    assert "Too much." in visitor.get(f"{base}/declined/2").text
    assert f'href="{base}/declined/2"' in visitor.get(f"{base}/estimate").answer.body.decode()
    assert [visitor.get(f"{base}/declined/{each}").status for each in ("1", "x", "0")] == [404] * 3


def test_a_form_sent_after_the_session_is_back_after_signing_in(at: Estimating, served: Api) -> None:
    """Filled in as it was, and for the same person alone."""
    visitor = _signed_in(at, served, at.owner.email)
    page = visitor.get(f"/portal/approvals/{at.token()}")
    at.kit.clock.at += timedelta(hours=3)
    sign_in = checked(page, visitor)
    assert "What you wrote is kept for an hour" in sign_in.text
    assert "Olivia Hart" not in str(visitor.cookies)
    back = _sign_in(at, visitor, sign_in, at.owner.email)
    assert back.path == page.path
    form = dict(back.forms[next(each for each in back.forms if each.endswith("/check"))])
    assert {name: form.get(name) for name in ("typed_name", *TICKS)} == {"typed_name": "Olivia Hart", **TICKS}
    assert "Approved in writing" in visitor.send(checked(back, visitor), "/approve").text


def test_another_person_who_is_signed_in_sees_who_decides_and_no_estimate(at: Estimating, served: Api) -> None:
    """Names are for those who may ask for estimates; whoever may not is refused with the clause and what helps."""
    bruno = at.kit.joined(at.client, "Bruno Silva")
    visitor = _signed_in(at, served, bruno.email)
    shown = visitor.get(f"/portal/approvals/{at.token()}")
    assert "This link was mailed to somebody else" in shown.text
    assert THIRTY.text not in shown.text
    assert at.owner.name not in shown.text
    (view,) = at.desk.estimates.list_estimates(**at.acting(), engagement_id=at.engagement_id)
    refused = visitor.get(f"/portal/estimates/{view.estimate_id}/estimate")
    assert refused.status == 403
    assert '#clause-1.4.b">Clause 1.4.b</a>' in refused.answer.body.decode()
    assert "Ask an administrator of the client for a role that allows it." in refused.text
    acting = {"by": at.owner.by, "tenant_id": at.client.tenant_id}
    roles = at.kit.application.access.roles
    role = roles.create(**acting, name="Asker", permissions=["engagements.request"])
    roles.assign(**acting, user_id=bruno.user_id, role_id=role.role_id)
    assert f"Who may decide: {at.owner.name}" in visitor.get(f"/portal/approvals/{at.token()}").text
    unknown = visitor.get("/portal/estimates/0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f/estimate")
    malformed = visitor.get("/portal/estimates/x/estimate")
    assert _sameness(unknown) == _sameness(refused)
    assert malformed.status == 404


def test_a_code_that_was_typed_here_serves_nobody_who_signs_in_later(at: Estimating, served: Api) -> None:
    """Neither a colleague nor the person of another client: not through the link, and not after signing out."""
    bruno = at.kit.joined(at.client, "Bruno Silva")
    bolt = at.kit.active_client("bolt")
    for slug, email, status in ((at.client.slug, bruno.email, 200), (bolt.slug, bolt.owner.email, 404)):
        visitor = Visitor(served)
        opened(at, visitor)
        (link,) = [each for each in visitor.cookies.items() if each[0].startswith("__Host-saas-link-")]
        there = _signed_in(at, served, email, slug)
        visitor.cookies["__Host-saas"] = there.cookies["__Host-saas"]
        before = at.entries()
        start = visitor.get(f"/portal/approvals/{at.token()}")
        assert (start.status, THIRTY.text in start.text) == (status, False)
        for rest in ("/estimate", "/decline", "/receipt", "/code"):
            visitor.cookies.update([link])
            shown = visitor.get(f"/portal/approvals/{at.token()}{rest}")
            assert (shown.status, THIRTY.text in shown.text) == (status, False), rest
        assert at.entries() == before
        visitor.cookies.update([link])
        visitor.send(visitor.get("/portal/sign-out"), "/sign-out")
        assert link[0] not in visitor.cookies
        assert "we mail a six-digit code" in visitor.get(f"/portal/approvals/{at.token()}").text


def _sameness(shown: Shown) -> tuple[int, str]:
    return shown.status, re.sub(r"[0-9a-f]{32}|This answer holds until [^.]*", "", shown.text)


def test_whoever_approved_reads_again_what_was_approved(at: Estimating, served: Api, olivia: Visitor) -> None:
    """On the receipt, as a document, and behind the link in the letter; before deciding there is the document too."""
    page = opened(at, olivia)
    (path,) = re.findall(r'href="/portal(/approvals/[^"]+/document)"', page.answer.body.decode())
    before = olivia.get(f"/portal{path}").answer
    assert (before.status, before.headers["content-type"]) == (200, "application/pdf")
    assert before.headers["content-disposition"] == 'attachment; filename="E-1-1.pdf"'
    done = olivia.send(checked(page, olivia), "/approve")
    at.drain()
    for said in (THIRTY.text, THIRTY.exclusions, "The text that was approved"):
        assert said in done.text
    assert olivia.get(f"/portal{path}").answer.body == before.body
    (letter,) = (each for each in at.kit.mailbox.to(at.owner.email) if "was approved" in each.subject)
    (view,) = at.desk.estimates.list_estimates(**at.acting(), engagement_id=at.engagement_id)
    assert str(view.estimate_id) in letter.text
    visitor = _signed_in(at, served, at.owner.email)
    again = visitor.get(f"/portal/estimates/{view.estimate_id}")
    assert re.fullmatch(r"/portal/approved/[0-9a-f-]{36}", again.path)
    assert THIRTY.text in again.text
    (link,) = re.findall(r'href="(/portal/estimates/[^"]+/document/1)"', again.answer.body.decode())
    assert visitor.get(link).answer.body == before.body
    assert [visitor.get(f"{link[:-1]}{each}").status for each in ("2", "x")] == [404, 404]
    assert Visitor(served).get(link).path.startswith("/portal/sign-in")


def test_a_decline_is_read_again_behind_the_link_of_its_letter(at: Estimating, served: Api) -> None:
    """With the reason and the text; a receipt promises no mail to whoever merely reads it."""
    visitor = _signed_in(at, served, at.owner.email)
    (view,) = at.desk.estimates.list_estimates(**at.acting(), engagement_id=at.engagement_id)
    page = visitor.get(f"/portal/estimates/{view.estimate_id}")
    page = visitor.get(page.path.replace("/estimate", "/decline").replace("/declines", "/estimates"))
    visitor.send(visitor.send(page, "/decline/check", reason="Too much"), "/decline")
    again = visitor.get(f"/portal/estimates/{view.estimate_id}")
    assert again.path.endswith(f"/{view.estimate_id}/declined/1")
    for said in ("Too much", THIRTY.text, "Olivia Hart, as the one who declined"):
        assert said in again.text, said
    assert "You:" not in again.text


def test_a_refusal_says_who_may_decide_and_leads_on(at: Estimating, served: Api) -> None:
    """Over the limit of whoever reads it; nobody is named to whoever may not know."""
    mia, bruno = at.kit.joined(at.client, "Mia Chen"), at.kit.joined(at.client, "Bruno Silva")
    acting, roles = {"by": at.owner.by, "tenant_id": at.client.tenant_id}, at.kit.application.access.roles
    role = roles.create(**acting, name="Approver", permissions=["engagements.approve"])
    roles.assign(**acting, user_id=mia.user_id, role_id=role.role_id, approval_limit_minor=100)
    (view,) = at.desk.estimates.list_estimates(**at.acting(), engagement_id=at.engagement_id)
    limited = _signed_in(at, served, mia.email).get(f"/portal/estimates/{view.estimate_id}/estimate")
    assert limited.status == 403
    assert f"Who may decide: {at.owner.name}." in limited.text
    body = limited.answer.body.decode()
    assert 'href="/portal/help">Show how to get help</a>' in body
    assert 'href="/portal/">Go to the first page</a>' in body
    assert THIRTY.text not in limited.text
    refused = _signed_in(at, served, bruno.email).get(f"/portal/estimates/{view.estimate_id}/estimate")
    assert (refused.status, "Who may decide" in refused.text) == (403, False)


def test_too_many_codes_lead_to_signing_in(at: Estimating, olivia: Visitor) -> None:
    """Somebody who was forwarded the link keeps its approver out of nothing."""
    start = olivia.get(f"/portal/approvals/{at.token()}")
    for _ in range(5):
        olivia.send(start, "/code")
    refused = olivia.send(start, "/code")
    assert refused.status == 409
    assert "sign in instead, which needs no code" in refused.text
    (there,) = re.findall(r'href="/portal(/sign-in\?to=[^"]+)">Sign in instead', refused.answer.body.decode())
    assert "approvals%2F" in there


@pytest.mark.parametrize("signed", [True, False])
def test_a_text_too_large_to_be_kept_is_shown_to_be_copied(at: Estimating, served: Api, signed: bool) -> None:
    """Before it is lost; what a browser sends that holds no more than the form takes is kept."""
    (view,) = at.desk.estimates.list_estimates(**at.acting(), engagement_id=at.engagement_id)
    visitor = _signed_in(at, served, at.owner.email) if signed else Visitor(served)
    base = f"/portal/estimates/{view.estimate_id}" if signed else f"/portal/approvals/{at.token()}"
    if not signed:
        opened(at, visitor)
    page = visitor.get(f"{base}/decline")
    assert 'maxlength="800"' in page.answer.body.decode()
    at.kit.clock.at += timedelta(hours=3)
    noise = "".join(chr(0x10000 + each * 7919 % 60_000) for each in range(2000))
    shown = visitor.send(page, "/decline/check", reason=noise)
    assert (shown.status, noise in shown.text) == (403, True)
    assert "too long to be kept" in shown.text
    assert "__Host-saas-kept" not in visitor.cookies
    kept = visitor.send(page, "/decline/check", reason=noise[:600])
    assert "is kept" in kept.text
