"""Steps in which a client connects an integration of its own, over services that know no network."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, parsers, then

from features.drivers.entrance import Operation
from features.steps.story import Story
from integrating import GOOD_KEY
from saas_core.integrations.values import PAYMENT_GATEWAY, Mode

_CONNECT = Operation("integrations.gateway.connect", "PUT /v1/integrations/payment_gateway/key")
_VERIFY = Operation("integrations.connections.verify", "POST /v1/integrations/{name}/verify")
_SHOW = Operation("integrations.connections.show", "GET {here}/integrations/{name}")


def _connection(story: Story, by: Any, person: str) -> Any:
    return story.driver.entrance.do(_SHOW, by, story.client_of(person), name=PAYMENT_GATEWAY)


@given(parsers.re(r'"(?P<person>[^"]+)" has connected the payment gateway'))
def has_connected(story: Story, person: str) -> None:
    """Connect it by a restricted key that has every right that is needed."""
    by, tenant_id = story.person(person), story.client_of(person)
    story.driver.application.integrations.connections._desk.gateways.knows()
    story.driver.entrance.do(_CONNECT, by, tenant_id, secret=GOOD_KEY, mode=Mode.TEST)
    view = story.driver.entrance.do(_VERIFY, by, tenant_id, name=PAYMENT_GATEWAY)
    assert view.state == "connected"


@then(parsers.re(r'the payment gateway of "(?P<person>[^"]+)" is (?P<state>connected|suspended)'))
def stands(story: Story, person: str, state: str) -> None:
    """Read the state of the connection as the person, and as staff."""
    for by in (story.person(person), story.staff()):
        view = _connection(story, by, person)
        assert (view.state, view.suspended) == ("connected", state == "suspended")


@then(parsers.re(r'nobody reads the key of the payment gateway of "(?P<person>[^"]+)"'))
def shows_no_key(story: Story, person: str) -> None:
    """Look for it in what the person and staff are shown."""
    for by in (story.person(person), story.staff()):
        shown = repr(_connection(story, by, person))
        assert GOOD_KEY[-4:] in shown
        assert GOOD_KEY[:-4] not in shown
