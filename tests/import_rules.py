"""The rules of what may import what, written from the list of contexts and from the packages under src.

Run as a program it writes `.importlinter`; a test holds that the file is what would be written.
"""

from __future__ import annotations

from pathlib import Path

from saas_core.contexts import CONTEXTS, Layer

ROOT = Path(__file__).parents[1]
FILE = ROOT / ".importlinter"

_TEMPLATE = """\
# What may import what; written by `nox -s imports -- --write` from the list of contexts and the packages under src.
# `tests/architecture` breaks each contract once on purpose.
[importlinter]
root_packages =
    {packages}
include_external_packages = True
# An import for the type checker alone binds two modules as much as any other.
exclude_type_checking_imports = False

[importlinter:contract:houses]
name = Entrances over what they share, over the application, over the adapters, the guard and views, over the core
type = layers
layers =
    saas_cli | saas_http | saas_portal | saas_testing
    saas_web
    saas_app
    {beside_each_other} | saas_embed | saas_views
    saas_core

[importlinter:contract:core]
name = Inside the core: gate and notices over the contexts, these apart, all over policy and kernel
type = layers
containers = saas_core
exhaustive = True
layers =
    {layers}
    contexts

# Rooms in parentheses may be missing: small contexts fold them into others.
[importlinter:contract:rooms]
name = Inside a context: handlers over use cases and queries, these over ports, over rules, over the model
type = layers
containers =
    {with_rooms}
exhaustive = True
layers =
    (part)
    (evidence)
    (billing)
    (work)
    (estimates)
    (effects)
    (use_cases)
    (export) | (occasions)
    (queries)
    (import_rows)
    (policies)
    (ports)
    (ledger)
    (revisions)
    (sentences)
    (model)
    (content)
    (letters)
    (commands)
    (ordering)
    (events)
    (errors)
    (books)
    (values)

# A test beside this contract allows attrs, cattrs and the standard library alone; this one names what tempts most.
[importlinter:contract:frameworks]
name = The core is free of frameworks
type = forbidden
source_modules = saas_core
forbidden_modules =
    alembic
    boto3
    botocore
    cryptography
    cyclopts
    dependency_injector
    email_validator
    idna
    jinja2
    litestar
    psycopg
    rich
    sqlalchemy
    stripe
    structlog
    uuid_utils

[importlinter:contract:wiring]
name = Only the application knows dependency-injector
type = protected
protected_modules = dependency_injector
allowed_importers = saas_app

[importlinter:contract:adapters]
name = Only the application knows the adapters
type = protected
protected_modules =
    {adapters}
allowed_importers = saas_app

[importlinter:contract:translation]
name = Adapters translate and call no use case and no handler
type = forbidden
source_modules =
    {adapters}
forbidden_modules =
    saas_core.*.use_cases
    saas_core.*.effects

# The models may stand behind what an entrance calls, hence only direct imports count.
[importlinter:contract:entrances]
name = Entrances know no models and no rules
type = forbidden
source_modules =
    saas_cli
    saas_http
    saas_portal
    saas_web
    saas_views
    saas_testing
forbidden_modules =
    saas_core.*.model
    saas_core.*.ledger
    saas_core.*.policies
allow_indirect_imports = True

[importlinter:contract:cycles]
name = No cycles between siblings
type = acyclic_siblings
ancestors =
    {packages}
"""


_SUB_ROOMS = [f"saas_core.engagements.{each}" for each in ("estimates", "work", "billing", "evidence")]
"""Packages inside a large context that have the same rooms as a context."""


def _packages(group: str) -> list[str]:
    return sorted(each.parent.name for each in (ROOT / "src" / group).glob("*/__init__.py"))


def _lines(names: list[str]) -> str:
    return "\n    ".join(names)


def rules() -> str:
    """Return the rules as they should be."""
    adapters, entrances = _packages("adapters"), _packages("entrypoints")
    layers = [" | ".join(each.name for each in CONTEXTS if each.layer is layer) for layer in reversed(Layer)]
    return _TEMPLATE.format(
        packages=_lines(["saas_core", *adapters, *entrances]),
        adapters=_lines(adapters),
        beside_each_other=" | ".join(adapters),
        layers=_lines(layers),
        with_rooms=_lines([*(f"saas_core.{each.name}" for each in CONTEXTS if each.rooms), *_SUB_ROOMS]),
    )


if __name__ == "__main__":
    FILE.write_text(rules(), encoding="utf-8")
