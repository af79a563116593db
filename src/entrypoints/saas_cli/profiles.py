"""Profiles: the keys that the shell can use, in one file that only its owner can read."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from saas_core.kernel.errors import InvalidValue, NotFound

FILE = "profiles.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@frozen
class Profiles:
    """Keys by profile name, and the name of the profile in use."""

    current: str = ""
    keys: Mapping[str, str] = field(factory=dict)

    def with_key(self, name: str, key: str, *, use: bool = False) -> Profiles:
        """Return the profiles with a key added under a name; the first one added becomes the one in use.

        Raises InvalidValue for a name with characters other than letters, digits, `-` and `_`.
        """
        keys = {**self.keys, checked(name): key}
        return evolve(self, keys=keys, current=name if use or not self.current else self.current)

    def using(self, name: str) -> Profiles:
        """Return the profiles with another one in use; raises NotFound."""
        self.key(name)
        return evolve(self, current=name)

    def key(self, name: str) -> str:
        """Return the key of a profile; raises NotFound."""
        if name not in self.keys:
            known = ", ".join(sorted(self.keys)) or "none yet"
            message = f"{name[:60]!r} is not a profile."
            raise NotFound(message, field="profile", remedy=f"Profiles are: {known}. See `saas profile list`.")
        return self.keys[name]


def checked(name: str) -> str:
    """Return a valid profile name; raises InvalidValue."""
    if not _NAME.fullmatch(name):
        message = f"{name[:60]!r} is not a valid profile name."
        raise InvalidValue(message, field="profile", remedy="Use up to 60 letters, digits, - and _.")
    return name


def folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of the profiles: SAAS_CONFIG_HOME, or saas-core under XDG_CONFIG_HOME or ~/.config."""
    own = environ.get("SAAS_CONFIG_HOME")
    if own:
        return Path(own).expanduser()
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "saas-core"


def read(environ: Mapping[str, str]) -> Profiles:
    """Return the profiles, empty if there is no file; raises InvalidValue for an unreadable file."""
    path = folder(environ) / FILE
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        keys = {name: str(row["key"]) for name, row in content.get("profile", {}).items()}
        return Profiles(current=str(content.get("current", "")), keys=keys)
    except FileNotFoundError:
        return Profiles()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        message = "is not a readable profiles file."
        raise InvalidValue(message, field=str(path), remedy="Repair or remove the file; see `saas profile`.") from fault


def write(profiles: Profiles, environ: Mapping[str, str]) -> Path:
    """Write the profiles atomically, readable by their owner alone, and return the file."""
    path = folder(environ) / FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"current = {_quoted(profiles.current)}"]
    for name, key in sorted(profiles.keys.items()):
        lines += ["", f"[profile.{name}]", f"key = {_quoted(key)}"]
    draft = path.with_name(f".{FILE}.{os.getpid()}")
    # Created with its final mode, so that the keys are never readable by others, even briefly.
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return path


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
