"""The breaker: when it opens, what it lets through, and what closes it."""

from __future__ import annotations

import pytest
from attrs import define

from saas_core.kernel.errors import OutcomeUnknown, ProviderRefused, ProviderUnavailable, SaasError
from saas_core.work.breaker import Breaker


@define
class Service:
    """A breaker before a service that answers as it is told, with a clock moved by hand."""

    at: float = 0.0
    calls: int = 0

    def __attrs_post_init__(self) -> None:
        """Put the breaker before it."""
        object.__setattr__(self, "breaker", Breaker("mail", failures=3, rest=30, ticks=lambda: self.at))

    breaker: Breaker = None  # type: ignore[assignment]

    def call(self, fault: SaasError | None = None) -> bool:
        """Call once; tells whether the service heard of it."""
        before = self.calls
        try:
            with self.breaker.calling():
                self.calls += 1
                if fault is not None:
                    raise fault
        except SaasError:
            pass
        return self.calls > before


AWAY = ProviderUnavailable("is away.")


def test_a_service_that_fails_in_a_row_is_left_alone() -> None:
    """At once and without a call, and told as away."""
    service = Service()
    assert [service.call(AWAY) for _ in range(5)] == [True, True, True, False, False]
    with pytest.raises(ProviderUnavailable, match="left alone"), service.breaker.calling():
        pytest.fail("the service was called")


def test_after_the_rest_one_call_tries() -> None:
    """The others wait for what becomes of it; success lets all through, failure begins the rest anew."""
    service = Service()
    for _ in range(3):
        service.call(AWAY)
    service.at = 29.9
    assert not service.call()
    service.at = 30
    assert service.call(OutcomeUnknown("did not answer."))
    assert not service.call()
    service.at = 60
    assert service.call()
    assert service.call(AWAY)
    assert service.call()


def test_while_one_call_tries_the_others_are_kept_back() -> None:
    """So that a service coming back is not overrun."""
    service = Service()
    for _ in range(3):
        service.call(AWAY)
    service.at = 30
    with service.breaker.calling():
        assert not service.call()
    assert service.call()


def test_a_refusal_tells_that_the_service_is_there() -> None:
    """Only silence and absence count, and only in a row."""
    service = Service()
    faults = [AWAY, AWAY, ProviderRefused("no."), AWAY, AWAY, None, AWAY, AWAY]
    assert all(service.call(each) for each in faults)
    assert service.call(ProviderRefused("no."))
