"""From where a request came: what a trusted proxy says counts, and what anybody may write does not."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network
from typing import Any

import pytest
from attrs import evolve

from api import PLENTY, Api
from saas_app.settings import settings_at
from saas_core.kernel.errors import InvalidValue
from saas_web.addresses import Addresses
from saas_web.manners import Rate, manners_of
from two_clients import Worlds

PROXIES = tuple(map(ip_network, ("10.0.0.0/8", "192.0.2.7", "2001:db8:ffff::/48")))


def _of(peer: str, *forwarded: str) -> str:
    headers = [(b"host", b"x"), *((b"x-forwarded-for", each.encode()) for each in forwarded)]
    return Addresses(PROXIES).of({"client": (peer, 5), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
        ("192.0.2.7", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("192.0.2.7", ["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        ("192.0.2.7", ["1.1.1.1, 198.51.100.1, 10.9.9.9"], "198.51.100.1"),
        ("192.0.2.7", ["10.8.8.8 ,10.9.9.9"], "10.8.8.8"),
        ("192.0.2.7", ["198.51.100.1:4711"], "198.51.100.1"),
        ("192.0.2.7", ["[2001:db8:1:2::5]:4711"], "2001:db8:1:2::/64"),
        ("2001:db8:ffff::1", ["198.51.100.1"], "198.51.100.1"),
        ("2001:db8:1:2:3::4", [], "2001:db8:1:2::/64"),
        ("::ffff:10.1.2.3", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("192.0.2.7", ["198.51.100.1, unknown"], "192.0.2.7"),
        ("192.0.2.7", ["198.51.100.1, 999.1.1.1"], "192.0.2.7"),
        ("192.0.2.7", ["", "x" * 5000], "192.0.2.7"),
        ("/run/socket", ["198.51.100.1"], ""),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has_counts(peer: str, forwarded: list[str], address: str) -> None:
    """Whatever stands further left."""
    assert _of(peer, *forwarded) == address


def test_the_proxies_that_passed_a_request_on_are_those_that_are_trusted() -> None:
    """Nearest to us last; what the caller wrote into the header is none of them."""
    headers = [(b"x-forwarded-for", b"1.1.1.1, 198.51.100.1, 10.9.9.9")]
    came = {"client": ("192.0.2.7", 5), "headers": headers}
    assert Addresses(PROXIES).way(came) == ("198.51.100.1", ("10.9.9.9", "192.0.2.7"))
    assert Addresses(()).way(came) == ("192.0.2.7", ())


def test_addresses_of_one_network_of_version_6_are_one() -> None:
    """Everybody has as many of them as they like."""
    assert _of("2001:db8::1") == _of("2001:db8::ffff:1") != _of("2001:db8:0:1::1")


def test_strangers_behind_a_proxy_have_limits_of_their_own(in_memory: Worlds) -> None:
    """Whoever writes other addresses before their own is still known by it."""
    few = evolve(PLENTY, stranger_rate=Rate(2, 3600), proxies=PROXIES)
    with in_memory.fresh() as world:
        api = Api.over(world, few)

        def asked(forwarded: str) -> int:
            # The connection comes from 192.0.2.7.
            return api("GET", "/v1/terms", headers={"X-Forwarded-For": forwarded}).status

        assert [asked(f"203.0.113.{number}, 198.51.100.1") for number in range(3)] == [200, 200, 429]
        assert asked("198.51.100.2") == 200
        unbelieved = Api.over(world, evolve(few, proxies=()))
        told: list[Any] = [
            asyncio.run(unbelieved.ask("GET", "/v1/terms", headers={"X-Forwarded-For": f"198.51.100.{number}"})).status
            for number in range(3)
        ]
        assert told == [200, 200, 429]


def test_proxies_are_read_from_the_settings(tmp_path: Any) -> None:
    """Addresses and networks are accepted; anything else is reported with the name of the setting."""
    read = manners_of(settings_at(tmp_path, http_proxies="10.0.0.0/8, 192.0.2.7,2001:db8:ffff::/48"))
    assert read.proxies == PROXIES
    assert manners_of(settings_at(tmp_path)).proxies == ()
    for wrong in ("proxy.example", "10.0.0.1/8", "*", "10.0.0.0/8;1.1.1.1"):
        with pytest.raises(InvalidValue) as told:
            manners_of(settings_at(tmp_path, http_proxies=wrong))
        assert told.value.field == "http_proxies"
