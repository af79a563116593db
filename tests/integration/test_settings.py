"""Settings as TOML has them, from a home folder of any name; what cannot be used is named with what it may be."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import sqlalchemy as sa

from saas_app import initialize, open_application, read_settings, settings_at
from saas_core.kernel.errors import InvalidValue
from saas_sql import SqlStore, migrate
from saas_web.manners import manners_of


def _file(home: Path, text: str) -> Path:
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return home


def test_numbers_and_lists_are_written_as_toml_has_them(tmp_path: Path) -> None:
    """And mean the same as in quotes, or in the environment."""
    native = """
        http_timeout = 45
        http_threads = 8
        http_rate = "100/10"
        http_origins = ["https://a.example", "https://b.example"]
        http_proxies = ["10.0.0.0/8"]
        ses_topics = []
        stripe_webhook_secrets = ["whsec_one", "whsec_two"]
    """
    quoted = {
        "http_timeout": "45",
        "http_threads": "8",
        "http_rate": "100/10",
        "http_origins": "https://a.example,https://b.example",
        "http_proxies": "10.0.0.0/8",
        "ses_topics": "",
        "stripe_webhook_secrets": "whsec_one,whsec_two",
    }
    found = read_settings(_file(tmp_path, native), {})
    assert found == read_settings(_file(tmp_path, "".join(f"{key} = '{text}'\n" for key, text in quoted.items())), {})
    (tmp_path / "settings.toml").unlink()
    assert found == read_settings(tmp_path, {f"SAAS_{key.upper()}": text for key, text in quoted.items()})
    manners = manners_of(found)
    assert (manners.timeout, manners.threads, manners.origins) == (
        45,
        8,
        frozenset({"https://a.example", "https://b.example"}),
    )


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("http_threads = [8]", "whole number"),
        ("http_threads = 8.5", "whole number"),
        ("http_threads = -1", "whole number"),
        ("http_threads = true", "whole number"),
        ('http_threads = "eight"', "whole number"),
        ("http_timeout = 2026-01-01", "whole number"),
        ("http_origins = 7", "list of texts"),
        ("http_origins = [7]", "list of texts"),
        ('http_origins = ["https://a.example,https://b.example"]', "list of texts"),
        ("stripe_key = 7", "text in quotes"),
        ("database_url = []", "text in quotes"),
        ("http_rate = 600", "text in quotes"),
        ("portal_url = {a = 1}", "text in quotes"),
    ],
)
def test_what_a_setting_cannot_be_is_named_with_what_it_may_be(tmp_path: Path, line: str, allowed: str) -> None:
    """File, key and remedy; never the value, which may be secret."""
    with pytest.raises(InvalidValue) as caught:
        read_settings(_file(tmp_path, line), {})
    (key, value), *_more = tomllib.loads(line).items()
    assert caught.value.field == f"settings.toml: {key}"
    assert allowed in caught.value.remedy
    assert str(value) not in caught.value.message


def test_a_setting_that_is_none_is_named_and_a_likely_one_told(tmp_path: Path) -> None:
    """Also in the environment, where it would be passed over."""
    with pytest.raises(InvalidValue, match=r"http_thread: .*settings\.toml.*http_threads\?"):
        read_settings(_file(tmp_path, "http_thread = 8"), {})
    (tmp_path / "settings.toml").unlink()
    with pytest.raises(InvalidValue, match=r"SAAS_HTTP_THREAD: .*SAAS_HTTP_THREADS\?"):
        read_settings(tmp_path, {"SAAS_HTTP_THREAD": "8"})
    with pytest.raises(InvalidValue, match=r"SAAS_HTTP_THREADS: .*whole number"):
        read_settings(tmp_path, {"SAAS_HTTP_THREADS": "eight"})


def test_what_others_keep_in_the_environment_is_left_alone(tmp_path: Path) -> None:
    """Variables of the shell, of tests, and of whoever embeds the library."""
    others = ("HOME", "KEY", "PROFILE", "CONFIG_HOME", "DEBUG", "TEST_POSTGRES", "TEST_PGBOUNCER", "REPORT_FOLDER")
    usual = settings_at(tmp_path.absolute())
    assert read_settings(tmp_path, {f"SAAS_{name}": "x" for name in others}) == usual
    assert read_settings(tmp_path, {"SAAS_HTTP_THREADS": ""}) == usual


@pytest.mark.parametrize("name", ["job%2Fmain", "a?b", "a#b", "a b", "100%", "a&mode=ro", "ü", "a+b", "~", "a:b@c"])
def test_a_home_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """Everything lies in it, and nothing beside it."""
    home = tmp_path / name
    settings = settings_at(home)
    initialize(settings)
    with open_application(settings) as application:
        application.access.staff.first(name="Sam", email="sam@provider.example")
    assert sorted(each.name for each in home.iterdir()) == ["master.key", "saas.db"]
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_the_url_of_a_file_is_written_as_urls_are(tmp_path: Path) -> None:
    """As SQLAlchemy renders it; a query is refused instead of naming another file."""
    file = tmp_path / "a%2Fb?c.db"
    migrate(sa.URL.create("sqlite", database=str(file)).render_as_string())
    assert file.exists()
    with pytest.raises(InvalidValue, match="%3F"):
        SqlStore(f"sqlite:///{file}")
