"""Signing in by a mailed link, and the sessions that come of it (1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from saas_core.access.effects.sign_in_post import SignInPost
from saas_core.access.errors import CodeUnknown, KeyUnknown, LinkUnknown
from saas_core.access.errors.keys_and_sessions import SessionUnknown
from saas_core.access.ports import Words
from saas_core.access.values import RoleGrant, sign_in_context
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import StaffId
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def slug(company: Company, tenant: Any) -> str:
    company.store.directory.claim("acme", tenant)
    return "acme"


def _asked(company: Company, email: str = "olivia@acme.example") -> str | None:
    """Ask for a link; gives the token that is on its way for it, if any."""
    before = {each.id for each in company.mails()}
    company.sign_in.ask(client="acme", email=email)
    fresh = [each for each in company.mails() if each.id not in before]
    if not fresh:
        return None
    (mail,) = fresh
    assert mail.kind == "mail.sign_in"
    user = company.owner.user_id
    return str(company.keys.open(str(mail.body["sealed"]), sign_in_context(company.owner.tenant_id, user)))


def _signed_in(company: Company) -> Any:
    return company.sign_in.complete(token=_asked(company))


def test_everybody_who_asks_is_told_the_same(company: Company, tenant: Any) -> None:
    """Whether client and address are there or not; only for an active user is there a mail and an entry."""
    company.invite("Ivo")
    asked = {
        ("acme", "olivia@acme.example"): 1,
        ("acme", " OLIVIA@acme.example"): 1,
        ("acme", "nobody@acme.example"): 0,
        ("acme", "ivo@acme.example"): 0,
        ("nowhere", "olivia@acme.example"): 0,
        ("", ""): 0,
        ("acme", "x" * 10_000): 0,
    }
    answers = set()
    for (client, email), links in asked.items():
        before, epoch = len(company.journal()), company.store.epoch(tenant)
        answers.add(company.sign_in.ask(client=client, email=email))
        assert len(company.journal()) - before == links
        assert company.store.epoch(tenant) - epoch == links
    assert [each.minutes for each in answers] == [15]


def test_a_link_signs_in_once_and_its_session_is_the_person(company: Company, tenant: Any) -> None:
    """The session acts as the user itself, and its secret is shown once."""
    token = _asked(company)
    signed = company.sign_in.complete(token=token)
    assert company.staff.authenticate(signed.key) == company.owner
    assert signed.key.startswith(f"ses_{tenant.hex}_")
    assert [each.action for each in company.journal()[-2:]] == ["access.ask_sign_in", "access.sign_in"]
    for wrong in (token, token + "x", token.replace("sin_", "inv_"), "", "x" * 1000):
        with pytest.raises(LinkUnknown):
            company.sign_in.complete(token=wrong)


def test_a_link_ends_after_its_minutes_by_the_use_of_another_and_with_the_address(
    company: Company, tenant: Any
) -> None:
    """Whichever comes first; that another one is asked for ends none, or strangers could keep a person out."""
    first, other = _asked(company), _asked(company)
    company.sign_in.complete(token=first)
    with pytest.raises(LinkUnknown):
        company.sign_in.complete(token=other)
    second = _asked(company)
    company.clock.at += 15 * MINUTE
    with pytest.raises(LinkUnknown):
        company.sign_in.complete(token=second)
    third = _asked(company)
    company.people.change_user(
        by=company.owner, tenant_id=tenant, user_id=company.owner.user_id, email="olivia@new.example"
    )
    with pytest.raises(LinkUnknown):
        company.sign_in.complete(token=third)


def test_an_address_gets_five_links_at_a_time(company: Company) -> None:
    """Further ones are not made, and the answer does not say so; those that were made still work."""
    links = [_asked(company) for _time in range(5)]
    assert all(links)
    assert _asked(company) is None
    company.clock.at += 14 * MINUTE
    company.sign_in.complete(token=links[-1])
    company.clock.at += MINUTE
    assert _asked(company)


def test_a_session_ends_idle_and_at_its_end(company: Company) -> None:
    """Two hours after its last use, true to a minute, and twelve hours after its beginning however much it is used."""
    idle, used = _signed_in(company), _signed_in(company)
    for _time in range(6):
        company.clock.at += 119 * MINUTE
        company.staff.authenticate(used.key)
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(idle.key)
    company.clock.at = used.expires_at
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(used.key)


def test_a_session_ends_by_sign_out_with_the_address_and_with_the_user(company: Company, tenant: Any) -> None:
    """Its text then opens nothing, signing out included."""
    company.joined("Second", RoleGrant(company.owner_role))
    one, two, three = _signed_in(company), _signed_in(company), _signed_in(company)
    company.sign_in.sign_out(key=one.key)
    with pytest.raises(KeyUnknown):
        company.sign_in.sign_out(key=one.key)
    company.sign_in.end_session(by=company.owner, tenant_id=tenant, session_id=two.session_id)
    assert company.staff.authenticate(three.key)
    company.people.change_user(
        by=company.owner, tenant_id=tenant, user_id=company.owner.user_id, email="olivia@new.example"
    )
    for each in (one, two, three):
        with pytest.raises(KeyUnknown):
            company.staff.authenticate(each.key)


def test_sessions_end_with_the_user(company: Company, tenant: Any) -> None:
    """And do not come back with it."""
    second = company.joined("Second", RoleGrant(company.owner_role))
    signed = _signed_in(company)
    company.people.deactivate(by=second, tenant_id=tenant, user_id=company.owner.user_id)
    assert company.journal()[-1].details["sessions"] == [str(signed.session_id)]
    assert _asked(company) is None
    company.people.reactivate(by=second, tenant_id=tenant, user_id=company.owner.user_id)
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(signed.key)


def test_everybody_sees_and_ends_own_sessions_and_an_owner_everybodys(company: Company, tenant: Any) -> None:
    """Those that live; of staff nobody does."""
    ana, signed = company.joined("Ana"), _signed_in(company)
    listed = company.sign_in.list_sessions(by=company.owner, tenant_id=tenant)
    assert [each.session_id for each in listed] == [signed.session_id]
    assert company.sign_in.list_sessions(by=ana, tenant_id=tenant) == ()
    with pytest.raises(SessionUnknown):
        company.sign_in.end_session(by=ana, tenant_id=tenant, session_id=signed.session_id)
    support = Staff(StaffId(company.ids.new()), frozenset({"staff.admin"}))
    with pytest.raises(Refused):
        company.sign_in.list_sessions(by=support, tenant_id=tenant)
    company.clock.at += timedelta(hours=2)
    assert company.sign_in.list_sessions(by=company.owner, tenant_id=tenant) == ()


def _typed(company: Company, device: str) -> str:
    """Ask in a browser for Olivia's mail, and return its code."""
    company.sign_in.ask(client="acme", email="olivia@acme.example", device=device)
    body = company.mails()[-1].body
    return str(company.keys.open(str(body["code"]), sign_in_context(company.owner.tenant_id, company.owner.user_id)))


def test_a_code_signs_in_once_in_the_browser_that_asked(company: Company) -> None:
    """It ends the links that are under way, as a link does, and nothing stored yields it."""
    code = _typed(company, "d" * 43)
    here: dict[str, str] = {"client": "acme", "email": "olivia@acme.example", "device": "d" * 43}
    for wrong in ({"device": "e" * 43}, {"email": "ana@acme.example"}, {"client": "bolt"}, {"device": ""}):
        with pytest.raises(CodeUnknown):
            company.sign_in.complete_with_code(**{**here, **wrong}, code=code)
    signed = company.sign_in.complete_with_code(**here, code=code)
    assert signed.user_id == company.owner.user_id
    with pytest.raises(CodeUnknown):
        company.sign_in.complete_with_code(**here, code=code)
    with company.store.read(company.owner.tenant_id) as work:
        (link,) = work.sign_in_links.of_user(company.owner.user_id, company.clock.at - 15 * MINUTE)
    assert code not in repr(link)


@pytest.mark.parametrize(("wrong", "works"), [(4, True), (5, False)])
def test_five_wrong_codes_end_a_code(company: Company, wrong: int, works: bool) -> None:
    """Each counts, though it is refused; the link in the same mail goes on working."""
    code = _typed(company, "d" * 43)
    here = {"client": "acme", "email": "olivia@acme.example", "device": "d" * 43}
    for _ in range(wrong):
        with pytest.raises(CodeUnknown):
            company.sign_in.complete_with_code(**here, code=f"{(int(code) + 1) % 10**6:06}")
    if works:
        company.sign_in.complete_with_code(**here, code=code)
    else:
        with pytest.raises(CodeUnknown):
            company.sign_in.complete_with_code(**here, code=code)
        body = company.mails()[-1].body
        token = company.keys.open(str(body["sealed"]), sign_in_context(company.owner.tenant_id, company.owner.user_id))
        assert company.sign_in.look(token=token).name == "Olivia"
        company.sign_in.complete(token=token)


def test_a_link_that_opens_nothing_any_more_is_not_mailed(company: Company, tenant: Any) -> None:
    """One that waited too long, or was ended by the use of another."""
    sent: list[Any] = []

    class Mailer:
        def send(self, mail: Any) -> None:
            sent.append(mail)

    class Wording:
        def sign_in(self, _work: Any, *, name: str, token: str, code: str) -> Words:
            return Words("Sign in", f"{name}: {token}", "")

    post = SignInPost(
        transactions=company.store, clock=company.clock, sealer=company.keys, mailer=Mailer(), wording=Wording()
    )
    late = _asked(company)
    company.clock.at += 15 * MINUTE
    used = _asked(company)
    company.sign_in.complete(token=used)
    second = _asked(company)
    links = [each for each in company.mails() if each.kind == "mail.sign_in"]
    for each in links:
        post.carry_out(tenant, each)
    assert [each.text for each in sent] == [f"Olivia: {second}"]
    assert late
    company.clock.at += 15 * MINUTE
    post.carry_out(tenant, links[1])
    assert len(sent) == 1
