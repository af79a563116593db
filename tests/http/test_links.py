"""Links of the description, followed one by one: each leads to the thing that the answer made known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from api import ENDPOINTS, Answer, Api, key_of
from asking import UNKNOWN, asked, things_of
from estimate_calls import document_arguments
from saas_core.policy.shipped import shipped_document
from saas_http.endpoints import Endpoint, Who
from saas_http.openapi.links import links_of
from ticket_calls import opened, requested
from two_clients import Client, World
from work_calls import approved, worked
from work_calls import issued as billed

_OWED = ("engagement_id", "entry_ids", "invoice_id")
PAID_WORK: dict[str, Callable[[World, Client], dict[str, Any]]] = {
    "staff_estimates_draft": lambda world, acme: {**requested(world, acme), "version": 1},
    "staff_estimates_change_order": lambda world, acme: {"engagement_id": approved(world, acme), "version": 1},
    "staff_estimates_record_document": document_arguments,
    "work_billing_draft": lambda world, acme: {"engagement_id": worked(world, acme)[0]},
    "work_billing_credit": lambda world, acme: dict(zip(_OWED, billed(world, acme), strict=True)),
}
"""What has to be there before a route of paid work makes something, by its name."""
DAYS = {"policy_counts_of_client": {"since": "2026-01-01", "until": "2026-01-31"}}
"""Of routes that ask for days where others ask for instants, by name."""
BY_NAME = {each.name: each for each in ENDPOINTS}
LINKS = {each.name: links_of(each, ENDPOINTS) for each in ENDPOINTS}
LINKED = tuple(each for each in ENDPOINTS if LINKS[each.name])


def test_what_makes_a_thing_leads_to_it() -> None:
    """From every route that tells where the new thing is, and from every state that can be changed."""
    for each in ENDPOINTS:
        targets = {(to.method, to.path) for to in (BY_NAME[name] for name in LINKS[each.name])}
        if each.location:
            assert ("GET", each.location) in targets
        if each.method == "GET":
            edits = {(other.method, other.path) for other in ENDPOINTS if other.edits and other.path == each.path}
            assert targets >= edits


@pytest.mark.parametrize("endpoint", LINKED, ids=lambda each: f"{each.method} {each.path}")
def test_a_link_leads_to_what_was_shown(api: Api, endpoint: Endpoint) -> None:
    """With the ids that the answer gave, every route that it leads to finds the thing, as it finds no other."""
    things = _things(api)
    if endpoint.name.startswith("grants_"):
        # Asked of a client with an owner, since this provider has no second person.
        things["tenant_id"] = str(api.world.told.acme.tenant_id)
    if endpoint.name.startswith(("handling_", "requests_")):
        # Of a client with users, one of whom has opened a ticket.
        acme = api.world.told.acme
        things |= {"tenant_id": str(acme.tenant_id), "ticket_id": str(opened(api.world, acme).ticket_id)}
    if endpoint.name in PAID_WORK:
        # Of a client with paid work, which is as far as the route needs it.
        acme = api.world.told.acme
        things |= {
            "tenant_id": str(acme.tenant_id),
            "valid_through": "2026-12-31",
            **_said(PAID_WORK[endpoint.name](api.world, acme)),
        }
    first = asked(api, endpoint, _key(api, endpoint), things)
    assert first.status == endpoint.status, first.body
    for name, link in LINKS[endpoint.name].items():
        # A state is seen anew after each change of it.
        shown = asked(api, endpoint, _key(api, endpoint), things) if endpoint.asks else first
        to, taken = BY_NAME[name], _taken(link["parameters"], shown, things)
        assert set(taken["path"]) == set(to.parameters)
        known, unknown = (
            asked(api, to, _key(api, to), {**things, **DAYS.get(name, {}), **path}, headers=taken["header"])
            for path in (taken["path"], dict.fromkeys(taken["path"], UNKNOWN))
        )
        if to.parameters:
            assert unknown.status == 404, (name, unknown.body)
            assert known.code != unknown.code, name
        assert known.status not in {401, 412}, (name, known.body)
        if known.status == 200 and "version" in things and "version" in known.json:
            # The next change is of the version that this one made.
            things["version"] = known.json["version"]


def _said(things: dict[str, Any]) -> dict[str, Any]:
    """Return things as a request says them."""
    made = {name: each.isoformat() if isinstance(each, datetime) else each for name, each in things.items()}
    plain = {name: each if isinstance(each, int) else str(each) for name, each in made.items()}
    return {**plain, "entry_ids": [plain["entry_ids"]]} if "entry_ids" in plain else plain


def _things(api: Api) -> dict[str, Any]:
    """Return what is there, and a client without people, to which staff may add an owner."""
    world = api.world
    tenants = next(each for each in ENDPOINTS if (each.method, each.path) == ("POST", "/v1/staff/tenants"))
    made = asked(api, tenants, _key(api, tenants), {"slug": "harbor"})
    later = world.clock.at + timedelta(hours=1)
    terms = shipped_document().decode().replace('version = "2026-02"', 'version = "2026-09"')
    return {
        **things_of(world.told.acme),
        "tenant_id": made.json["tenant_id"],
        "since": "2026-01-01T00:00:00Z",
        "until": later.isoformat().replace("+00:00", "Z"),
        "document": terms.replace("effective_from = 2026-02-01", "effective_from = 2026-09-01"),
        "slug": "bakery",
        "grants": [],
    }


def _key(api: Api, endpoint: Endpoint) -> str | None:
    told = api.world.told
    return {Who.STAFF: key_of(api.world, told.staff), Who.ANYBODY: None}.get(endpoint.rule.who, told.acme.key)


def _taken(parameters: dict[str, str], answer: Answer, things: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Evaluate what a link takes from an answer and from the path that was asked."""
    taken: dict[str, dict[str, str]] = {"path": {}, "header": {}}
    for target, expression in parameters.items():
        part, name = target.split(".", 1)
        source, _, place = expression.partition("#")
        found: Any = answer.json
        if source == "$response.body":
            for step in place.split("/")[1:]:
                assert step in found, expression
                found = found[step]
        elif source == "$response.header.ETag":
            found = answer.headers["etag"]
        else:
            found = things[source.removeprefix("$request.path.")]
        taken[part][name] = str(found)
    return taken
