"""Invitations: a mailed link, random, hashed, expiring, used once; the first owner accepts the terms with it (1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.access.effects.post import Post
from saas_core.access.errors import KeyUnknown, LinkUnknown, TermsNotAccepted, UserDeactivated
from saas_core.access.ports import Invited, InvitedBy, Words
from saas_core.access.use_cases.inviting import revoke_invitations_by_staff
from saas_core.access.values import RoleGrant, invitation_token
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.errors import Conflict, InvalidValue
from saas_core.kernel.ids import StaffId, TenantId, UserId
from saas_core.kernel.mail import Mail
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))


@pytest.fixture
def ada(company: Company) -> UserId:
    return company.invite("Ada").user_id


def test_whoever_accepts_is_active_and_has_a_key_of_their_own(company: Company, tenant: TenantId, ada: UserId) -> None:
    """The key is shown once and stored as a hash."""
    token = company.token(ada)
    view = company.invitations.look(token=token)
    assert (view.name, view.email, view.terms_to_accept) == ("Ada", "ada@acme.example", None)
    accepted = company.accept(ada)
    assert accepted.key.startswith(f"usr_{tenant.hex}_{accepted.key_id.hex}_")
    assert company.staff.authenticate(accepted.key) == ClientUser(tenant, ada)
    entry = company.journal()[-1]
    assert (entry.action, entry.by) == ("access.accept_invitation", f"user:{ada}")
    with company.store.read(tenant) as work:
        kept = repr((work.keys.of_holder(f"user:{ada}"), work.invitations.of_user(ada), company.journal()))
    assert token.rpartition("_")[2] not in kept
    assert accepted.key[-10:] not in kept


def test_a_link_that_opens_nothing_says_nothing_more(company: Company, tenant: TenantId, ada: UserId) -> None:
    """Wrong, foreign, used, revoked and expired ones answer alike."""
    first = company.token(ada)
    company.invitations.send(by=company.owner, tenant_id=tenant, user_id=ada)
    second = company.token(ada)
    used = company.token(company.owner.user_id)
    other = TenantId(UUID(int=2))
    company.clock.at += timedelta(days=3)
    tokens = [
        first,
        used,
        second + "x",
        invitation_token(other, second.split("_", 2)[2]),
        f"inv_{tenant.hex}_",
        f"inv_{tenant.hex.upper()}_x",
        "usr" + second[3:],
        "inv",
        "",
        "inv_" + "9" * 400,
        "inv_\ud800_x",
    ]
    told = set()
    for token in tokens:
        for act in (company.invitations.accept, company.invitations.look):
            with pytest.raises(LinkUnknown) as caught:
                act(token=token)
            told.add((str(caught.value), caught.value.code, caught.value.field))
    company.clock.at += timedelta(days=5)
    with pytest.raises(LinkUnknown) as caught:
        company.invitations.accept(token=second)
    assert told == {(str(caught.value), caught.value.code, caught.value.field)}


def test_a_link_holds_to_the_end_of_its_seventh_day(company: Company, ada: UserId) -> None:
    """The end itself is outside."""
    view = company.invitations.look(token=company.token(ada))
    company.clock.at = view.expires_at - timedelta(seconds=3)
    assert company.invitations.look(token=company.token(ada))
    company.clock.at = view.expires_at - timedelta(seconds=1)
    with pytest.raises(LinkUnknown):
        company.invitations.look(token=company.token(ada))


def test_a_link_is_used_once(company: Company, ada: UserId) -> None:
    """A second time it is unknown."""
    company.accept(ada)
    with pytest.raises(LinkUnknown):
        company.accept(ada)


def test_somebody_who_lost_the_key_gets_a_new_one_and_the_former_ends(
    company: Company, tenant: TenantId, ada: UserId
) -> None:
    """By a new link to their own address."""
    former = company.accept(ada).key
    company.invitations.send(by=company.owner, tenant_id=tenant, user_id=ada)
    assert company.staff.authenticate(former)
    assert company.staff.authenticate(company.accept(ada).key)
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(former)


def test_the_first_owner_accepts_the_terms_with_the_link(company: Company) -> None:
    """By the digest of their exact document, or the user stays invited (0.1)."""
    company.acceptance.by = None
    ben = company.invite("Ben", owner=True).user_id
    digest = company.invitations.look(token=company.token(ben)).terms_to_accept
    assert digest is not None
    with pytest.raises(TermsNotAccepted) as caught:
        company.accept(ben)
    assert caught.value.digest == digest
    assert digest in str(caught.value)
    with pytest.raises(Conflict):
        company.accept(ben, "0" * 64)
    assert company.acceptance.by is None
    accepted = company.accept(ben, digest)
    assert (accepted.accepted_terms, company.acceptance.by) == (digest, ben)


def test_a_second_owner_accepts_no_terms_and_nobody_else_may(company: Company, ada: UserId) -> None:
    """Terms are accepted once, by an owner."""
    ben = company.invite("Ben", owner=True).user_id
    assert company.accept(ben, "d" * 64).accepted_terms is None
    with pytest.raises(InvalidValue):
        company.accept(ada, "d" * 64)
    company.acceptance.by = None
    assert company.accept(ada).accepted_terms is None


def test_a_deactivated_user_is_not_asked_in(company: Company, tenant: TenantId, ada: UserId) -> None:
    """Take the user back first."""
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=ada)
    with pytest.raises(UserDeactivated):
        company.invitations.send(by=company.owner, tenant_id=tenant, user_id=ada)


def test_a_repeated_sending_with_the_same_key_sends_one_mail(company: Company, tenant: TenantId, ada: UserId) -> None:
    """One wish is one mail."""
    about = {"by": company.owner, "tenant_id": tenant, "user_id": ada, "idempotency_key": "k"}
    before = len(company.mails())
    assert company.invitations.send(**about) == company.invitations.send(**about)
    assert len(company.mails()) == before + 1


def test_only_who_manages_people_sends_invitations(company: Company, tenant: TenantId, ada: UserId) -> None:
    """Everybody else is refused."""
    ben = company.joined("Ben", RoleGrant(company.role("Clerk", "invoices.read")))
    with pytest.raises(Refused):
        company.invitations.send(by=ben, tenant_id=tenant, user_id=ada)


class Mailer:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


class Plain:
    """Words that name everything."""

    def __init__(self) -> None:
        self.invited: dict[str, Invited] = {}

    def invitation(self, work, *, name, token, invited):
        self.invited[name] = invited
        return Words("Invitation", f"{name} {token}", "")


def _post(company: Company, mailer: Mailer, words: Plain) -> Post:
    return Post(
        transactions=company.store,
        clock=company.clock,
        sealer=company.keys,
        mailer=mailer,
        wording=words,
        acceptance=company.acceptance,
    )


def test_the_mail_goes_to_the_address_and_holds_the_link(company: Company, tenant: TenantId, ada: UserId) -> None:
    """Whoever was deactivated meanwhile gets none."""
    mailer = Mailer()
    post = _post(company, mailer, Plain())
    token = company.token(ada)
    ben = company.invite("Ben").user_id
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=ben)
    for message in company.mails():
        post.carry_out(tenant, message)
    assert [each.to for each in mailer.sent] == ["olivia@acme.example", "ada@acme.example"]
    assert token in mailer.sent[1].text


def test_the_mail_says_who_invites_and_as_what(company: Company, tenant: TenantId) -> None:
    """A member of staff before activation, a user of the client after it; the owner, or the roles with departments."""
    words = Plain()
    sales = company.departments.create(by=company.owner, tenant_id=tenant, name="Sales").department_id
    role = company.role("Clerk", "invoices.read")
    company.invite("Ada", RoleGrant(role, sales))
    company.invite("Ben")
    for message in company.mails():
        _post(company, Mailer(), words).carry_out(tenant, message)
    first = words.invited["Olivia"]
    assert (first.side, first.owner, first.roles) == (InvitedBy.PROVIDER, "Owner", ())
    assert words.invited["Ada"] == Invited(by="Olivia", side=InvitedBy.CLIENT, roles=("Clerk in Sales",))
    assert words.invited["Ben"] == Invited(by="Olivia", side=InvitedBy.CLIENT)


def test_an_invitation_that_waited_since_before_names_nobody(company: Company, tenant: TenantId, ada: UserId) -> None:
    """Effects of earlier versions do not say who invited; the letter is mailed all the same."""
    words = Plain()
    for message in company.mails():
        body = {key: value for key, value in message.body.items() if key != "by"}
        _post(company, Mailer(), words).carry_out(tenant, evolve(message, body=body))
    assert words.invited["Ada"] == Invited(by="", side=InvitedBy.PROVIDER)


def test_invitations_of_owners_that_staff_sent_end_with_the_activation(company: Company, tenant: TenantId) -> None:
    """Those of users stay, those that the client's own people sent too, whoever invited before."""
    company.judge.activated = False
    otto, ada = (company.invite(name, by=SUPPORT, owner=True).user_id for name in ("Otto", "Ada"))
    nina, ben = company.invite("Nina", owner=True).user_id, company.invite("Ben", by=SUPPORT).user_id
    company.invitations.send(by=company.owner, tenant_id=tenant, user_id=ada)
    company.invitations.send(by=SUPPORT, tenant_id=tenant, user_id=company.owner.user_id)
    company.judge.activated = True
    with company.store.begin(tenant) as work:
        revoked = revoke_invitations_by_staff(work, company.clock.now())
        work.commit()
    assert {each: len(ids) for each, ids in revoked.items()} == {f"user:{company.owner.user_id}": 1, f"user:{otto}": 1}
    for gone in (otto, company.owner.user_id):
        with pytest.raises(LinkUnknown):
            company.accept(gone)
    for stays in (nina, ada, ben):
        assert company.accept(stays).key
