"""A simulated SES over a simulated zone, with the adapters that ask them, as tests use them."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from attrs import frozen
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from saas_aws.domains import SesDomains
from saas_core.kernel.instants import Clock
from saas_core.work.breaker import Breaker
from saas_local.dns import Resolver
from saas_sandbox.dns import SimulatedZone
from saas_sandbox.ses import SimulatedSes
from simulated_mail import client


@cache
def pair(number: int) -> tuple[str, str]:
    """Return a private key as PEM in PKCS #8, and its public half as a record holds it; the same for a number."""
    del number
    made = rsa.generate_private_key(65537, 1024)
    public = made.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), base64.b64encode(public).decode()


@frozen
class Post:
    """The zone, SES that looks into it, and what asks both."""

    zone: SimulatedZone
    ses: SimulatedSes
    domains: SesDomains
    dns: Resolver

    @classmethod
    def over(cls, clock: Clock, **more: Any) -> Post:
        """Return all of it, empty; its breaker never opens unless another one is given."""
        zone = SimulatedZone()
        ses = SimulatedSes(clock, zone=zone)
        given = {"configuration_set": "saas", "breaker": Breaker("SES", failures=1_000_000), **more}
        return cls(zone, ses, SesDomains(client(ses), **given), Resolver(nameservers=[zone.nameserver], seconds=1.0))
