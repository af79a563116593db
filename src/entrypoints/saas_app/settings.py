"""Settings, from the environment, a file and defaults, in this order.

The file is `settings.toml` in the home folder; every key may also be set in the environment as `SAAS_` and its name in
capitals. The home folder itself comes from `SAAS_HOME` or is `~/.local/share/saas-core`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from attrs import fields, frozen

from saas_core.kernel.errors import InvalidValue

FILE = "settings.toml"
_WORDS = (
    "stripe_key",
    "stripe_plan",
    "stripe_webhook_secrets",
    "stripe_account",
    "return_url",
    "portal_url",
    "grant_apart_days",
    "ses_region",
    "ses_sender",
    "ses_configuration_set",
    "ses_topics",
    "http_rate",
    "http_stranger_rate",
    "http_origins",
    "http_proxies",
    "http_metrics_token",
    "http_timeout",
    "http_threads",
)
_SCHEMES = ("sqlite:///", "postgresql+psycopg://", "memory:")


@frozen(kw_only=True)
class Settings:
    """The settings of an application.

    `database_url` is `sqlite:///<file>`, `postgresql+psycopg://…`, or `memory:` for trials; the master key and the
    checkpoints of the journal belong outside the database. `stripe_plan` is the id of the price that is sold,
    `stripe_webhook_secrets` holds one secret or, during a rotation, two separated by a comma, `stripe_account` is a
    further account whose events are accepted, `return_url` is the page clients return to from the provider's pages,
    `portal_url` is the portal with the pages `invitations`, `sign-in`, `staff-key` and `break-glass` that mailed links
    lead to. `grant_apart_days` are the days after which whoever added a member of staff may be its second person in a
    break-glass grant. With `ses_region`
    mail is sent over SES there, from `ses_sender` and with the events of `ses_configuration_set`; without it, mail
    becomes files in `mail_folder`. Settings that begin with `http_` concern the HTTP entrance: rates as requests per
    seconds, such as `600/60`, for each key and for each address without one; browser origins that may call; addresses
    and networks of trusted proxies; the token for the metrics; the timeout in seconds; threads.
    """

    home: Path
    database_url: str
    key_file: Path
    mail_folder: Path
    checkpoints_file: Path
    stripe_key: str = ""
    stripe_plan: str = ""
    stripe_webhook_secrets: str = ""
    stripe_account: str = ""
    return_url: str = ""
    portal_url: str = ""
    grant_apart_days: str = ""
    ses_region: str = ""
    ses_sender: str = ""
    ses_configuration_set: str = ""
    ses_topics: str = ""
    http_rate: str = ""
    http_stranger_rate: str = ""
    http_origins: str = ""
    http_proxies: str = ""
    http_metrics_token: str = ""
    http_timeout: str = ""
    http_threads: str = ""


def settings_at(home: Path, **given: str) -> Settings:
    """Return the default settings for a home folder, overridden by the given values.

    Raises InvalidValue for an unknown name and for an unknown kind of database.
    """
    names = {each.name for each in fields(Settings)} - {"home"}
    unknown = sorted(set(given) - names)
    if unknown:
        message = "is not a setting."
        raise InvalidValue(message, field=unknown[0], remedy=f"Settings are {', '.join(sorted(names))}.")
    url = given.get("database_url", f"sqlite:///{home / 'saas.db'}")
    if not url.startswith(_SCHEMES):
        # The URL may hold a password, so only its scheme is shown.
        message = f"{url.split(':', maxsplit=1)[0][:40]!r} is not a known kind of database."
        raise InvalidValue(
            message, field="database_url", remedy="Use sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
        )
    return Settings(
        home=home,
        database_url=url,
        key_file=Path(given.get("key_file", str(home / "master.key"))),
        mail_folder=Path(given.get("mail_folder", str(home / "mail"))),
        checkpoints_file=Path(given.get("checkpoints_file", str(home / "checkpoints.jsonl"))),
        **{name: given[name].strip() for name in _WORDS if name in given},
    )


def read_settings(home: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings; the environment overrides the file, the file overrides the defaults.

    Raises InvalidValue naming the file and the key for a file that cannot be used.
    """
    folder = home or Path(environ.get("SAAS_HOME", "") or Path("~/.local/share/saas-core").expanduser())
    given = _from_file(folder / FILE)
    for each in fields(Settings):
        value = environ.get(f"SAAS_{each.name.upper()}")
        if value and each.name != "home":
            given[each.name] = value
    return settings_at(folder.expanduser().absolute(), **given)


def _from_file(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"cannot be read: {fault}."
        raise InvalidValue(
            message, field=str(path), remedy="Repair the file, or remove it to use the defaults."
        ) from fault
    for key, value in content.items():
        if not isinstance(value, str):
            message = "is not text."
            raise InvalidValue(message, field=f"{path.name}: {key}", remedy="Write the value in quotes.")
    return cast("dict[str, str]", content)
