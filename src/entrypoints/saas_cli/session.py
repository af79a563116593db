"""The session of a command: the open application, and the actor."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import frozen

from saas_cli import profiles
from saas_cli.contexts import served
from saas_cli.loading import collect_again, without_integrations
from saas_cli.present import Screen, screen
from saas_core.kernel.errors import InvalidValue, NotFound

if TYPE_CHECKING:
    from saas_app import Application, Settings
    from saas_cli.options import Common
    from saas_core.kernel.actors import Actor
    from saas_core.kernel.ids import TenantId


class NotPrepared(NotFound):
    """There is no database or key file yet."""

    code = "NOT_PREPARED"


class NobodyActs(InvalidValue):
    """No key was given; every command needs an actor."""

    code = "NOBODY_ACTS"


@frozen
class Desk:
    """The resources of a command: the application, the actor, and the screen."""

    app: Application
    settings: Settings
    by: Actor
    screen: Screen


@contextmanager
def opened(common: Common) -> Iterator[Application]:
    """Open the application of the home folder, without an actor; raises NotPrepared for an empty folder."""
    # A context from outside may be wired with whatever it likes.
    with without_integrations(wanted=any(each.package for each in served())):
        from saas_app import open_application, read_settings

    settings = read_settings(common.home, os.environ)
    if not settings.key_file.exists() and not (settings.home.is_dir() and any(settings.home.iterdir())):
        message = f"{settings.home} has not been prepared yet."
        raise NotPrepared(message, field="home", remedy="Run `saas init`, or name another folder with --home.")
    with open_application(settings, contexts=served()) as application:
        collect_again()
        yield application


@contextmanager
def desk(common: Common) -> Iterator[Desk]:
    """Open the application and sign in; raises NobodyActs without a key, KeyUnknown for a wrong one."""
    key = key_of(common)
    with opened(common) as application:
        by = application.sign_in(key)
        yield Desk(app=application, settings=application.settings, by=by, screen=screen(as_json=common.as_json))


def key_of(common: Common) -> str:
    """Return the key to act with: that of --profile, else SAAS_KEY, else that of the profile in use.

    SAAS_PROFILE counts as --profile. Raises NobodyActs if there is no key.
    """
    if common.profile:
        return profiles.read(os.environ).key(common.profile)
    given = os.environ.get("SAAS_KEY", "").strip()
    if given:
        return given
    known = profiles.read(os.environ)
    if known.current:
        return known.key(known.current)
    message = "no key was given; every command needs one."
    remedy = "Run `saas init` for the first member of staff, set SAAS_KEY, or choose one with --profile."
    raise NobodyActs(message, field="key", remedy=remedy)


def mail_out(at: Desk, tenant_id: TenantId) -> None:
    """Send the mail that a command decided; failures are reported, and retried by a worker."""
    tally = at.app.work.worker.drain(tenant_id=tenant_id)
    if tally.failed or tally.parked:
        text = "Mail could not be sent yet. Run `saas worker`, which tries again; `saas outbox list` shows why."
        print(text, file=sys.stderr)
