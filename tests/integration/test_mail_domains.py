"""Domains at SES with keys of their owners, and DNS records by our own look-up: what comes, what never does."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from clock import Clock
from mail_domains import Post, pair
from saas_core.integrations.errors import IdentityExists
from saas_core.integrations.model.mail_domain import Sender
from saas_core.integrations.values import IdentityState, RecordKind
from saas_core.kernel.errors import OutcomeUnknown, ProviderRefused, ProviderUnavailable
from saas_core.kernel.ids import EffectId, IntegrationId
from saas_core.work.breaker import Breaker
from saas_sandbox import dns as zones
from saas_sandbox.ses import Fault
from simulated_mail import AT, client

OURS, THEIRS = IntegrationId(UUID(int=1)), IntegrationId(UUID(int=2))
DOMAIN, SELECTOR = "harbor.example", "saas1"
RECORD = f"{SELECTOR}._domainkey.{DOMAIN}"
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands."""
    return Clock(AT)


@pytest.fixture
def post(clock: Clock) -> Post:
    """Return an empty zone, and a provider of mail that knows its own domain alone."""
    return Post.over(clock)


def _made(post: Post, of: IntegrationId = OURS, number: int = 0, domain: str = DOMAIN) -> IdentityState:
    return post.domains.create(domain, selector=SELECTOR, private_key=pair(number)[0], connection_id=of)


def _signed(number: int = 0) -> str:
    return f"v=DKIM1; k=rsa; p={pair(number)[1]}"


def test_a_domain_is_verified_once_its_own_key_stands_in_the_dns(post: Post) -> None:
    """The record is a long text, sent in pieces; an alias to it is as good."""
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.ABSENT
    assert _made(post) is IdentityState.PENDING
    post.zone.publish(RECORD, "TXT", _signed())
    assert post.dns.look_up(RECORD, RecordKind.TXT) == (_signed(),)
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.VERIFIED
    post.zone.withdraw(RECORD, "TXT")
    post.zone.publish("keys.elsewhere.example", "TXT", _signed())
    post.zone.publish(RECORD, "CNAME", "keys.elsewhere.example")
    assert post.dns.look_up(RECORD, RecordKind.TXT) == (_signed(),)
    assert post.dns.look_up(RECORD, RecordKind.CNAME) == ("keys.elsewhere.example",)
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.VERIFIED


def test_a_record_that_never_comes_is_pending_for_three_days(post: Post, clock: Clock) -> None:
    """Then the vendor gives up; setting the key anew begins again."""
    _made(post)
    clock.at += 3 * DAY - timedelta(minutes=1)
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.PENDING
    clock.at += timedelta(minutes=1)
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.FAILED
    assert _made(post) is IdentityState.PENDING


def test_a_key_of_another_pair_verifies_nothing(post: Post) -> None:
    """Neither one that was replaced by another of ours, until the record follows."""
    post.zone.publish(RECORD, "TXT", _signed(1))
    assert _made(post) is IdentityState.PENDING
    assert _made(post, number=1) is IdentityState.VERIFIED


def test_a_record_that_changes_later_ends_it_after_three_days(post: Post, clock: Clock) -> None:
    """Meanwhile the vendor goes on signing."""
    _made(post)
    post.zone.publish(RECORD, "TXT", _signed())
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.VERIFIED
    post.zone.publish(RECORD, "TXT", "v=DKIM1; p=")
    clock.at += DAY
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.VERIFIED
    clock.at += 2 * DAY
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.FAILED
    post.zone.publish(RECORD, "TXT", _signed())
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.FAILED
    assert _made(post) is IdentityState.VERIFIED


def test_nothing_that_exists_is_adopted(post: Post) -> None:
    """Not another connection's domain, nor one that was made by hand; neither is changed or removed."""
    _made(post)
    post.zone.publish(RECORD, "TXT", _signed())
    for domain, of in ((DOMAIN, THEIRS), ("provider.example", OURS)):
        with pytest.raises(IdentityExists):
            _made(post, of, 1, domain)
        post.domains.delete(domain, connection_id=of if domain == DOMAIN else OURS)
        with pytest.raises(IdentityExists):
            post.domains.state(domain, connection_id=of)
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.VERIFIED


def test_a_domain_is_removed_once_and_free_again(post: Post) -> None:
    """One that is gone already is no fault."""
    _made(post)
    post.domains.delete(DOMAIN, connection_id=OURS)
    post.domains.delete(DOMAIN, connection_id=OURS)
    assert post.domains.state(DOMAIN, connection_id=OURS) is IdentityState.ABSENT
    assert _made(post, THEIRS) is IdentityState.PENDING


def test_a_lost_answer_makes_no_second_domain(post: Post) -> None:
    """The same connection finds what it made."""
    post.ses.fail(Fault.LOST)
    with pytest.raises(ProviderUnavailable):
        _made(post)
    post.ses.fail(*[], Fault.THROTTLED)
    with pytest.raises(ProviderUnavailable):
        _made(post)
    assert _made(post) is IdentityState.PENDING
    assert _made(post) is IdentityState.PENDING


@pytest.mark.parametrize(
    ("fault", "raised"),
    [(Fault.AWAY, ProviderUnavailable), (Fault.FAILING, ProviderUnavailable), (Fault.HANGING, ProviderUnavailable)],
)
def test_a_provider_in_trouble_says_nothing_about_the_domain(post: Post, fault: Fault, raised: type[Exception]) -> None:
    """And after five failures nobody waits for it any more."""
    post.ses.fail(*[fault] * 20)
    with pytest.raises(raised):
        post.domains.state(DOMAIN, connection_id=OURS)
    patient = Post.over(Clock(AT), breaker=Breaker("SES"))
    patient.ses.fail(*[fault] * 20)
    for _ in range(20):
        with pytest.raises(raised):
            patient.domains.state(DOMAIN, connection_id=OURS)
    assert patient.ses.asked == 5


def test_the_test_message_comes_from_the_clients_address(post: Post) -> None:
    """With its name in any script and its reply-to; before the domain is verified it is refused."""
    sender = Sender(address="office@harbor.example", name="Hafenküche, GmbH", reply_to="answers@harbor.example")
    _made(post)
    with pytest.raises(ProviderRefused):
        post.domains.send_test(EffectId(UUID(int=9)), sender, "olivia@harbor.example")
    post.zone.publish(RECORD, "TXT", _signed())
    post.domains.send_test(EffectId(UUID(int=9)), sender, "olivia@harbor.example")
    (mail,) = post.ses.mailbox
    assert mail.sender == "=?utf-8?q?Hafenk=C3=BCche=2C_GmbH?= <office@harbor.example>"
    assert (mail.to, mail.reply_to) == (("olivia@harbor.example",), "answers@harbor.example")
    assert mail.configuration_set == "saas"
    post.ses.fail(Fault.LOST)
    with pytest.raises(OutcomeUnknown):
        post.domains.send_test(EffectId(UUID(int=9)), sender, "olivia@harbor.example")


@pytest.mark.parametrize("domain", [DOMAIN, "provider.example"])
@pytest.mark.parametrize("published", ["", "v=DKIM1; p=other"])
def test_an_identity_is_told_in_the_vendors_shapes(post: Post, domain: str, published: str) -> None:
    """Each name and each word is one of those that the vendor's client knows."""
    if domain == DOMAIN:
        _made(post)
    if published:
        post.zone.publish(RECORD, "TXT", published)
    _status, told = post.ses._identities.answer("GET", [domain], {})
    model = client(post.ses).meta.service_model.operation_model("GetEmailIdentity").output_shape
    assert set(told) <= set(model.members)
    assert told["VerificationStatus"] in model.members["VerificationStatus"].enum
    assert told["IdentityType"] in model.members["IdentityType"].enum
    dkim = model.members["DkimAttributes"].members
    assert set(told["DkimAttributes"]) <= set(dkim)
    for name in ("Status", "SigningAttributesOrigin"):
        assert told["DkimAttributes"][name] in dkim[name].enum
    assert {*told["VerificationInfo"].values()} <= set(model.members["VerificationInfo"].members["ErrorType"].enum)


def test_nothing_of_a_private_key_is_logged(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """Botocore logs every parameter that it sends at DEBUG."""
    private = pair(0)[0]
    with caplog.at_level(logging.DEBUG):
        _made(post)
        _made(post)
    lines = [each for each in private.splitlines() if "-" not in each]
    assert not any(each in caplog.text for each in lines)


@pytest.mark.parametrize(
    "name", ["nobody.example", "harbor.example", "-.example", "a" * 64 + ".example", "..", "é" * 80]
)
def test_a_name_without_records_is_an_answer(post: Post, name: str) -> None:
    """Whether it does not exist, has records of another kind, or cannot exist."""
    post.zone.publish("www.harbor.example", "TXT", "x")
    assert post.dns.look_up(name, RecordKind.TXT) == ()


@pytest.mark.parametrize("fault", zones.Fault)
def test_a_server_that_fails_is_no_answer(post: Post, fault: zones.Fault) -> None:
    """Whatever it says, nothing is known of the record; another name is looked up as before."""
    post.zone.publish(RECORD, "TXT", _signed())
    post.zone.publish("other.example", "TXT", "x")
    post.zone.fail(fault, at=DOMAIN)
    with pytest.raises(ProviderUnavailable):
        post.dns.look_up(RECORD, RecordKind.TXT)
    assert post.dns.look_up("other.example", RecordKind.TXT) == ("x",)
    post.zone.heal()
    assert post.dns.look_up(RECORD, RecordKind.TXT) == (_signed(),)


@pytest.mark.parametrize(
    "values",
    [("one", "two"), ('quo"ted \\ text',), ("x" * 600,), ("",), ("Grüße",)],
    ids=["several", "quoted", "long", "empty", "letters"],
)
def test_texts_are_read_whole_as_they_were_published(post: Post, values: Any) -> None:
    """In the order of the alphabet, for servers turn them about."""
    post.zone.publish("t.example", "TXT", *reversed(values))
    assert post.dns.look_up("T.example.", RecordKind.TXT) == tuple(sorted(values))


def test_servers_of_mail_are_read(post: Post) -> None:
    """With their order."""
    post.zone.publish("t.example", "MX", "10 mail.t.example.")
    assert post.dns.look_up("t.example", RecordKind.MX) == ("10 mail.t.example",)
