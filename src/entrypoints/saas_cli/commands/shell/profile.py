"""`saas profile`: the profile whose key the shell uses."""

from __future__ import annotations

import os
from typing import Annotated

from cyclopts import Parameter

from saas_cli import profiles
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.root import branch, examples

app = branch(
    "profile",
    "Whose key the commands use: SAAS_KEY first, then --profile or SAAS_PROFILE, then the profile in use.",
    "saas profile list",
    "saas profile use staff",
)


@app.command(name="list", help_epilogue=examples("saas profile list", "saas profile list --json"))
def list_(*, common: Common = READING) -> None:
    """List the profiles, without their keys."""
    known = profiles.read(os.environ)
    folder = profiles.folder(os.environ)
    rows = [(name, name == known.current) for name in sorted(known.keys)]
    screen(as_json=common.as_json).table(
        [{"profile": name, "in_use": used} for name, used in rows],
        ("PROFILE", "IN USE"),
        rows,
        empty=f"No profiles in {folder}. `saas init` and `saas invitations accept --save-profile` make them.",
    )


@app.command(help_epilogue=examples("saas profile use staff"))
def use(
    name: Annotated[str, Parameter(help="The profile whose key to use from now on.")], /, *, common: Common = READING
) -> None:
    """Use a profile's key from now on."""
    profiles.write(profiles.read(os.environ).using(name), os.environ)
    screen(as_json=common.as_json).answer({"profile": name, "in_use": True}, f"Profile {name} is in use.")
