"""Mail over SES: what is asked for, what each of its answers and silences means, and that it is asked once."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore import exceptions as vendor
from botocore.parsers import ResponseParserError

from clock import Clock
from saas_aws import SesMailer, ses_client
from saas_aws.faults import translated
from saas_core.kernel.errors import InvalidValue, OutcomeUnknown, ProviderRefused, ProviderUnavailable, SaasError
from saas_core.kernel.mail import MARK
from saas_core.work.breaker import Breaker
from saas_sandbox.ses import Account, Fault, SimulatedSes
from simulated_mail import AT, SENDER, client, mail, mailer


@pytest.fixture
def ses() -> SimulatedSes:
    """Return an account where nothing was sent yet."""
    return SimulatedSes(Clock(AT))


def test_everything_that_a_mail_is_arrives(ses: SimulatedSes) -> None:
    """Subject and bodies in any script, the id as a tag, the set that publishes events; absence notes are declined."""
    mailer(ses).send(
        mail(subject="Einladung für Zoë 🎉", text="Grüße\n\nhttps://x.example/" + "x" * 2000, html="<p>Grüße</p>")
    )
    (found,) = ses.mailbox
    assert (found.sender, found.to) == (SENDER, ("olivia@harbor.example",))
    assert found.subject == "Einladung für Zoë 🎉"
    assert found.text == "Grüße\n\nhttps://x.example/" + "x" * 2000
    assert found.html == "<p>Grüße</p>"
    assert found.tags == {"mail": "00000000-0000-0000-0000-000000000007"}
    assert found.configuration_set == "saas"
    assert found.headers == {"Auto-Submitted": "auto-generated", MARK: "00000000-0000-0000-0000-000000000007"}


@pytest.mark.parametrize(
    ("fault", "raised", "delivered"),
    [
        (Fault.THROTTLED, ProviderUnavailable, 0),
        (Fault.AWAY, ProviderUnavailable, 0),
        (Fault.FAILING, ProviderUnavailable, 0),
        (Fault.LOST, OutcomeUnknown, 1),
        (Fault.LATE, OutcomeUnknown, 1),
        (Fault.HANGING, OutcomeUnknown, 0),
    ],
    ids=lambda each: each.name if isinstance(each, Fault) else getattr(each, "__name__", str(each)),
)
def test_a_failing_call_is_made_once_and_told_as_what_it_is(
    ses: SimulatedSes, fault: Fault, raised: type[SaasError], delivered: int
) -> None:
    """A lost answer is not a reason to send again here: the mail may already have left."""
    ses.fail(fault)
    with pytest.raises(raised) as caught:
        mailer(ses).send(mail())
    assert isinstance(caught.value.__cause__, vendor.BotoCoreError | vendor.ClientError)
    assert ses.asked == 1
    assert len(ses.mailbox) == delivered
    mailer(ses).send(mail())
    assert len(ses.mailbox) == delivered + 1


@pytest.mark.parametrize(
    ("setting", "raised"),
    [
        ({"identities": ("other.example",)}, ProviderRefused),
        ({"configuration_sets": ()}, ProviderRefused),
    ],
)
def test_an_account_that_is_not_set_up_refuses(setting: Any, raised: type[SaasError]) -> None:
    """An unverified sender, or a missing configuration set, needs a person's attention."""
    ses = SimulatedSes(Clock(AT), **setting)
    with pytest.raises(raised):
        mailer(ses).send(mail())
    assert ses.mailbox == []


def test_a_suspended_account_refuses_and_a_paused_one_is_away(ses: SimulatedSes) -> None:
    """A pause is ended by the operator; a suspension by Amazon alone."""
    ses.account = Account.SUSPENDED
    with pytest.raises(ProviderRefused, match="AccountSuspendedException"):
        mailer(ses).send(mail())
    ses.account = Account.PAUSED
    with pytest.raises(ProviderUnavailable, match="SendingPausedException"):
        mailer(ses).send(mail())


def _answer(code: str, status: int) -> vendor.ClientError:
    told = {"Error": {"Code": code, "Message": "no: eve@x.example"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return vendor.ClientError(told, "SendEmail")


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (_answer("MessageRejected", 400), ProviderRefused),
        (_answer("MailFromDomainNotVerifiedException", 400), ProviderRefused),
        (_answer("AccountSuspendedException", 400), ProviderRefused),
        (_answer("BadRequestException", 400), ProviderRefused),
        (_answer("NotFoundException", 404), ProviderRefused),
        (_answer("AccessDeniedException", 403), ProviderRefused),
        (_answer("TooManyRequestsException", 429), ProviderUnavailable),
        (_answer("LimitExceededException", 400), ProviderUnavailable),
        (_answer("Throttling", 400), ProviderUnavailable),
        (_answer("SendingPausedException", 400), ProviderUnavailable),
        (_answer("InternalFailure", 500), ProviderUnavailable),
        (_answer("503", 503), ProviderUnavailable),
        (_answer("504", 504), OutcomeUnknown),
        (_answer("", 0), ProviderRefused),
        (vendor.EndpointConnectionError(endpoint_url="https://x"), ProviderUnavailable),
        (vendor.ConnectTimeoutError(endpoint_url="https://x"), ProviderUnavailable),
        (vendor.ProxyConnectionError(proxy_url="https://x"), ProviderUnavailable),
        (vendor.NoCredentialsError(), ProviderUnavailable),
        (vendor.MetadataRetrievalError(error_msg="x"), ProviderUnavailable),
        (vendor.ReadTimeoutError(endpoint_url="https://x"), OutcomeUnknown),
        (vendor.ConnectionClosedError(endpoint_url="https://x"), OutcomeUnknown),
        (vendor.SSLError(endpoint_url="https://x", error="x"), OutcomeUnknown),
        (vendor.HTTPClientError(error="x"), OutcomeUnknown),
        (ResponseParserError("<html>"), OutcomeUnknown),
        (vendor.ParamValidationError(report="eve@x.example is wrong"), ProviderRefused),
        (vendor.NoRegionError(), ProviderRefused),
    ],
    ids=lambda each: getattr(each, "__name__", None) or str(each)[:60].replace("::", ":"),
)
def test_every_fault_has_its_place_in_our_tree_and_names_nobody(fault: Exception, raised: type[SaasError]) -> None:
    """The message and the traceback tell the code, never an address."""
    with pytest.raises(SaasError) as caught, translated("SES"):
        raise fault
    assert type(caught.value) is raised
    assert caught.value.remedy
    assert "@" not in f"{caught.value} {caught.value.__cause__}"


def test_no_message_names_who_was_written_to(ses: SimulatedSes) -> None:
    """Amazon's own messages name the sender or the reader; they are not repeated."""
    for to, sender in (("olivia@harbor.example", "eve@evil.example"), ("mia@harbor.example", SENDER)):
        with pytest.raises(ProviderRefused) as caught:
            mailer(SimulatedSes(Clock(AT), identities=()), sender=sender).send(mail(to=to, text="secret"))
        told = f"{caught.value} {caught.value.__cause__}"
        assert "@" not in told
        assert "secret" not in told


def test_no_log_shows_a_mail(ses: SimulatedSes, caplog: pytest.LogCaptureFixture) -> None:
    """Botocore writes whole requests at DEBUG, and a mail may hold a link that signs its reader in."""
    ours = client(ses)
    with caplog.at_level(1):
        SesMailer(ours, sender=SENDER, configuration_set="saas").send(mail(subject="HELLO", text="inv_0123_secret"))
    assert ses.mailbox
    assert caplog.records
    assert not [each for each in ("inv_0123", "olivia@", "HELLO") if each in caplog.text]


@pytest.mark.parametrize("address", ["zoë@example.com", "<a@example.com>", "a@xn--.com", "a@" + "x" * 70 + ".de"])
def test_an_address_that_ses_cannot_take_is_refused_before_it_is_asked(ses: SimulatedSes, address: str) -> None:
    """Also one that an older version kept."""
    with pytest.raises(ProviderRefused) as caught:
        mailer(ses).send(mail(to=address))
    assert caught.value.field == "to"
    assert ses.asked == 0


def test_a_domain_of_any_script_is_reached(ses: SimulatedSes) -> None:
    """By its form in ASCII; least of all may a mail go to another domain that is spelled alike."""
    mailer(ses).send(mail(to="a@münchen.example"))
    mailer(ses).send(mail(to="A@Harbor.EXAMPLE"))
    mailer(ses).send(mail(to="a@straße.de"))
    assert [each.to[0] for each in ses.mailbox] == [
        "a@xn--mnchen-3ya.example",
        "a@harbor.example",
        "a@xn--strae-oqa.de",
    ]


def test_an_account_that_fails_in_a_row_is_left_alone(ses: SimulatedSes) -> None:
    """After that the mailer answers at once, without asking; a refusal is an answer and counts for nothing."""
    ours = mailer(ses, breaker=Breaker("SES", failures=3))
    ses.fail(Fault.HANGING, Fault.THROTTLED, Fault.LOST)
    for _ in range(6):
        with pytest.raises((ProviderUnavailable, OutcomeUnknown)):
            ours.send(mail())
    assert ses.asked == 3
    refused = mailer(SimulatedSes(Clock(AT), identities=()), breaker=Breaker("SES", failures=1))
    for _ in range(3):
        with pytest.raises(ProviderRefused):
            refused.send(mail())


@pytest.mark.parametrize(
    "wrong", [{"sender": ""}, {"sender": "nobody"}, {"sender": "a@b.c\r\nBcc: x"}, {"configuration_set": " "}]
)
def test_a_mailer_needs_a_sender_and_a_configuration_set(ses: SimulatedSes, wrong: dict[str, str]) -> None:
    """Refused when it is made, by name, and not with the first mail."""
    with pytest.raises(InvalidValue) as caught:
        mailer(ses, **wrong)
    assert caught.value.field in wrong


def test_a_client_waits_a_bounded_time_and_asks_once() -> None:
    """Whatever the environment says of retries."""
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x")
    config = ses_client("eu-central-1", session=session).meta.config  # type: ignore[attr-defined]
    assert (config.connect_timeout, config.read_timeout) == (3.0, 10.0)
    assert config.retries["total_max_attempts"] == 1
    with pytest.raises(ProviderRefused):
        ses_client("no region", session=session)


def test_credentials_that_cannot_be_had_now_are_waited_for() -> None:
    """Nothing was asked of SES yet, so nothing can have left."""
    away = vendor.HTTPClientError(error="x")

    def no_client(*_given: object, **_more: object) -> None:
        raise away

    with pytest.raises(ProviderUnavailable) as caught:
        ses_client("eu-central-1", session=SimpleNamespace(client=no_client))
    assert caught.value.__cause__ is away


def test_botocore_still_holds_the_parameters_against_amazons_model(ses: SimulatedSes) -> None:
    """The simulated SES is behind that check, not in its place."""
    with pytest.raises(vendor.ParamValidationError):
        client(ses).send_email(Destination={"To": []})
    assert ses.asked == 0


def test_mail_to_a_suppressed_address_is_accepted_and_never_delivered(ses: SimulatedSes) -> None:
    """As SES has it: the answer is yes, and a bounce follows. An address comes off the list again."""
    vendors = client(ses)
    vendors.put_suppressed_destination(EmailAddress="Olivia@harbor.example", Reason="BOUNCE")
    mailer(ses).send(mail())
    assert ses.mailbox == []
    assert b"OnAccountSuppressionList" in ses.posted[-1]
    row = vendors.get_suppressed_destination(EmailAddress="olivia@harbor.example")["SuppressedDestination"]
    assert row["Reason"] == "BOUNCE"
    vendors.delete_suppressed_destination(EmailAddress="olivia@harbor.example")
    with pytest.raises(vendors.exceptions.NotFoundException):
        vendors.get_suppressed_destination(EmailAddress="olivia@harbor.example")
    mailer(ses).send(mail())
    assert len(ses.mailbox) == 1


def test_what_comes_back_for_good_is_suppressed_from_then_on(ses: SimulatedSes) -> None:
    """A bounce that passes suppresses nobody, one for good and a complaint do; the vendor's test addresses never."""
    mailer(ses).send(mail())
    ses.bounce(ses.mailbox[0], permanent=False)
    assert ses.suppressed == {}
    ses.complain(ses.mailbox[0], kind="not-spam")
    assert ses.suppressed == {}
    ses.bounce(ses.mailbox[0])
    assert ses.suppressed == {"olivia@harbor.example": "BOUNCE"}
    for name in ("bounce", "complaint", "suppressionlist", "success"):
        mailer(ses).send(mail(to=f"{name}@simulator.amazonses.com"))
    assert list(ses.suppressed) == ["olivia@harbor.example"]
    assert [each.to[0].split("@")[0] for each in ses.mailbox] == ["olivia", "complaint", "success"]


def test_what_is_not_simulated_says_so(ses: SimulatedSes) -> None:
    """Another operation does not succeed silently."""
    with pytest.raises(NotImplementedError, match="not simulated"):
        client(ses).get_account()
    with pytest.raises(ProviderRefused):
        SesMailer(_raw(client(ses)), sender=SENDER, configuration_set="saas").send(mail())


def _raw(made: Any) -> Any:
    def send_email(**parameters: Any) -> Any:
        return made.send_email(**{**parameters, "Content": {"Raw": {"Data": b"x"}}})

    return SimpleNamespace(send_email=send_email)


def test_the_package_of_simulated_providers_is_importable_by_itself() -> None:
    """Each provider's half is imported only by who wants it."""
    script = "import saas_sandbox, sys; print([x for x in ('botocore', 'cryptography', 'stripe') if x in sys.modules])"
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "[]"
