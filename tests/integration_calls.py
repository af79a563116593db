"""Integrations in calls: what brings about what each use case of them needs, with services that know no network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from integrating import GOOD_KEY
from saas_core.integrations.values import EMAIL, PAYMENT_GATEWAY, Mode
from two_clients import Client, World
from work_calls import worked

Arguments = Callable[[World, Client], dict[str, Any]]
SECRET = "canary-credential-of-a-lobby-display"


def _desks(world: World) -> Any:
    return world.application.integrations


def _known(world: World, client: Client) -> str:
    """Let the gateway know a key of the client's own account."""
    secret = f"{GOOD_KEY[:-4]}{client.slug}"
    _desks(world).connections._desk.gateways.knows(secret, account=f"acct_{client.slug}")
    return secret


def _key(world: World, client: Client) -> dict[str, Any]:
    return {"secret": _known(world, client), "mode": Mode.TEST}


def _gateway(world: World, client: Client) -> None:
    """Connect a payment gateway, which is not verified yet."""
    _desks(world).gateway.connect(by=client.owner, tenant_id=client.tenant_id, **_key(world, client))


def _connected(world: World, client: Client) -> dict[str, Any]:
    _gateway(world, client)
    return {"name": PAYMENT_GATEWAY}


def _working(world: World, client: Client) -> dict[str, Any]:
    given = _connected(world, client)
    _desks(world).connections.verify(by=client.owner, tenant_id=client.tenant_id, **given)
    return given


def _domain(_world: World, client: Client) -> dict[str, Any]:
    return {
        "domain": f"{client.slug}.example",
        "address": f"canary-sender@{client.slug}.example",
        "sender_name": "Canary-sender",
        "reply_to": f"canary-answers@{client.slug}.example",
    }


def _mailing(world: World, client: Client) -> dict[str, Any]:
    """Connect a domain that works."""
    view = _desks(world).email.connect(by=client.owner, tenant_id=client.tenant_id, **_domain(world, client))
    _desks(world).connections._desk.dns.publish(view)
    _desks(world).connections.verify(by=client.owner, tenant_id=client.tenant_id, name=EMAIL)
    return {"name": EMAIL}


def _finances(_world: World, _client: Client) -> dict[str, Any]:
    return {"currency": "GBP", "country": "GB", "invoice_prefix": "HF-", "next_number": 1001}


def settled(world: World, client: Client) -> dict[str, Any]:
    """Set the client's financial settings."""
    _desks(world).finances.set(by=client.owner, tenant_id=client.tenant_id, **_finances(world, client))
    return {}


def _delivered(world: World, client: Client) -> dict[str, Any]:
    registered = world.application.engagements.enhancements.register(
        by=world.told.staff,
        tenant_id=client.tenant_id,
        engagement_id=worked(world, client)[0],
        line="L1",
        description="Canary-description",
        release="2026.7",
        delivered_at=world.clock.now(),
    )
    name = f"lobby_{registered.enhancement_id.hex[-8:]}"
    return {"name": name, "title": "Lobby display", "enhancement_id": registered.enhancement_id}


def _added(world: World, client: Client) -> dict[str, Any]:
    given = _delivered(world, client)
    _desks(world).others.add(by=world.told.staff, tenant_id=client.tenant_id, **given)
    return {"name": given["name"], "secret": SECRET}


def _use(world: World, client: Client) -> dict[str, Any]:
    return {**_working(world, client), "call": _length}


def _length(opened: Any) -> int:
    """Return how long a credential is, which tells nothing of it."""
    return len(opened.secret)


def _sealed(world: World, client: Client) -> dict[str, Any]:
    _gateway(world, client)
    return {}


ROWS: dict[str, tuple[str, int | None, Arguments]] = {
    "integrations.connections.list": ("owner", None, lambda _world, _client: {}),
    "integrations.connections.show": ("owner", None, _working),
    # What a look finds is an entry beside that of the look.
    "integrations.connections.verify": ("owner", 2, _connected),
    "integrations.connections.test": ("owner", 1, _mailing),
    "integrations.connections.disconnect": ("owner", 1, _working),
    "integrations.gateway.connect": ("owner", 1, _key),
    "integrations.gateway.link": ("owner", 2, lambda _world, _client: {"mode": Mode.TEST}),
    "integrations.email.connect": ("owner", 1, _domain),
    "integrations.finances.set": ("owner", 1, _finances),
    "integrations.finances.show": ("owner", None, settled),
    "integrations.finances.take_number": ("owner", 1, settled),
    "integrations.others.add": ("staff", 1, _delivered),
    "integrations.others.connect": ("owner", 1, _added),
    # Counted, and told to the journal once an hour.
    "integrations.credentials.use": ("owner", 0, _use),
}
ROTATION: dict[str, tuple[str, int | None, Arguments]] = {
    # An entry of the provider's, and one of each client whose keys were wrapped anew, once a crash left a key made.
    "integrations.credentials.rotate_master": ("staff", 2, _sealed),
}
