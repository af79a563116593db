"""Rate limits: a token bucket for each known key, and one for each address of strangers."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from functools import cache

from attrs import define, frozen

from saas_web.manners import Rate

MOST_BUCKETS = 50_000


@define
class _Bucket:
    tokens: float
    at: float


@frozen
class Taken:
    """The outcome for a request: whether it may proceed, how many more may follow, and when the next one may."""

    allowed: bool
    policy: str
    rate: Rate
    remaining: int
    reset: int

    @property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The rate-limit headers of the answer."""
        now = f'"{self.policy}";r={self.remaining};t={self.reset}'
        return (_policy(self.policy, self.rate), (b"ratelimit", now.encode()))


@cache
def _policy(name: str, rate: Rate) -> tuple[bytes, bytes]:
    return b"ratelimit-policy", f'"{name}";q={rate.requests};w={rate.seconds}'.encode()


class Buckets:
    """Token buckets of one rate; buckets unused for a while are dropped, since they would be full."""

    def __init__(self, policy: str, rate: Rate, ticks: Callable[[], float]) -> None:
        """Begin without any; `ticks` is a monotonic clock in seconds."""
        self._policy = policy
        self._rate = rate
        self._speed = rate.requests / rate.seconds
        self._ticks = ticks
        self._buckets: OrderedDict[bytes | str, _Bucket] = OrderedDict()

    def __contains__(self, whose: bytes | str) -> bool:
        """Return whether the bucket exists."""
        return whose in self._buckets

    def begin(self, whose: bytes | str) -> None:
        """Add a full bucket unless one exists."""
        if whose not in self._buckets:
            self._buckets[whose] = _Bucket(float(self._rate.requests), self._ticks())
            if len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)

    def take(self, whose: bytes | str) -> Taken:
        """Take a token from a bucket if one is left."""
        self.begin(whose)
        bucket, now = self._buckets[whose], self._ticks()
        self._buckets.move_to_end(whose)
        full = float(self._rate.requests)
        bucket.tokens = min(full, bucket.tokens + (now - bucket.at) * self._speed)
        bucket.at = now
        if bucket.tokens < 1:
            return self._taken(0, (1 - bucket.tokens) / self._speed, allowed=False)
        bucket.tokens -= 1
        return self._taken(int(bucket.tokens), (full - bucket.tokens) / self._speed, allowed=True)

    def give_back(self, whose: bytes | str) -> None:
        """Return a token to a bucket, because the request turned out to be limited otherwise."""
        bucket = self._buckets.get(whose)
        if bucket is not None:
            bucket.tokens = min(float(self._rate.requests), bucket.tokens + 1)

    def charge(self, whose: bytes | str, tokens: int) -> None:
        """Take further tokens for a request that costs more than one; what is missing is owed, at most a full bucket.

        Until it has come back, requests are refused.
        """
        bucket = self._buckets.get(whose)
        if bucket is not None:
            bucket.tokens = max(-float(self._rate.requests), bucket.tokens - tokens)

    def _taken(self, remaining: int, seconds: float, *, allowed: bool) -> Taken:
        return Taken(allowed, self._policy, self._rate, remaining, math.ceil(seconds))
