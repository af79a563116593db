"""Settings, from the environment, a file and defaults, in this order.

The file is `settings.toml` in the home folder, with numbers and lists as TOML has them or in quotes; every key may also
be set in the environment as `SAAS_` and its name in capitals, a list with commas between. The home folder itself comes
from `SAAS_HOME` or is `~/.local/share/saas-core`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import quote

from attrs import fields, frozen

from saas_core.kernel.errors import InvalidValue

FILE = "settings.toml"
_WORDS = (
    "stripe_key",
    "stripe_plan",
    "stripe_webhook_secrets",
    "stripe_account",
    "stripe_tax",
    "return_url",
    "portal_url",
    "grant_apart_days",
    "vocabulary_file",
    "policy_results",
    "policy_legal_text",
    "policy_legal_map",
    "ses_region",
    "ses_sender",
    "ses_configuration_set",
    "ses_topics",
    "storage_region",
    "storage_bucket",
    "time_stamp_url",
    "time_stamp_roots",
    "seal_certificates",
    "seal_key_file",
    "seal_kms_key",
    "seal_kms_region",
    "credentials_kms_key",
    "credentials_kms_region",
    "dns_servers",
    "mail_in_address",
    "mail_in_server",
    "mail_in_topics",
    "mail_in_region",
    "mail_in_bucket",
    "http_rate",
    "http_stranger_rate",
    "http_origins",
    "http_proxies",
    "http_metrics_token",
    "http_timeout",
    "http_threads",
    "replica_url",
    "replica_lagging",
    "provider_name",
    "provider_address",
    "provider_tax_number",
    "provider_bank",
    "invoice_series",
    "credit_series",
    "invoice_due_days",
    "invoice_footer",
    "policy_check",
)
_WHOLE = frozenset({"http_timeout", "http_threads", "invoice_due_days"})
"""Whole numbers."""
_LISTS = frozenset(
    {"stripe_webhook_secrets", "ses_topics", "mail_in_topics", "dns_servers", "http_origins", "http_proxies"}
)
"""Lists of texts, none of which holds a comma."""
_OTHERS = frozenset({"home", "key", "profile", "config_home"})
"""What else is read from the environment, by the shell."""
_CLOSE = 0.85
_DIGITS = re.compile("[0-9]{1,18}")
_SERVED = "postgresql+psycopg://"
_SCHEMES = ("sqlite:///", "postgresql+psycopg://", "memory:")


@frozen(kw_only=True)
class Settings:
    """The settings of an application.

    `database_url` is `sqlite:///<file>`, `postgresql+psycopg://…`, or `memory:` for trials; the master key and the
    checkpoints of the journal belong outside the database. `stripe_plan` is the id of the price that is sold,
    `stripe_webhook_secrets` holds one secret or, during a rotation, two separated by a comma, `stripe_account` is a
    further account whose events are accepted, `stripe_tax` is `yes` where Stripe computes the taxes of invoices for
    paid work, `return_url` is the page clients return to from the provider's pages, `portal_url` is the portal with the
    pages `invitations`, `sign-in`, `staff-key`, `break-glass` and `terms` that mailed links lead to. `grant_apart_days`
    are the days after which whoever added a member of staff may be its second person in a break-glass grant.
    `vocabulary_file` holds the words by which requests are recognized, in place of the shipped ones. `policy_results`
    is the folder with the last results of the scenarios, which the page of the policy shows. `policy_legal_text` is the
    operator's own legal text, which that page shows beside the clauses, and `policy_legal_map` ties its sentences to
    them. With `ses_region` mail is sent over SES there, from `ses_sender` and with the events of
    `ses_configuration_set`; without it, mail becomes files in `mail_folder`. Files of tickets, and mails that came in,
    are kept in `storage_folder`, or with `storage_bucket` in that bucket of S3 in `storage_region`. Approvals are
    stamped by the authority at `time_stamp_url`, whose certificates lead up to those in `time_stamp_roots`, and their
    documents sealed with `seal_certificates` by the key in `seal_key_file`, or by `seal_kms_key` in `seal_kms_region`;
    without these settings they are not. Credentials of clients are sealed under the master key in the key file, or with
    `credentials_kms_key` under that key in `credentials_kms_region`; records of their domains are looked up at
    `dns_servers`, by default those of the machine. Answers by mail come to `mail_in_address`; they count as
    `mail_in_server` judged them in their Authentication-Results, or as SES did, which announces them over
    `mail_in_topics` and puts them into `mail_in_bucket` in `mail_in_region`. Settings that begin with `http_` concern
    the HTTP entrance: rates as requests per seconds, such as `600/60`, for each key and for each address without one;
    browser origins that may call; addresses and networks of trusted proxies; the token for the metrics; the timeout in
    seconds; threads. `replica_url` is a streaming replica of a PostgreSQL from which the gate reads; where it lags,
    `replica_lagging` says whether the `primary` is read (the default) or the question is to `refuse`. `provider_name`,
    `provider_address`, `provider_tax_number` and `provider_bank` are the provider as estimates and invoices name it;
    numbers begin with `invoice_series` and `credit_series`, an invoice is due after `invoice_due_days`, and
    `invoice_footer` stands below it. With `policy_check`, `saas policy check` fails for what is suspect or rejected
    (`fail`, the default) or only lists it (`report`).
    """

    home: Path
    database_url: str
    key_file: Path
    mail_folder: Path
    checkpoints_file: Path
    storage_folder: Path
    stripe_key: str = ""
    stripe_plan: str = ""
    stripe_webhook_secrets: str = ""
    stripe_account: str = ""
    stripe_tax: str = ""
    return_url: str = ""
    portal_url: str = ""
    grant_apart_days: str = ""
    vocabulary_file: str = ""
    policy_results: str = ""
    policy_legal_text: str = ""
    policy_legal_map: str = ""
    ses_region: str = ""
    ses_sender: str = ""
    ses_configuration_set: str = ""
    ses_topics: str = ""
    storage_region: str = ""
    storage_bucket: str = ""
    time_stamp_url: str = ""
    time_stamp_roots: str = ""
    seal_certificates: str = ""
    seal_key_file: str = ""
    seal_kms_key: str = ""
    seal_kms_region: str = ""
    credentials_kms_key: str = ""
    credentials_kms_region: str = ""
    dns_servers: str = ""
    mail_in_address: str = ""
    mail_in_server: str = ""
    mail_in_topics: str = ""
    mail_in_region: str = ""
    mail_in_bucket: str = ""
    http_rate: str = ""
    http_stranger_rate: str = ""
    http_origins: str = ""
    http_proxies: str = ""
    http_metrics_token: str = ""
    http_timeout: str = ""
    http_threads: str = ""
    replica_url: str = ""
    replica_lagging: str = ""
    provider_name: str = ""
    provider_address: str = ""
    provider_tax_number: str = ""
    provider_bank: str = ""
    invoice_series: str = ""
    credit_series: str = ""
    invoice_due_days: str = ""
    invoice_footer: str = ""
    policy_check: str = ""


def settings_at(home: Path, **given: str) -> Settings:
    """Return the default settings for a home folder, overridden by the given values.

    Raises InvalidValue for an unknown name and for an unknown kind of database.
    """
    names = {each.name for each in fields(Settings)} - {"home"}
    unknown = sorted(set(given) - names)
    if unknown:
        message = "is not a setting."
        raise InvalidValue(message, field=unknown[0], remedy=f"Settings are {', '.join(sorted(names))}.")
    # Signs such as % and ? in the name of the folder are no part of the URL.
    url = given.get("database_url", f"sqlite:///{quote(str(home / 'saas.db'))}")
    if not url.startswith(_SCHEMES):
        # The URL may hold a password, so only its scheme is shown.
        message = f"{url.split(':', maxsplit=1)[0][:40]!r} is not a known kind of database."
        raise InvalidValue(
            message, field="database_url", remedy="Use sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
        )
    _require_replica(url, given)
    _require_one_of(given, "policy_check", "fail", "report")
    _require_both(given, "policy_legal_text", "policy_legal_map")
    return Settings(
        home=home,
        database_url=url,
        key_file=Path(given.get("key_file", str(home / "master.key"))),
        mail_folder=Path(given.get("mail_folder", str(home / "mail"))),
        checkpoints_file=Path(given.get("checkpoints_file", str(home / "checkpoints.jsonl"))),
        storage_folder=Path(given.get("storage_folder", str(home / "files"))),
        **{name: given[name].strip() for name in _WORDS if name in given},
    )


def _require_one_of(given: Mapping[str, str], name: str, *values: str) -> None:
    """Require that a setting is one of some values, or left out."""
    value = given.get(name, "").strip()
    if value not in {"", *values}:
        message = f"{value[:40]!r} is not known."
        raise InvalidValue(message, field=name, remedy=f"Use {' or '.join(values)}.")


def _require_both(given: Mapping[str, str], *names: str) -> None:
    """Require that of two settings that belong together none is given without the other."""
    missing = [name for name in names if not given.get(name, "").strip()]
    if len(missing) == 1:
        message = f"is missing, and {' and '.join(each for each in names if each not in missing)} is given."
        raise InvalidValue(message, field=missing[0], remedy="Give both, or neither.")


def _require_replica(url: str, given: Mapping[str, str]) -> None:
    """Require that a replica is one of PostgreSQL, and that what happens where it lags is known."""
    replica, lagging = given.get("replica_url", "").strip(), given.get("replica_lagging", "").strip()
    if replica and not (replica.startswith(_SERVED) and url.startswith(_SERVED)):
        message = "is not a replica of a PostgreSQL database."
        raise InvalidValue(
            message, field="replica_url", remedy="Use postgresql+psycopg://USER@HOST/NAME for both databases."
        )
    if lagging not in {"", "primary", "refuse"}:
        message = f"{lagging[:40]!r} is not known."
        raise InvalidValue(message, field="replica_lagging", remedy="Use primary or refuse.")


def read_settings(home: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings; the environment overrides the file, the file overrides the defaults.

    Raises InvalidValue naming the file and the key, or the variable, and what it may be; also for a variable that is
    nearly named as a setting.
    """
    folder = home or Path(environ.get("SAAS_HOME", "") or Path("~/.local/share/saas-core").expanduser())
    given = _from_file(folder / FILE)
    names = [each.name for each in fields(Settings)]
    _require_no_slip(environ, names)
    for name in names:
        variable = _variable(name)
        value = environ.get(variable)
        if value and name != "home":
            given[name] = _as_text(name, value, variable)
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
    known = sorted(each.name for each in fields(Settings) if each.name != "home")
    unknown = next((key for key in content if key not in known), None)
    if unknown is not None:
        message = "is not a setting."
        raise InvalidValue(message, field=unknown[:60], remedy=f"Correct {path.name}. {_suggestion(unknown, known)}")
    return {key: _as_text(key, value, f"{path.name}: {key}") for key, value in content.items()}


def _as_text(name: str, value: object, field: str) -> str:
    """Return a setting as the one text that all sources have in common; raises InvalidValue naming what it may be."""
    if name in _WHOLE:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return str(value)
        if isinstance(value, str) and (not value.strip() or _DIGITS.fullmatch(value.strip())):
            return value
        raise _unfit(field, value, "a whole number, as in 30, or the same in quotes")
    if isinstance(value, str):
        return value
    if name not in _LISTS:
        raise _unfit(field, value, "text in quotes")
    if isinstance(value, list) and all(isinstance(each, str) and "," not in each for each in value):
        return ",".join(value)
    raise _unfit(field, value, 'a list of texts, as in ["one", "two"], or one text with commas between')


def _unfit(field: str, value: object, allowed: str) -> InvalidValue:
    # Which kind it is, never what it is: a setting may be secret.
    kind = next((word for kind, word in _KINDS if isinstance(value, kind)), "a date or time")
    return InvalidValue(f"is {kind}.", field=field, remedy=f"It may be {allowed}.")


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number with a fraction"),
    (str, "text of another kind"),
    (list, "a list that does not fit"),
    (dict, "a table"),
)


def _require_no_slip(environ: Mapping[str, str], names: list[str]) -> None:
    """Require that no variable is nearly a setting: one that is misspelled would be passed over."""
    known = set(names) | _OTHERS
    for variable in environ:
        name = variable.removeprefix("SAAS_").lower()
        if variable.startswith("SAAS_") and name not in known:
            near = get_close_matches(name, names, n=1, cutoff=_CLOSE)
            if near:
                message = "is not a setting."
                remedy = f"Did you mean {_variable(near[0])}? Otherwise rename it."
                raise InvalidValue(message, field=variable[:60], remedy=remedy)


def _suggestion(unknown: str, known: list[str]) -> str:
    near = get_close_matches(unknown, known, n=1)
    return f"{f'Did you mean {near[0]}? ' if near else ''}Settings are {', '.join(known)}."


def _variable(name: str) -> str:
    return f"SAAS_{name.upper()}"
