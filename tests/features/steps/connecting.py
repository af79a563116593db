"""Steps in which a client connects integrations of its own, over services that know no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_bdd import given, parsers, then, when

from features.drivers.entrance import Operation
from features.steps.story import Story
from features.wishes import actions
from integrating import GOOD_KEY
from saas_core.integrations.values import EMAIL, FINANCIAL_SETTINGS, PAYMENT_GATEWAY, Mode, Right, connecting
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Question

_VERIFY = Operation("integrations.connections.verify", "POST /v1/integrations/{name}/verify")
_SHOW = Operation("integrations.connections.show", "GET {here}/integrations/{name}")
_END = Operation("integrations.connections.disconnect", "POST /v1/integrations/{name}/disconnect")
_OTHER = Operation("integrations.others.connect", "POST /v1/integrations")
_ADD = Operation("integrations.others.add", "POST {here}/integrations")
_CONNECT = {
    "payment gateway": Operation("integrations.gateway.connect", "PUT /v1/integrations/payment_gateway/key"),
    "email": Operation("integrations.email.connect", "PUT /v1/integrations/email/domain"),
    "financial settings": Operation("integrations.finances.set", "PUT /v1/integrations/financial_settings/values"),
}
_GIVEN: Mapping[str, Mapping[str, Any]] = {
    "payment gateway": {"secret": GOOD_KEY, "mode": Mode.TEST},
    "email": {"domain": "acme.example", "address": "office@acme.example"},
    "financial settings": {"currency": "USD", "country": "US"},
}
_NAMES = {"payment gateway": PAYMENT_GATEWAY, "email": EMAIL, "financial settings": FINANCIAL_SETTINGS}
_OTHERS = {"call system": "call_system", "lobby display": "lobby_display", "weather vane": "weather_vane"}
_STATES = {"being verified": "verifying", "suspended": "connected"}
STANDARD = "|".join(_NAMES)


def _services(story: Story) -> Any:
    return story.driver.application.integrations.connections._desk


def _name(called: str) -> str:
    return _NAMES.get(called) or _OTHERS[called]


def _domain(client: str) -> str:
    return f"{client.lower()}.example"


def _connection(story: Story, by: Actor, person: str, called: str = "payment gateway") -> Any:
    return story.driver.entrance.do(_SHOW, by, story.client_of(person), name=_name(called))


def _connect(story: Story, by: Actor, tenant_id: TenantId, called: str, **more: Any) -> Any:
    return story.driver.entrance.do(_CONNECT[called], by, tenant_id, **{**_GIVEN[called], **more})


def _verify(story: Story, person: str, called: str) -> Any:
    by, tenant_id = story.person(person), story.client_of(person)
    return story.driver.entrance.do(_VERIFY, by, tenant_id, name=_name(called))


@given(parsers.re(r'"(?P<person>[^"]+)" has connected the (?P<called>payment gateway|financial settings)'))
def has_connected(story: Story, person: str, called: str) -> None:
    """Connect it: the gateway by a restricted key that has every right that is needed."""
    _services(story).gateways.knows()
    _connect(story, story.person(person), story.client_of(person), called)
    assert _verify(story, person, called).state == "connected"


@given(
    parsers.re(
        rf'"(?P<person>[^"]+)" has asked to connect the (?P<called>{STANDARD}) with '
        "(?P<missing>a key that may not refund|a key that was revoked|records not set yet)"
    )
)
def has_asked_to_connect(story: Story, person: str, called: str, missing: str) -> None:
    """Connect an integration with something missing."""
    if missing == "a key that may not refund":
        _services(story).gateways.knows(missing=(Right.REFUND_PAYMENTS,))
    _connect(story, story.person(person), story.client_of(person), called)


@given(
    parsers.re(
        r'"(?P<person>[^"]+)" has asked to connect (?P<which>the domain|a domain below one) of "(?P<client>[^"]+)"'
        " and has set its records"
    )
)
def has_set_records(story: Story, person: str, which: str, client: str) -> None:
    """Connect a domain, and set the records that the connection shows."""
    domain = _domain(client) if which == "the domain" else f"shop.{_domain(client)}"
    by, tenant_id = story.person(person), story.client_of(person)
    _services(story).dns.publish(_connect(story, by, tenant_id, "email", domain=domain, address=f"office@{domain}"))


@given(parsers.re(r'"(?P<person>[^"]+)" has connected the domain of "(?P<client>[^"]+)"'))
def has_connected_domain(story: Story, person: str, client: str) -> None:
    """Connect a domain whose records are set."""
    has_set_records(story, person, "the domain", client)
    assert _verify(story, person, "email").state == "connected"


@given(parsers.re(r'support staff has added the integration "(?P<title>[^"]+)" for it'))
def has_added(story: Story, title: str) -> None:
    """Add an integration to the client's catalogue, which what was delivered last is."""
    staff, tenant_id = story.staff(), story.job.here[0]
    delivered = story.driver.working.delivered(staff, *story.job.here)[-1]
    given = {"name": _OTHERS[title], "title": title.capitalize(), "enhancement_id": delivered.enhancement_id}
    story.driver.entrance.do(_ADD, staff, tenant_id, **given)


@when(parsers.re(rf'"(?P<person>[^"]+)" connects the (?P<called>{STANDARD})'))
def connects(story: Story, person: str, called: str) -> None:
    """Try to connect a standard integration."""
    _tries_to_connect(story, story.person(person), story.client_of(person), called)


@when(parsers.re(r'support staff connects the payment gateway of "(?P<person>[^"]+)"'))
def staff_connects(story: Story, person: str) -> None:
    """Try to connect it as staff; the interface has no route by which staff could."""
    by, tenant_id = story.staff(), story.client_of(person)
    connect = story.driver.application.integrations.gateway.connect
    question = Question(tenant_id, by, "integrations.manage")
    story.attempt(question, lambda: connect(by=by, tenant_id=tenant_id, **_GIVEN["payment gateway"]))


def _tries_to_connect(story: Story, by: Actor, tenant_id: TenantId, called: str) -> None:
    assert not isinstance(by, Staff)
    question = Question(tenant_id, by, connecting(_NAMES[called]))
    story.attempt(question, lambda: _connect(story, by, tenant_id, called))


@when(parsers.re(r'"(?P<person>[^"]+)" connects "(?P<wish>[^"]+)"'))
def connects_other(story: Story, person: str, wish: str) -> None:
    """Try to connect something else, by the name it has in the catalogue or would have."""
    by, tenant_id = story.person(person), story.client_of(person)
    known = _OTHERS.get(wish.removeprefix("a "))
    action = connecting(known) if known else actions(wish if wish.startswith("bulk") else f"connect {wish}")[0]
    asked = "exclusion.call_systems" if known == "call_system" else action
    given = {"name": action.partition(".")[2], "secret": "a credential of another service"}
    story.attempt(Question(tenant_id, by, asked), lambda: story.driver.entrance.do(_OTHER, by, tenant_id, **given))


@when(parsers.re(rf'"(?P<person>[^"]+)" verifies the (?P<called>{STANDARD})'))
def verifies(story: Story, person: str, called: str) -> None:
    """Have the connection looked at."""
    question = Question(story.client_of(person), story.person(person), connecting(_NAMES[called]))
    story.attempt(question, lambda: _verify(story, person, called))


@when(parsers.re(r'"(?P<person>[^"]+)" disconnects the payment gateway'))
def disconnects(story: Story, person: str) -> None:
    """End the connection."""
    by, tenant_id = story.person(person), story.client_of(person)
    question = Question(tenant_id, by, "integrations.take_away")
    story.attempt(question, lambda: story.driver.entrance.do(_END, by, tenant_id, name=PAYMENT_GATEWAY))


@then(
    parsers.re(
        rf'the (?P<called>{STANDARD}|lobby display) of "(?P<person>[^"]+)" is '
        r'(?P<state>being verified|connected|failing|suspended|disconnected)(?:, since "(?P<reason>[^"]+)")?'
    )
)
def stands(story: Story, called: str, person: str, state: str, reason: str | None) -> None:
    """Read the state of the connection, and what is in its way, as the person and as staff."""
    for by in (story.person(person), story.staff()):
        view = _connection(story, by, person, called)
        assert (view.state, view.suspended) == (_STATES.get(state, state), state == "suspended")
        assert reason is None or view.problem.came_back == f"{reason}."


@then(
    parsers.re(
        r'the email of "(?P<person>[^"]+)" is being verified, since another client holds the domain of '
        r'"(?P<client>[^"]+)"'
    )
)
def is_held(story: Story, person: str, client: str) -> None:
    """Read what is in the way of the connection."""
    view = _connection(story, story.person(person), person, "email")
    assert (view.state, view.problem.code, view.problem.about) == ("verifying", "domain_held", _domain(client))


@then(parsers.re(r'nobody reads the key of the payment gateway of "(?P<person>[^"]+)"'))
def shows_no_key(story: Story, person: str) -> None:
    """Look for it in what the person and staff are shown."""
    for by in (story.person(person), story.staff()):
        shown = repr(_connection(story, by, person))
        assert GOOD_KEY[-4:] in shown
        assert GOOD_KEY[:-4] not in shown
