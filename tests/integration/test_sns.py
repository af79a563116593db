"""News over SNS: what is signed for our topic is read, and nothing else, whatever is posted."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as curve_key
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from clock import Clock
from hostile import TEXTS
from saas_aws import Certificates, Confirmation, Notification, Notifications, feedback_of
from saas_core.kernel.errors import InvalidValue, OutcomeUnknown, ProviderUnavailable
from saas_core.mail.feedback import Feedback, FeedbackKind
from saas_core.work.breaker import Breaker
from saas_sandbox.ses import SimulatedSes
from saas_sandbox.sns import SimulatedTopic
from simulated_mail import AT, mail, mailer

HOST = "https://sns.eu-central-1.amazonaws.com"


@pytest.fixture(scope="module")
def topic() -> SimulatedTopic:
    """Return a topic with its key."""
    return SimulatedTopic(Clock(AT))


@pytest.fixture(scope="module")
def stranger() -> SimulatedTopic:
    """Return a topic of the same name that someone else signs for."""
    return SimulatedTopic(Clock(AT))


class Reader:
    """Notifications of one topic, counting the certificates that were fetched."""

    def __init__(self, topic: SimulatedTopic, clock: Clock | None = None) -> None:
        self.fetched: list[str] = []
        self._topic = topic
        self._reads = Notifications([topic.arn], self._fetch, clock or Clock(AT))

    def _fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        return self._topic.certificate(url)

    def __call__(self, body: bytes) -> Notification | Confirmation:
        return self._reads.read(body)

    def refused(self, body: bytes) -> InvalidValue:
        """Read what must be refused."""
        with pytest.raises(InvalidValue) as caught:
            self._reads.read(body)
        assert caught.value.remedy
        return caught.value


@pytest.fixture
def read(topic: SimulatedTopic) -> Reader:
    """Return a reader of the topic at the instant at which it signs."""
    return Reader(topic)


def changed(body: bytes, **fields: Any) -> bytes:
    """Change fields after the signature; None takes one out."""
    content = {**json.loads(body), **fields}
    return json.dumps({name: value for name, value in content.items() if value is not None}).encode()


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", [None, "Amazon SES"])
def test_a_notification_is_read(topic: SimulatedTopic, read: Reader, version: str, subject: str | None) -> None:
    """Signed in either version, with or without a subject, and with fields that nobody knows yet."""
    body = changed(topic.notification("Grüße\nan alle", version=version, subject=subject), Novelty={"a": [1]})
    found = read(body)
    assert isinstance(found, Notification)
    assert (found.message, found.topic, found.at) == ("Grüße\nan alle", topic.arn, AT)
    assert UUID(found.id)


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("version", ["1", "2"])
def test_a_subscription_gives_the_address_that_confirms_it(
    topic: SimulatedTopic, read: Reader, version: str, ended: bool
) -> None:
    """Nothing is opened here; the operator of the service decides."""
    found = read(topic.confirmation(ended=ended, version=version))
    assert isinstance(found, Confirmation)
    assert found.url.startswith(f"{HOST}/?Action=ConfirmSubscription")
    assert found.ended is ended


def test_a_certificate_is_fetched_once(topic: SimulatedTopic, read: Reader) -> None:
    """And kept only after it proved good."""
    for _ in range(3):
        read(topic.notification("x"))
    assert read.fetched == [topic.certificate_url]


def test_somebody_elses_signature_is_refused(stranger: SimulatedTopic, read: Reader) -> None:
    """The text is right to the letter, the key is not Amazon's; the certificate is not kept for it."""
    assert read.refused(stranger.notification("x")).field == "Signature"
    assert read.refused(stranger.confirmation()).field == "Signature"
    assert len(read.fetched) == 2


@pytest.mark.parametrize("name", ["Message", "MessageId", "Subject", "Timestamp"])
def test_a_field_changed_after_signing_is_refused(topic: SimulatedTopic, read: Reader, name: str) -> None:
    """Each that is signed; and one that was left out, or put in."""
    body = topic.notification("x", subject="y")
    other = (AT - timedelta(minutes=1)).isoformat() if name == "Timestamp" else "other"
    assert read.refused(changed(body, **{name: other})).field == "Signature"
    assert read.refused(changed(topic.notification("x"), Subject="put in")).field == "Signature"
    assert read.refused(changed(body, Subject=None)).field == "Signature"


def test_a_confirmation_is_no_notification(topic: SimulatedTopic, read: Reader) -> None:
    """The kind is signed as well, and another address to open is none of Amazon's."""
    assert read.refused(changed(topic.confirmation(), Type="UnsubscribeConfirmation")).field == "Signature"
    assert read.refused(changed(topic.confirmation(), Type="Notification")).field == "Signature"
    assert read.refused(changed(topic.confirmation(), SubscribeURL=f"{HOST}/?x")).field == "Signature"
    signed = topic.signed({**json.loads(topic.confirmation()), "SubscribeURL": "https://evil.example/"})
    assert read.refused(signed).field == "SubscribeURL"


def test_another_topic_is_refused_although_amazon_signed_it(topic: SimulatedTopic) -> None:
    """Anybody may have a topic of their own, and Amazon signs for it as well; its certificate is not even fetched."""
    ours = Reader(topic)
    other = SimulatedTopic(Clock(AT), name="evil")
    assert ours.refused(other.notification("x")).field == "TopicArn"
    assert ours.refused(changed(topic.notification("x"), TopicArn=f"{topic.arn} ")).field == "TopicArn"
    assert ours.fetched == []


FOREIGN = (
    "http://sns.eu-central-1.amazonaws.com/a.pem",
    "https://evil.example/a.pem",
    "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem",
    "https://evil.example/sns.eu-central-1.amazonaws.com/a.pem",
    "https://evilsns.eu-central-1.amazonaws.com/a.pem",
    "https://sns.s3.amazonaws.com/a.pem",
    "https://s3.eu-central-1.amazonaws.com/bucket/a.pem",
    "https://sns.eu-central-1.amazonaws.com@evil.example/a.pem",
    "https://evil.example@sns.eu-central-1.amazonaws.com/a.pem",
    "https://user:pw@sns.eu-central-1.amazonaws.com/a.pem",
    "https://sns.eu-central-1.amazonaws.com:8443/a.pem",
    "https://sns.eu-central-1.amazonaws.com:443/a.pem",
    "https://sns.eu-central-1.amazonaws.com./a.pem",
    "https://sns.eu-central-1.amazonaws.com\\@evil.example/a.pem",
    "https://sns.eu-central-1.amazonaws.com/a.pem?x=.pem",
    "https://sns.eu-central-1.amazonaws.com/a.pem#x.pem",
    "https://sns.eu-central-1.amazonaws.com/?x=a.pem",
    "https://sns.eu-central-1.amazonaws.com/../a.pem",
    "https://sns.eu-central-1.amazonaws.com/a/b.pem",
    "https://sns.eu-central-1.amazonaws.com/a.pem\r\nHost: evil.example",
    "https://sns.eu-central-1.amazonaws.com/a.txt",
    "https://sns.eu-central-1.amazonaws.com",
    "https://sns.eu-central-1.amazonaws.org/a.pem",
    "https://ſns.eu-central-1.amazonaws.com/a.pem",
    "https://[::1]/a.pem",
    "https://[sns.eu-central-1.amazonaws.com/a.pem",
    "//sns.eu-central-1.amazonaws.com/a.pem",
    "file:///etc/ssl/a.pem",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("url", FOREIGN)
def test_no_certificate_is_fetched_from_elsewhere(topic: SimulatedTopic, read: Reader, url: str) -> None:
    """However the address is dressed up; else anybody could sign for Amazon."""
    assert read.refused(changed(topic.notification("x"), SigningCertURL=url)).field == "SigningCertURL"
    assert read.fetched == []


@pytest.mark.parametrize(
    "host", ["sns.us-east-1.amazonaws.com", "sns.cn-north-1.amazonaws.com.cn", "sns.us-gov-west-1.amazonaws.com"]
)
def test_amazons_own_hosts_are_known(topic: SimulatedTopic, read: Reader, host: str) -> None:
    """In every region, China's too."""
    read(changed(topic.notification("x"), SigningCertURL=f"https://{host}/SimpleNotificationService-01ab.pem"))
    assert len(read.fetched) == 1


def test_old_news_and_news_from_the_future_are_refused(topic: SimulatedTopic) -> None:
    """An intercepted message cannot be posted again the next day."""
    body = topic.notification("x")
    for later, good in ((3600, True), (3601, False), (-300, True), (-301, False), (10**9, False)):
        reader = Reader(topic, Clock(AT + timedelta(seconds=later)))
        if good:
            reader(body)
        else:
            assert reader.refused(body).field == "Timestamp"
            assert reader.fetched == []


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-11-23T09:00:00", "9" * 5000, "0001-01-01T00:00:00+14:00"])
def test_what_is_no_instant_is_refused(topic: SimulatedTopic, read: Reader, stamp: str) -> None:
    """One without offset as well."""
    assert read.refused(topic.signed({**json.loads(topic.notification("x")), "Timestamp": stamp})).field == "Timestamp"


@pytest.mark.parametrize("version", ["", "0", "3", "01", "²", "1\n"])
def test_other_versions_of_the_signature_are_refused(topic: SimulatedTopic, read: Reader, version: str) -> None:
    """Also when someone signed them somehow."""
    assert read.refused(topic.notification("x", version=version)).field == "SignatureVersion"


def test_one_version_does_not_pass_for_the_other(topic: SimulatedTopic, read: Reader) -> None:
    """The hash is the one that the version names."""
    assert read.refused(changed(topic.notification("x", version="2"), SignatureVersion="1")).field == "Signature"


FIELDS = ("Type", "MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL")


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [None, 7, "", [], {"a": 1}, True])
def test_a_field_that_is_missing_or_no_text_is_refused(
    topic: SimulatedTopic, read: Reader, name: str, value: Any
) -> None:
    """By its name."""
    body = {**json.loads(topic.notification("x")), name: value}
    refused = read.refused(json.dumps({key: each for key, each in body.items() if each is not None}).encode())
    assert refused.field == name


@pytest.mark.parametrize("name", ["Token", "SubscribeURL"])
def test_a_confirmation_needs_its_token_and_its_address(topic: SimulatedTopic, read: Reader, name: str) -> None:
    """Both are signed."""
    assert read.refused(changed(topic.confirmation(), **{name: None})).field == name


@pytest.mark.parametrize("signature", ["x", "====", "not base64!", base64.b64encode(b"x" * 256).decode(), "AAAA" * 100])
def test_what_is_no_signature_is_refused(topic: SimulatedTopic, read: Reader, signature: str) -> None:
    """Of whatever length."""
    assert read.refused(changed(topic.notification("x"), Signature=signature)).field == "Signature"


BODIES = {
    "nothing": b"",
    "no JSON": b"hello",
    "a list": b"[]",
    "a text": b'"x"',
    "no number": b'{"a": NaN}',
    "cut off": b'{"Type": "Notif',
    "no UTF-8": b"\xff\xfe{}",
    "deep": b'{"a":' * 50_000,
    "deep and whole": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep list": b"[" * 300_000,
    "50 MB": b'{"Message": "' + b"x" * 50_000_000 + b'"}',
    "a huge number": b'{"a": ' + b"9" * 100_000 + b"}",
    "a key twice": b'{"Type": "Notification", "Type": "Notification"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_no_body_does_harm(read: Reader, body: bytes) -> None:
    """It is refused as a body, before anything in it counts."""
    assert read.refused(body).field == "body"


def test_a_key_that_comes_twice_is_refused_although_the_last_one_is_signed(topic: SimulatedTopic, read: Reader) -> None:
    """Two readers could take it for two things."""
    body = topic.notification("x").replace(b"{", b'{"Message": "evil", ', 1)
    assert read.refused(body).field == "body"


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_text_in_any_field_is_refused(topic: SimulatedTopic, read: Reader, text: str) -> None:
    """As InvalidValue, and nothing else."""
    for name in FIELDS:
        read.refused(changed(topic.notification("x"), **{name: TEXTS[text][:100_000] or " "}))


def test_a_certificate_must_be_one_and_valid_now(topic: SimulatedTopic) -> None:
    """Garbage, an ended one, and one with a key of another kind are refused."""
    for given in (b"", b"<html>", topic.certificate()[:200], _of_a_curve()):
        reads = Notifications([topic.arn], lambda _url, given=given: given, Clock(AT))
        with pytest.raises(InvalidValue) as caught:
            reads.read(topic.notification("x"))
        assert caught.value.field == "SigningCertURL"
    late = Clock(AT + timedelta(days=366))
    body = topic.signed({**json.loads(topic.notification("x")), "Timestamp": late.at.isoformat()})
    assert Reader(topic, late).refused(body).field == "SigningCertURL"


def _of_a_curve() -> bytes:
    key, name = curve_key(SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(AT - timedelta(1)).not_valid_after(AT + timedelta(1))
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM)


def test_certificates_that_are_kept_do_not_fill_the_memory(topic: SimulatedTopic, read: Reader) -> None:
    """However many addresses Amazon may use."""
    for number in range(20):
        read(changed(topic.notification("x"), SigningCertURL=f"{HOST}/SimpleNotificationService-{number}.pem"))
    assert len(read._reads._kept) == 8
    read(changed(topic.notification("x"), SigningCertURL=f"{HOST}/SimpleNotificationService-19.pem"))
    assert len(read.fetched) == 20


def test_the_signed_text_is_the_one_that_amazon_documents(topic: SimulatedTopic) -> None:
    """Name and value on lines of their own, in the order of the names; written out, since both sides here are ours."""
    fields = json.loads(topic.notification("Hello", subject="Greeting"))
    text = (
        f"Message\nHello\nMessageId\n{fields['MessageId']}\nSubject\nGreeting\nTimestamp\n2026-11-23T09:00:00.000Z\n"
        f"TopicArn\narn:aws:sns:eu-central-1:123456789012:mail-feedback\nType\nNotification\n"
    )
    key = x509.load_pem_x509_certificate(topic.certificate()).public_key()
    key.verify(base64.b64decode(fields["Signature"]), text.encode(), PKCS1v15(), SHA256())  # type: ignore[union-attr,call-arg]


class TestCertificates:
    """Fetching them, behind a breaker."""

    @staticmethod
    def _answering(status: int, content: bytes) -> Callable[[Any], Any]:
        def send(request: Any) -> Any:
            assert (request.method, request.url) == ("GET", f"{HOST}/a.pem")
            return SimpleNamespace(status_code=status, raw=SimpleNamespace(read=lambda most: content[:most]))

        return send

    def test_its_bytes_are_given(self) -> None:
        """As they stand there."""
        assert Certificates(send=self._answering(200, b"pem"))(f"{HOST}/a.pem") == b"pem"

    @pytest.mark.parametrize(("status", "content"), [(404, b"x"), (403, b"x"), (302, b"x"), (200, b"x" * 70_000)])
    def test_what_is_none_is_refused_and_does_not_count_as_a_fault(self, status: int, content: bytes) -> None:
        """Else anybody who posts could keep us from fetching the right one; a redirect is not followed."""
        fetch = Certificates(send=self._answering(status, content), breaker=Breaker("x", failures=1))
        for _ in range(3):
            with pytest.raises(InvalidValue):
                fetch(f"{HOST}/a.pem")

    @pytest.mark.parametrize(
        ("fault", "raised"),
        [
            (EndpointConnectionError(endpoint_url=HOST), ProviderUnavailable),
            (ReadTimeoutError(endpoint_url=HOST), OutcomeUnknown),
            (None, ProviderUnavailable),
        ],
    )
    def test_a_store_that_fails_is_told_and_then_left_alone(
        self, fault: Exception | None, raised: type[Exception]
    ) -> None:
        """The news comes again by itself."""
        asked = []

        def send(request: Any) -> Any:
            asked.append(request)
            if fault is not None:
                raise fault
            return SimpleNamespace(status_code=503)

        fetch = Certificates(send=send, breaker=Breaker("x", failures=2))
        for _ in range(2):
            with pytest.raises(raised):
                fetch(f"{HOST}/a.pem")
        with pytest.raises(ProviderUnavailable, match="left alone"):
            fetch(f"{HOST}/a.pem")
        assert len(asked) == 2


@pytest.fixture
def ses(topic: SimulatedTopic) -> SimulatedSes:
    """Return an account with one mail delivered."""
    account = SimulatedSes(Clock(AT), topic=topic)
    mailer(account).send(mail(5))
    return account


def told(read: Reader, body: bytes) -> Feedback:
    """Read the feedback that a body brings."""
    found = read(body)
    assert isinstance(found, Notification)
    return feedback_of(found)


def test_feedback_names_the_mail_and_its_addresses(ses: SimulatedSes, read: Reader) -> None:
    """A bounce for good and a complaint are permanent; the id of the mail comes back by its tag."""
    (delivered,) = ses.mailbox
    for body, kind, permanent in (
        (ses.posted[0], FeedbackKind.DELIVERY, False),
        (ses.bounce(delivered, permanent=False), FeedbackKind.BOUNCE, False),
        (ses.bounce(delivered), FeedbackKind.BOUNCE, True),
        (ses.complain(delivered), FeedbackKind.COMPLAINT, True),
        (ses.complain(delivered, kind="not-spam"), FeedbackKind.OTHER, False),
    ):
        found = told(read, body)
        assert (found.kind, found.permanent) == (kind, permanent)
        assert found.addresses == ("olivia@harbor.example",)
        assert found.mail == UUID(int=5)
        assert told(read, body) == found


def test_a_suppressed_address_is_told_as_a_bounce_for_good(ses: SimulatedSes, read: Reader) -> None:
    """SES said yes to the mail, and then this."""
    ses.bounce(ses.mailbox[0])
    mailer(ses).send(mail(6))
    found = told(read, ses.posted[-1])
    assert (found.kind, found.permanent, found.mail) == (FeedbackKind.BOUNCE, True, UUID(int=6))


@pytest.mark.parametrize(
    ("message", "kind", "addresses"),
    [
        ("Successfully validated SNS topic for Amazon SES event publishing.", FeedbackKind.OTHER, ()),
        ('{"eventType": "Send", "send": {}, "mail": {"tags": {"mail": ["no id"]}}}', FeedbackKind.OTHER, ()),
        ('{"eventType": "Open", "mail": {"tags": []}}', FeedbackKind.OTHER, ()),
        ('{"eventType": ["Bounce"], "mail": 7}', FeedbackKind.OTHER, ()),
        ("{}", FeedbackKind.OTHER, ()),
        (
            '{"notificationType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress": "A <a@b.c>"}]}}',
            FeedbackKind.COMPLAINT,
            ("a@b.c",),
        ),
        (
            '{"eventType": "Bounce", "bounce": {"bouncedRecipients": [{"emailAddress": "a@b.c"}]}, "mail": {}}',
            FeedbackKind.BOUNCE,
            ("a@b.c",),
        ),
    ],
)
def test_other_news_is_passed_on_as_what_it_is(
    topic: SimulatedTopic, read: Reader, message: str, kind: FeedbackKind, addresses: tuple[str, ...]
) -> None:
    """The greeting of a new topic, events that change nothing, identities without a configuration set."""
    found = told(read, topic.notification(message))
    assert (found.kind, found.addresses, found.mail) == (kind, addresses, None)


@pytest.mark.parametrize(
    "message",
    [
        '{"eventType": "Bounce"}',
        '{"eventType": "Bounce", "bounce": []}',
        '{"eventType": "Bounce", "bounce": {"bouncedRecipients": []}}',
        '{"eventType": "Bounce", "bounce": {"bouncedRecipients": [7]}}',
        '{"eventType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress": "nobody"}]}}',
        '{"eventType": "Delivery", "delivery": {"recipients": "a@b.c"}}',
        '{"eventType": "Bounce", "eventType": "Delivery"}',
        '{"eventType": ',
        '{"a":' * 50_000,
    ],
)
def test_a_bounce_without_its_addresses_is_not_lost_in_silence(
    topic: SimulatedTopic, read: Reader, message: str
) -> None:
    """It is refused, so that an observer sees that something has changed."""
    with pytest.raises(InvalidValue):
        told(read, topic.notification(message))
