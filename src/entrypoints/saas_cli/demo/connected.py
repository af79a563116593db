"""The chapter of the standard integrations: three that the client connects alone, and one that is not included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saas_cli.demo import cast

if TYPE_CHECKING:
    from saas_app.simulated_services import SimulatedServices
    from saas_cli.demo.clock import StoryClock
    from saas_cli.demo.stage import Stage
    from saas_core.integrations.queries.views import ConnectionView
    from saas_core.integrations.values import Mode

_GATEWAY, _EMAIL, _FINANCES = "payment_gateway", "email", "financial_settings"
_NAMES = (_EMAIL, _FINANCES, _GATEWAY)


def simulated(clock: StoryClock) -> SimulatedServices | None:
    """Return simulated services to connect; None where their extras are not installed."""
    from saas_app.simulated_services import SimulatedServices, possible

    return SimulatedServices(clock) if possible() else None


def connected(stage: Stage, services: SimulatedServices) -> None:
    """Tell how each of the three comes to work, and what is answered to a wish for a call system."""
    stage.clock.move_to(2026, 2, 17)
    stage.teller.chapter(
        "Three connections",
        "17 February. Support guides; the client connects. Stripe, mail and the DNS are simulated here.",
    )
    _gateway(stage, services)
    _email(stage, services)
    _finances(stage)
    stage.teller.refused(
        "She wants to connect a call system the same way",
        lambda: stage.app.integrations.others.connect(
            by=stage.olivia, tenant_id=stage.tenant, name=cast.CALLS, secret=cast.CALLS
        ),
    )
    stage.teller.refused(
        "Sam, to be of help, wants to connect the gateway for her",
        lambda: stage.app.integrations.gateway.connect(
            by=stage.sam, tenant_id=stage.tenant, secret=services.key(), mode=_mode()
        ),
    )
    told = stage.app.integrations.connections.show(by=stage.sam, tenant_id=stage.tenant, name=_EMAIL)
    records = len(told.email.records) if told.email else 0
    stage.teller.say(f"He sees that e-mail is {told.state}, with its {records} DNS records, and no credential.")


def suspended(stage: Stage) -> None:
    """Tell how the connections stand while the license is down, and that nothing uses them."""
    _told(stage, "suspended", suspended=True)
    stage.teller.refused("The platform charges a customer of hers", lambda: _charged(stage))


def returned(stage: Stage) -> None:
    """Tell that everything works again with the license, without having been connected anew."""
    _told(stage, "as they were", suspended=False)
    stage.asks("The platform charges a customer of hers again", stage.olivia, f"integration.{_GATEWAY}.use")
    _charged(stage)


def _gateway(stage: Stage, services: SimulatedServices) -> None:
    key = services.key(without=("charge_write",))
    stage.asks("She connects the payment gateway", stage.olivia, f"integration.{_GATEWAY}")
    stage.app.integrations.gateway.connect(by=stage.olivia, tenant_id=stage.tenant, secret=key, mode=_mode())
    view = _verified(stage, _GATEWAY, "failing")
    problem = "" if view.problem is None else view.problem.came_back
    stage.teller.say(f"Her restricted key is tried, one call for each right. {problem}")
    services.complete(key)
    view = _verified(stage, _GATEWAY, "connected")
    shown = "" if view.credential is None else view.credential.last_four
    stage.teller.say(f"She adds the right at Stripe; now it is connected. Of the key, …{shown} is shown, and no more.")


def _email(stage: Stage, services: SimulatedServices) -> None:
    stage.asks("She connects e-mail", stage.olivia, f"integration.{_EMAIL}")
    view = stage.app.integrations.email.connect(
        by=stage.olivia,
        tenant_id=stage.tenant,
        domain=cast.DOMAIN,
        address=f"office@{cast.DOMAIN}",
        sender_name="Harbor Foods",
    )
    services.publish(view, "proof")
    view = _verified(stage, _EMAIL, "verifying")
    states = ", ".join(f"{each.purpose} {each.state}" for each in view.email.records) if view.email else ""
    stage.teller.say(f"Two DNS records are shown to copy. She sets one of them: {states}.")
    services.publish(view)
    _verified(stage, _EMAIL, None)
    _verified(stage, _EMAIL, "connected")
    stage.teller.say(f"With both there {cast.DOMAIN} is verified: mails to her people come from office@{cast.DOMAIN}.")
    stage.app.integrations.connections.test(by=stage.olivia, tenant_id=stage.tenant, name=_EMAIL)
    stage.app.work.worker.drain(tenant_id=stage.tenant)
    (mail,) = services.ses.mailbox
    stage.teller.say(f"A test message arrives: “{mail.subject}”, from {mail.sender}.")


def _finances(stage: Stage) -> None:
    stage.asks("She sets up her financial settings", stage.olivia, f"integration.{_FINANCES}")
    view = stage.app.integrations.finances.set(
        by=stage.olivia,
        tenant_id=stage.tenant,
        currency="GBP",
        country="GB",
        tax_number=cast.TAX_NUMBER,
        fiscal_year_month=4,
        fiscal_year_day=6,
        invoice_prefix="HF-",
        next_number=1001,
    )
    number = stage.app.integrations.finances.take_number(by=stage.olivia, tenant_id=stage.tenant).number
    _require(view.state == "connected" and number == "HF-1001", "financial settings")
    stage.teller.say(f"The number is held to the form of its country. Her first invoice is {number}.")


def _charged(stage: Stage) -> None:
    """Use the key as the host does, which never shows it."""
    stage.app.integrations.credentials.use(
        by=stage.olivia, tenant_id=stage.tenant, name=_GATEWAY, call=lambda opened: bool(opened.secret)
    )


def _verified(stage: Stage, name: str, state: str | None) -> ConnectionView:
    view = stage.app.integrations.connections.verify(by=stage.olivia, tenant_id=stage.tenant, name=name)
    _require(state is None or view.state == state, name)
    return view


def _told(stage: Stage, how: str, *, suspended: bool) -> None:
    rows = stage.app.integrations.connections.list(by=stage.olivia, tenant_id=stage.tenant)
    mine = sorted((each.name, each.state, each.suspended) for each in rows if each.name in _NAMES)
    _require(mine == [(each, "connected", suspended) for each in _NAMES], how)
    stage.teller.say(f"Her three connections are {how}: nothing of them was deleted.")


def _require(holds: bool, what: str) -> None:
    """Require that the story is still true; raises AssertionError."""
    if not holds:
        message = f"{what}: the story is no longer true."
        raise AssertionError(message)


def _mode() -> Mode:
    from saas_core.integrations.values import Mode

    return Mode.TEST
