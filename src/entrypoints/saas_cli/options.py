"""Options of every command: JSON output, profile and home folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from attrs import frozen
from cyclopts import Group, Parameter

_EVERYWHERE = Group("On every command", sort_key=90)


@Parameter(name="*", group=_EVERYWHERE)
@frozen(kw_only=True)
class Common:
    """Options of every command."""

    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="Answer as JSON, one document.")
    ] = False
    profile: Annotated[str | None, Parameter(env_var="SAAS_PROFILE", help="Act with the key of this profile.")] = None
    home: Annotated[
        Path | None, Parameter(env_var="SAAS_HOME", help="The folder of the database, settings and mail.")
    ] = None


@Parameter(name="*", group=_EVERYWHERE)
@frozen(kw_only=True)
class Change(Common):
    """Options of every command that changes something."""

    idempotency_key: Annotated[
        str | None, Parameter(help="Carry it out once per key; a repeat returns the first answer.")
    ] = None


@Parameter(name="*", group=_EVERYWHERE)
@frozen(kw_only=True)
class Risky(Change):
    """Options of every command that asks for confirmation before it does something destructive or unusual."""

    yes: Annotated[
        bool, Parameter(name="--yes", negative="", show_default=False, help="Do it without asking back.")
    ] = False


READING = Common()
CHANGING = Change()
RISKY = Risky()
