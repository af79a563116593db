"""`saas demo`: the whole story on an embedded database in a new folder, each decision with verdict and clause."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.contexts import served
from saas_cli.options import READING, Common
from saas_cli.present import quoted
from saas_cli.profiles import Profiles, write
from saas_cli.root import single
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.extras import needing
from saas_core.kernel.instants import instant_text

if TYPE_CHECKING:
    from saas_app.simulated_services import SimulatedServices
    from saas_app.simulation import SimulatedProvider
    from saas_cli.demo.clock import StoryClock
    from saas_cli.demo.stage import Stage

app = single("demo", "saas demo", "saas demo --folder ./story", "saas demo --with-billing", "saas demo --serve")

BEGINS = datetime(2026, 2, 2, 8, tzinfo=UTC)


@app.default
def demo(
    *,
    folder: Annotated[Path | None, Parameter(help="An empty or new folder; default: a temporary one.")] = None,
    with_billing: Annotated[
        bool,
        Parameter(negative="", show_default=False, help="Tell a year of payments with a simulated provider instead."),
    ] = False,
    serve: Annotated[
        bool,
        Parameter(
            negative="", show_default=False, help="Leave the HTTP interface and a worker running on the story's data."
        ),
    ] = False,
    port: Annotated[int, Parameter(help="The port to serve it on.")] = 8000,
    common: Common = READING,
) -> None:
    """Tell the whole story of one client on an embedded database, with its own clock.

    Onboarding, acceptance of the terms, activation, roles in departments, what
    is included, sold and never granted, three connections with simulated
    services, three tickets (answered, declined, converted), paid work from the
    estimate over its approval on the page to the invoice and the evidence, a
    lapse of the license and its return: each decision on one line with verdict
    and clauses, or one JSON object per line with --json. With --with-billing, a
    year of one license that follows a simulated Stripe. With --serve the HTTP
    interface then runs on the story's data until you stop it, with the owner's
    key printed and the license paid for thirty days from today; a worker beside
    it sends mail into a folder.
    Your own database and profiles are not touched.
    """
    from saas_app import initialize, open_application, settings_at
    from saas_cli.demo import beginning, cast, connected, ending, engaged, serving
    from saas_cli.demo.clock import StoryClock
    from saas_cli.demo.stage import Stage
    from saas_cli.demo.teller import Teller

    if serve:
        serving.require_server()
    home = _fresh(folder)
    settings = settings_at(home, provider_name=cast.PROVIDER)
    clock = StoryClock(BEGINS)
    teller = Teller(sys.stdout, as_json=common.as_json)
    initialize(settings, contexts=served())
    provider = None
    if with_billing:
        provider = _simulated(clock)
    elif engaged.possible():
        provider = _simulated(clock, invoices=True)
    services = None if with_billing else connected.simulated(clock)
    payments = None if provider is None else provider.payments
    opened = open_application(settings, contexts=served(), clock=clock, payments=payments, services=services)
    with opened as application:
        key = application.access.staff.first(name=cast.STAFF[0], email=cast.STAFF[1]).key or ""
        sam = application.access.staff.authenticate(key)
        stage = Stage(application, clock, teller, sam, settings.mail_folder)
        beginning.provider(stage)
        beginning.taken_on(stage)
        down = None
        if with_billing and provider is not None:
            from saas_cli.demo.billing import year

            year(stage, provider)
        else:
            down = _whole(stage, provider, services)
        policy = f"The policy, with the counts of this story: {ending.policy(stage, home / 'policy')}"
    write(_kept(stage, key), {"SAAS_CONFIG_HOME": str(home / "config")})
    places = f"  export SAAS_HOME={quoted(home)} SAAS_CONFIG_HOME={quoted(home / 'config')}"
    license_ = f"  saas license show {cast.SLUG}"
    if down is None:
        teller.end(
            f"Database, key and mails lie in {home}. The provider of payments was simulated and is gone.",
            places,
            license_,
            policy,
        )
        return
    asked = f"{cast.CLERK[1]} invoices.approve --department Finance/Accounts --at {instant_text(down)}"
    teller.end(
        f"Database, key and mails lie in {home}. To ask further questions of the story:",
        places,
        f"  saas why {cast.SLUG} {asked} --profile olivia",
        license_,
        f"  saas journal verify {cast.SLUG}",
        f"  saas --help{' ' * 20}# and for your own: saas init",
        policy,
    )
    if serve:
        serving.served(stage, key, port)


def _whole(stage: Stage, provider: SimulatedProvider | None, services: SimulatedServices | None) -> datetime:
    """Tell the story from the activation on; returns an instant without a license."""
    from saas_cli.demo import beginning, connected, ending, engaged, everyday, support

    beginning.activated(stage)
    everyday.people(stage)
    everyday.requests(stage)
    if services is not None:
        connected.connected(stage, services)
    support.tickets(stage)
    everyday.never(stage)
    if provider is not None:
        engaged.engaged(stage, provider)
    down = ending.lapsed(stage, connections=services is not None)
    ending.held(stage)
    ending.replayed(stage, down)
    return down


def _simulated(clock: StoryClock, *, invoices: bool = False) -> SimulatedProvider:
    from saas_app.simulation import SimulatedProvider

    with needing("saas demo --with-billing", "stripe"):
        return SimulatedProvider(clock, invoices=invoices)


def _fresh(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="saas-demo-"))
    home = folder.expanduser().absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        message = f"{home} already exists and is not empty."
        raise InvalidValue(message, field="folder", remedy="Name a new or an empty folder.")
    home.mkdir(parents=True, exist_ok=True)
    return home


def _kept(stage: Stage, key: str) -> Profiles:
    kept = Profiles().with_key("staff", key)
    for name, own in stage.keys.items():
        kept = kept.with_key(name, own)
    return kept
