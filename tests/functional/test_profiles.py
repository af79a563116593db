"""Profiles: whose key the shell uses, kept where only its owner can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from saas_cli import profiles
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from tests.functional.conftest import Saas


def test_the_file_of_profiles_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    """It is made with mode 0600, and written anew with it."""
    environ = {"SAAS_CONFIG_HOME": str(tmp_path / "config")}
    for key in ("one", "two"):
        path = profiles.write(profiles.read(environ).with_key("staff", key), environ)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert profiles.read(environ).key("staff") == "two"
    assert [each.name for each in path.parent.iterdir()] == [profiles.FILE]


def test_the_first_profile_is_in_use_until_another_is_chosen(saas: Saas) -> None:
    """`saas profile use` changes it, `saas profile list` shows it and never a key."""
    kept = profiles.Profiles().with_key("staff", "secret-a").with_key("olivia", "secret-b")
    profiles.write(kept, os.environ)
    assert saas.done("profile", "list", "--json").json == [
        {"profile": "olivia", "in_use": False},
        {"profile": "staff", "in_use": True},
    ]
    saas.done("profile", "use", "olivia")
    listed = saas.done("profile", "list").out
    assert "secret" not in listed
    assert listed.splitlines()[1].split() == ["olivia", "yes"]


def test_an_unknown_profile_is_named_with_those_there_are(saas: Saas) -> None:
    """Exit code 2, and a remedy."""
    assert "none yet" in saas.wrong("profile", "use", "nobody").err


@pytest.mark.parametrize("name", ["", "a b", "x" * 61, "a\nb", '"', "ä", "../x"])
def test_a_name_unfit_for_a_profile_is_refused(name: str) -> None:
    """Names go into a file and onto command lines."""
    with pytest.raises(InvalidValue):
        profiles.Profiles().with_key(name, "key")


@pytest.mark.parametrize("content", ["current = ", "profile = 3", "[profile.staff]\nkye = 'x'", "\x00"])
def test_a_broken_file_of_profiles_is_named(content: str, saas: Saas) -> None:
    """The message names the file; nothing is overwritten."""
    folder = Path(os.environ["SAAS_CONFIG_HOME"])
    folder.mkdir(parents=True)
    (folder / profiles.FILE).write_text(content)
    assert profiles.FILE in saas.wrong("profile", "list").err
    assert (folder / profiles.FILE).read_text() == content
