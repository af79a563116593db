"""Newly issued keys: saved in a profile, or shown."""

from __future__ import annotations

import os
from pathlib import Path

from saas_cli import profiles
from saas_cli.present import note
from saas_core.kernel.errors import Conflict


def check_room(name: str) -> None:
    """Check that a key can be saved under a name, before it is created.

    Raises InvalidValue for an invalid profile name, Conflict for a profile that already holds a key, OSError if the
    profiles file cannot be written: a key that is shown only once must not be lost.
    """
    known = profiles.read(os.environ)
    if profiles.checked(name) in known.keys:
        message = f"the profile {name!r} already holds a key."
        raise Conflict(message, field="save_profile", remedy="Choose another name; `saas profile list` shows them.")
    profiles.write(known, os.environ)


def keep(name: str, key: str) -> Path:
    """Save a key in a profile; if that fails, show the key on stderr rather than lose it."""
    try:
        return profiles.write(profiles.read(os.environ).with_key(name, key), os.environ)
    except OSError:
        note(f"The key could not be saved. It is shown only once: {key}")
        raise
