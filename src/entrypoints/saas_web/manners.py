"""The configuration of the HTTP entrance, read from the settings."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

from attrs import frozen

from saas_app.settings import Settings
from saas_core.kernel.errors import InvalidValue

Network: TypeAlias = IPv4Network | IPv6Network

_RATE = re.compile(r"([1-9][0-9]{0,6})/([1-9][0-9]{0,4})")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_SHORTEST_TOKEN = 16


@frozen
class Rate:
    """A rate: the largest burst of requests, and the seconds in which it refills."""

    requests: int
    seconds: int


@frozen(kw_only=True)
class Manners:
    """The limits and permissions of the HTTP entrance.

    `rate` applies to each key, `stranger_rate` to each address without one; `origins` are the browser origins that may
    call; `proxies` are the networks of trusted proxies; without a `metrics_token` there are no metrics; `timeout` is in
    seconds, for the body and for the answer separately; up to `threads` calls run at once, and `waiting` more may
    queue. With `settles`, answers whose timing would reveal something take as long as their routes say; no setting
    turns that off.
    """

    rate: Rate = Rate(600, 60)
    stranger_rate: Rate = Rate(60, 60)
    origins: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    metrics_token: str = ""
    timeout: int = 30
    threads: int = 16
    waiting: int = 1024
    logs: bool = True
    settles: bool = True


def manners_of(settings: Settings) -> Manners:
    """Return the configuration; raises InvalidValue naming the invalid setting."""
    usual = Manners()
    return Manners(
        rate=_rate(settings.http_rate, "http_rate") or usual.rate,
        stranger_rate=_rate(settings.http_stranger_rate, "http_stranger_rate") or usual.stranger_rate,
        origins=_origins(settings.http_origins),
        proxies=_proxies(settings.http_proxies),
        metrics_token=_token(settings.http_metrics_token),
        timeout=_whole(settings.http_timeout, "http_timeout") or usual.timeout,
        threads=_whole(settings.http_threads, "http_threads") or usual.threads,
    )


def _rate(text: str, name: str) -> Rate | None:
    if not text:
        return None
    found = _RATE.fullmatch(text)
    if found is None:
        message = f"{text[:40]!r} is not a rate."
        raise InvalidValue(message, field=name, remedy="Write requests and seconds, as in 600/60.")
    return Rate(int(found[1]), int(found[2]))


def _origins(text: str) -> frozenset[str]:
    origins = [each.strip() for each in text.split(",") if each.strip()]
    for each in origins:
        if not _ORIGIN.fullmatch(each):
            message = f"{each[:60]!r} is not an origin."
            raise InvalidValue(message, field="http_origins", remedy="Write it as in https://app.example.")
    return frozenset(origins)


def _proxies(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        message = "contains something that is neither an address nor a network."
        remedy = "Write addresses and networks separated by commas, as in 10.0.0.0/8,192.0.2.7."
        raise InvalidValue(message, field="http_proxies", remedy=remedy) from None


def _token(text: str) -> str:
    if text and (len(text) < _SHORTEST_TOKEN or not text.isascii() or not text.isprintable()):
        message = "is too easy to guess for a token."
        remedy = f"Give {_SHORTEST_TOKEN} or more random visible characters."
        raise InvalidValue(message, field="http_metrics_token", remedy=remedy)
    return text


def _whole(text: str, name: str) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        message = f"{text[:40]!r} is not a whole number from 1 to 9999."
        raise InvalidValue(message, field=name, remedy="Give one, or omit the setting.")
    return int(text)
