"""Integrations over HTTP: what a delivered enhancement adds is answered, and it adds one."""

from __future__ import annotations

from api import Api, key_of
from calls import CALLS


def test_a_delivered_enhancement_adds_one_integration(api: Api) -> None:
    """The answer shows it; a repeat under another name is a conflict that names the field."""
    world = api.world
    acme, key = world.told.acme, key_of(world, world.told.staff)
    given = CALLS["integrations.others.add"].arguments(world, acme)
    body = {"name": given["name"], "title": given["title"], "enhancement_id": str(given["enhancement_id"])}
    path = f"/v1/staff/tenants/{acme.tenant_id}/integrations"
    added = api("POST", path, key, body)
    assert (added.status, added.json["name"], added.json["state"]) == (201, given["name"], "not_connected")
    other = api("POST", path, key, {**body, "name": "bulk_sms"})
    assert (other.status, other.code, other.field) == (409, "CONFLICT", "enhancement")
    assert [each["name"] for each in api("GET", path, key).json["integrations"] if each["added"]] == [given["name"]]
