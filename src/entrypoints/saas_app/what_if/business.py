"""What if: what an invented client has going on: connections of its own, and paid work."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from saas_app.what_if.scene import Scene
from saas_app.what_if.services import SECRET
from saas_core.engagements.estimates.commands import Line
from saas_core.integrations.values import EMAIL, PAYMENT_GATEWAY, Mode
from saas_core.kernel.ids import EngagementId
from saas_core.policy.what_if import Connected, InventedWork

_TITLE: Final = "A report on returns"
_HOURS: Final = 10
_THROUGH: Final = "2026-03-31"


def connect(scene: Scene, connected: Connected) -> None:
    """Have the owner connect an integration that works (2.2)."""
    desk = scene.app.integrations
    match connected:
        case Connected.PAYMENT_GATEWAY:
            desk.gateway.connect(**scene.by_owner, secret=SECRET, mode=Mode.TEST)
            desk.connections.verify(**scene.by_owner, name=PAYMENT_GATEWAY)
            scene.say('"Olivia" has connected the payment gateway')
        case Connected.EMAIL:
            domain = f"{scene.client.casefold()}.example"
            scene.services.publish(desk.email.connect(**scene.by_owner, domain=domain, address=f"office@{domain}"))
            desk.connections.verify(**scene.by_owner, name=EMAIL)
            scene.say(f'"Olivia" has connected the domain of "{scene.client}"')
        case Connected.FINANCIAL_SETTINGS:
            desk.finances.set(**scene.by_owner, currency="USD", country="US")
            scene.say('"Olivia" has connected the financial settings')


def engage(scene: Scene, work: InventedWork) -> EngagementId:
    """Have paid work asked for, and brought as far as it has come; return its engagement (4.2)."""
    asked = scene.app.engagements.requests.request(**scene.by_owner, title=_TITLE, text=_TITLE)
    if work is InventedWork.REQUESTED:
        scene.say(f'"Olivia" has requested an estimate for "{_TITLE}"')
        return asked.engagement_id
    _approve(scene, asked.engagement_id)
    scene.say(f'"Olivia" has approved an estimate of {_HOURS} hours')
    if work is InventedWork.USED_UP:
        _work(scene, asked.engagement_id)
        scene.say(f"support staff has worked {_HOURS} hours")
    if work is InventedWork.CANCELED:
        scene.app.engagements.enhancements.cancel(
            **scene.by_owner, engagement_id=asked.engagement_id, reason="We need it no more."
        )
        scene.say('"Olivia" has canceled the engagement')
    return asked.engagement_id


def _approve(scene: Scene, engagement_id: EngagementId) -> None:
    desk = scene.app.engagements
    seconds = _HOURS * 3600
    lines = (Line(text="The report", low_seconds=seconds, high_seconds=seconds),)
    draft = desk.estimates.draft(**scene.by_staff, engagement_id=engagement_id, lines=lines, valid_through=_THROUGH)
    desk.estimates.issue(**scene.by_staff, estimate_id=draft.estimate_id, version=draft.version)
    shown = desk.deciding.present(**scene.by_owner, estimate_id=draft.estimate_id)
    desk.deciding.approve(
        **scene.by_owner,
        estimate_id=draft.estimate_id,
        nonce=shown.nonce,
        content_hash=shown.content_hash,
        typed_name="Olivia",
        accept_estimate=True,
        accept_ownership=True,
    )


def _work(scene: Scene, engagement_id: EngagementId) -> None:
    since = scene.clock.at
    scene.clock.at = since + timedelta(hours=_HOURS)
    scene.app.engagements.work.log(
        **scene.by_staff, engagement_id=engagement_id, line="L1", started_at=since, ended_at=scene.clock.at
    )
