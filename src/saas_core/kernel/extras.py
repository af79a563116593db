"""The extras of the distribution, named to whoever meets a package that is not installed.

Imports nothing but the standard library, because it must work where nothing else does.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Final

EXTRAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alembic": "app",
        "asn1crypto": "documents",
        "boto3": "aws",
        "botocore": "aws",
        "cryptography": "app",
        "cyclopts": "cli",
        "dependency_injector": "app",
        "dns": "integrations",
        "email_validator": "app",
        "granian": "http",
        "idna": "app",
        "jinja2": "app",
        "litestar": "http",
        "mailparser_reply": "support",
        "msgspec": "http",
        "nh3": "support",
        "prometheus_client": "http",
        "psycopg": "postgres",
        "puremagic": "support",
        "pyhanko": "documents",
        "pyhanko_certvalidator": "documents",
        "pytest": "testing",
        "rfc3161_client": "documents",
        "rich": "cli",
        "sqlalchemy": "app",
        "stdnum": "integrations",
        "stripe": "stripe",
        "structlog": "http",
        "typst": "documents",
        "uuid_utils": "app",
    }
)
"""Every package that an extra installs, with the extra; each extra includes `app`."""

UNKNOWN: Final = "all"


class ExtraMissing(ModuleNotFoundError):
    """A package of this project was imported without its extra; names both, and the command that installs it."""

    def __init__(self, asked: str, missing: str, extra: str) -> None:
        """Take what was imported, the package that it lacks, and the extra to install."""
        super().__init__(f"{asked} needs {missing}, which is not installed. {remedy(extra)}", name=missing)
        self.extra = extra


class Needing:
    """A block of imports that an extra makes possible; see `needing`."""

    def __init__(self, asked: str, extra: str) -> None:
        """Take what is imported, and its extra."""
        self._asked = asked
        self._extra = extra

    def __enter__(self) -> None:
        """Enter the block."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise ExtraMissing in place of the failure to import a package that an extra installs."""
        if isinstance(fault, ModuleNotFoundError) and fault.name is not None and top(fault.name) in EXTRAS:
            # The traceback of the import says nothing that this sentence does not.
            raise ExtraMissing(self._asked, top(fault.name), self._extra) from None


def needing(asked: str, extra: str) -> Needing:
    """Return a `with` block for imports that need an extra; it raises ExtraMissing where the extra is missing."""
    return Needing(asked, extra)


def extra_for(missing: ModuleNotFoundError) -> str:
    """Return the extra that installs a missing package; `all` for a package of no extra."""
    if isinstance(missing, ExtraMissing):
        return missing.extra
    return EXTRAS.get(top(missing.name or ""), UNKNOWN)


def remedy(extra: str) -> str:
    """Return the sentence that says how to install an extra."""
    return f"Install the extra it belongs to: pip install 'saas-core[{extra}]'"


def top(module: str) -> str:
    """Return the package that a module belongs to."""
    return module.partition(".")[0]
