"""Keys that a command was given once: kept in a profile, or shown."""

from __future__ import annotations

import os
from pathlib import Path

from saas_cli import profiles
from saas_cli.present import note
from saas_core.kernel.errors import Conflict


def check_room(name: str) -> None:
    """See that a key can be kept under a name, before it is made.

    Raises InvalidValue for a name unfit for a profile, Conflict for one that holds a key already, OSError when the
    file of profiles cannot be written: a key that is shown once must not be lost.
    """
    known = profiles.read(os.environ)
    if profiles.checked(name) in known.keys:
        message = f"the profile {name!r} holds a key already."
        raise Conflict(message, field="save_profile", remedy="Choose another name; `saas profile list` shows them.")
    profiles.write(known, os.environ)


def keep(name: str, key: str) -> Path:
    """Keep a key in a profile; when that fails now, the key is shown on stderr rather than lost."""
    try:
        return profiles.write(profiles.read(os.environ).with_key(name, key), os.environ)
    except OSError:
        note(f"The key could not be kept. It is shown this once: {key}")
        raise
