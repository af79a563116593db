"""Ready-made `who` functions: the library's own keys as bearer keys, in front of ASGI and WSGI applications."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from attrs import define, field

from embedding_asks import answered_over, hello_asgi, hello_wsgi
from saas_core.access.errors import KeyUnknown
from saas_core.kernel.errors import StoreUnavailable
from saas_embed import AsgiGuard, Bearer, Guard, KeyRefused, Route, WsgiGuard

Anything = Any


@define
class Ticks:
    """A monotonic clock that is moved by hand."""

    at: float = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.at


@define
class SignIns:
    """What signs in, with a count of how often it was asked."""

    application: Anything
    asked: int = field(default=0)

    def __call__(self, key: str) -> Anything:
        """Sign in."""
        self.asked += 1
        return self.application.sign_in(key)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def sign_in(world: Anything) -> SignIns:
    return SignIns(world.application)


@pytest.fixture
def bearer(sign_in: SignIns, ticks: Ticks) -> Bearer:
    return Bearer(sign_in, ticks=ticks)


@pytest.fixture(params=["asgi", "wsgi"])
def ask(request: pytest.FixtureRequest, world: Anything, bearer: Bearer) -> Anything:
    """Return a way to ask a service for `/invoices` with headers of one's own."""
    guard = Guard(gate=world.application.gate, routes=[Route("GET", "/invoices", "invoices.view")])
    if request.param == "asgi":
        return answered_over(AsgiGuard(hello_asgi, guard=guard, who=bearer.asgi))
    return answered_over(WsgiGuard(hello_wsgi, guard=guard, who=bearer.wsgi))


def _told(answer: Anything) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def test_a_user_and_a_users_program_get_through(ask: Anything, world: Anything) -> None:
    """Each as far as its roles and scopes go."""
    access, owner = world.application.access, world.owner
    till, other = (
        access.api_keys.create(by=owner, tenant_id=world.tenant_id, name=name, scopes=[name]).key
        for name in ("invoices.view", "people.manage")
    )
    for key in (world.person.key, world.client.owner.key, till):
        assert ask(f"Bearer {key}").status == 200
        assert ask(f"bearer  {key} ").status == 200
    assert _told(ask(f"Bearer {other}")) == (403, "KEY_OUT_OF_SCOPE")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic b2xpdmlh", "olivia"])
def test_no_key_answers_401_and_says_how_to_send_one(ask: Anything, header: str | None, sign_in: SignIns) -> None:
    """The store is not even asked."""
    answer = ask(header)
    assert _told(answer) == (401, "CALLER_UNKNOWN")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert sign_in.asked == 0


@pytest.mark.parametrize("key", ["usr_", "nothing", "stf_" + "0" * 32 + "_x", "\xff\xfe", "a, Bearer b", "x" * 5000])
def test_a_wrong_key_answers_401_whatever_is_wrong_with_it(ask: Anything, key: str) -> None:
    """And says by the scheme's own word that it is the key which is wrong."""
    answer = ask(f"Bearer {key}")
    assert _told(answer) == (401, "KEY_UNKNOWN")
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_a_key_of_staff_is_answered_clearly(ask: Anything, world: Anything) -> None:
    """A member of staff acts on no client here (1.5)."""
    answer = ask(f"Bearer {world.kit.staff_key}")
    assert _told(answer) == (403, "CLIENTS_ONLY")
    assert answer.json["clauses"] == ["1.5"]


def test_staff_that_a_who_of_ones_own_returns_is_no_fault_of_the_server(world: Anything) -> None:
    """Nor is a key that it lets sign nobody in."""
    guard = world.guard
    for who, told in (
        (lambda _request: world.staff, (403, "CLIENTS_ONLY")),
        (lambda _request: world.application.sign_in("usr_wrong"), (401, "KEY_UNKNOWN")),
    ):
        for app in (AsgiGuard(hello_asgi, guard=guard, who=who), WsgiGuard(hello_wsgi, guard=guard, who=who)):
            assert _told(answered_over(app)(None)) == told


def test_a_revoked_key_is_refused_within_a_second(
    ask: Anything, world: Anything, ticks: Ticks, sign_in: SignIns
) -> None:
    """Until then the store is asked once; deactivating its person ends it the same way."""
    access = world.application.access
    for _ in range(3):
        assert ask(f"Bearer {world.person.key}").status == 200
    assert sign_in.asked == 1
    access.people.deactivate(by=world.owner, tenant_id=world.tenant_id, user_id=world.person.user_id)
    ticks.at = 1.0
    assert _told(ask(f"Bearer {world.person.key}")) == (401, "KEY_UNKNOWN")


def test_what_the_host_ends_itself_is_refused_at_once_when_it_says_so(
    ask: Anything, world: Anything, bearer: Bearer
) -> None:
    """As the HTTP interface does in the process where a key was ended."""
    assert ask(f"Bearer {world.person.key}").status == 200
    world.application.access.people.deactivate(by=world.owner, tenant_id=world.tenant_id, user_id=world.person.user_id)
    bearer.forget()
    assert _told(ask(f"Bearer {world.person.key}")) == (401, "KEY_UNKNOWN")


def test_a_look_begun_before_forgetting_is_not_held(world: Anything, ticks: Ticks) -> None:
    """Nor longer than a second from its beginning, however long it took."""
    looked: list[str] = []

    def slow(key: str) -> Anything:
        looked.append(key)
        ticks.at += 0.9
        if len(looked) == 1:
            bearer.forget()
        return world.clerk

    bearer = Bearer(slow, ticks=ticks)
    environ = {"HTTP_AUTHORIZATION": "Bearer usr_some"}
    assert [bearer.wsgi(environ) for _ in range(2)] == [world.clerk] * 2
    assert len(looked) == 2
    ticks.at += 0.1
    bearer.wsgi(environ)
    assert len(looked) == 3


def test_a_second_header_is_refused() -> None:
    """Which of the two counts is not guessed."""
    bearer = Bearer(lambda _key: pytest.fail("the store was asked"))
    two = [(b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")]
    with pytest.raises(KeyRefused):
        asyncio.run(bearer.asgi({"headers": two}))


def test_a_store_that_is_away_answers_503(ask: Anything, sign_in: SignIns, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not the key that is wrong."""

    def away(_self: Anything, _key: str) -> Anything:
        fault = StoreUnavailable("the database is down")
        raise fault

    monkeypatch.setattr(SignIns, "__call__", away)
    assert _told(ask("Bearer usr_some")) == (503, "STORE_UNAVAILABLE")


def test_wrong_keys_are_not_held_and_right_ones_are_bounded(monkeypatch: pytest.MonkeyPatch, world: Anything) -> None:
    """A stranger cannot fill the memory; what does fill it is looked up again."""
    monkeypatch.setattr("saas_embed.bearer.MOST_HELD", 10)

    def sign_in(key: str) -> Anything:
        if key.startswith("wrong"):
            raise KeyUnknown
        return world.clerk

    bearer = Bearer(sign_in)
    for number in range(30):
        with pytest.raises(KeyRefused):
            bearer.wsgi({"HTTP_AUTHORIZATION": f"Bearer wrong{number}"})
        bearer.wsgi({"HTTP_AUTHORIZATION": f"Bearer right{number}"})
    assert len(bearer._held) == 10
    assert not any(b"right" in mark for mark in bearer._held)
