"""`saas init`: preparing the database, and adding the first member of staff."""

from __future__ import annotations

import os
from typing import Annotated

from cyclopts import Parameter

from saas_cli.contexts import served
from saas_cli.keys import check_room, keep
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.root import single
from saas_cli.session import opened
from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue

app = single(
    "init",
    "saas init --name 'Sam Reyes' --email sam@provider.example",
    "saas init --name 'Sam Reyes' --email sam@provider.example --home ./data --save-profile sam",
    "saas init                    # later: brings the schema of the database up to date",
)


@app.default
def init(
    *,
    name: Annotated[str | None, Parameter(help="The name of the first member of staff.")] = None,
    email: Annotated[str | None, Parameter(help="Their e-mail address.")] = None,
    save_profile: Annotated[str, Parameter(help="The profile to save their key in.")] = "staff",
    common: Common = READING,
) -> None:
    """Prepare the database, publish the shipped terms and add the first member of staff.

    Their key is saved in a local profile that only your account can read.
    Running it again updates the schema and adds nobody.
    """
    if (name is None) != (email is None):
        message = "name and e-mail address belong together."
        raise InvalidValue(message, field="email" if email is None else "name", remedy="Give --name and --email.")
    from saas_app import initialize, read_settings
    from saas_app.addresses import ADDRESSES

    if name is not None and email is not None:
        text.name(name)
        ADDRESSES.read(email)
        check_room(save_profile)
    from saas_core.policy.shipped import unpublished

    settings = read_settings(common.home, os.environ)
    initialize(settings, contexts=served())
    answer: dict[str, object] = {"home": str(settings.home), "staff": None, "profile": None, "terms": None}
    lines = [f"The database in {settings.home} is ready."]
    with opened(common) as application:
        if name is not None and email is not None:
            added = application.access.staff.first(name=name, email=email)
            path = keep(save_profile, added.key or "")
            answer.update(staff=added.staff, profile=save_profile)
            lines += [
                f"{added.staff.name} is the first member of staff ({', '.join(added.staff.permissions)}).",
                f"The key is kept in profile {save_profile!r} in {path}.",
                "Next: saas tenant add harbor",
            ]
        else:
            lines.append("Nobody was added: --name and --email make the first member of staff.")
        newer = unpublished(each.version for each in application.policy.versions())
        if newer is not None:
            answer.update(terms=newer.version)
            lines += [
                f"The shipped terms have a version {newer.version}, which is not published here.",
                "To offer it from tomorrow: saas terms publish --shipped",
                f"What it changes: saas terms diff {application.policy.offered_terms().version} shipped",
            ]
    screen(as_json=common.as_json).answer(answer, *lines)
