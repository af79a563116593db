"""A simulated SES and the mailer that sends over it, as tests use them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import boto3

from saas_aws import SesMailer, ses_client
from saas_core.kernel.ids import EffectId
from saas_core.kernel.mail import Mail
from saas_core.work.breaker import Breaker
from saas_sandbox.ses import SimulatedSes

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENDER = "Provider <no-reply@provider.example>"


def client(ses: SimulatedSes) -> Any:
    """Return a client of our own making whose calls the simulated SES answers."""
    session = boto3.Session(aws_access_key_id="AKIDSIMULATED", aws_secret_access_key="simulated")
    made = ses_client("eu-central-1", session=session)
    ses.attach(made)
    return made


def mailer(ses: SimulatedSes, **more: Any) -> SesMailer:
    """Return a mailer over it; its breaker never opens unless another one is given."""
    patient = Breaker("SES", failures=1_000_000)
    return SesMailer(client(ses), **{"sender": SENDER, "configuration_set": "saas", "breaker": patient, **more})


def mail(number: int = 7, **fields: str) -> Mail:
    """Return a mail."""
    given = {"to": "olivia@harbor.example", "subject": "Hello", "text": "Hello Olivia,\n", **fields}
    return Mail(id=EffectId(UUID(int=number)), **given)
