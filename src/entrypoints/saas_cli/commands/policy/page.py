"""`saas policy page`: the policy as a page and a PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.options import READING, Common
from saas_cli.present import quoted, screen
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue, SaasError

if TYPE_CHECKING:
    from saas_app import Application
    from saas_app.policy_legal import LegalFiles
    from saas_app.policy_page import MadePage, PolicyPage

EXAMPLES = (
    "saas policy page ./policy",
    "saas policy page ./policy --results ./messages --strict",
    "saas policy page ./policy --legal agreement.md --mapping agreement.toml",
    "saas policy page ./policy --without-database",
)


class PolicyDangles(SaasError):
    """Terms, Rules, readings, code and results do not fit together; says how much, and each place is listed."""

    code = "POLICY_DANGLES"


def page(
    folder: Annotated[Path, Parameter(help="The folder to write index.html, policy.css and policy.pdf into.")],
    /,
    *,
    results: Annotated[
        Path | None, Parameter(help="The folder with the scenarios' last results; default: policy_results.")
    ] = None,
    legal: Annotated[
        Path | None, Parameter(help="Your own legal text, as Markdown or plain text; default: policy_legal_text.")
    ] = None,
    mapping: Annotated[
        Path | None, Parameter(help="What ties its sentences to clauses, as TOML; default: policy_legal_map.")
    ] = None,
    version: Annotated[
        str | None, Parameter(name="--terms", help="A published version of the terms; default: the one offered.")
    ] = None,
    without_database: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show the shipped terms, with no counts or signatures.")
    ] = False,
    strict: Annotated[
        bool, Parameter(negative="", show_default=False, help="Fail if anything leads nowhere; needs results.")
    ] = False,
    common: Common = READING,
) -> None:
    """Write the policy as a page and a PDF: each clause with readings, examples, results, code, counts and signatures.

    Counts and signatures come from the database, as a member of staff who may
    read them. The page has no scripts and loads nothing but its style sheet.
    """
    if (legal is None) != (mapping is None):
        message = "is given without the other of --legal and --mapping."
        raise InvalidValue(message, field="legal", remedy="Give the legal document and its mapping, or neither.")
    own = None if legal is None or mapping is None else _legal(legal, mapping)

    def known(application: Application) -> PolicyPage:
        from saas_app.policy_page import PolicyPage

        pages = PolicyPage(application, results, own)
        if results is not None or strict:
            pages.require_results()
        pages.require_legal()
        return pages

    if without_database:
        made, files = _shipped(folder, known)
    else:
        with desk(common) as seat:
            pages = known(seat.app)
            made = pages.made(by=seat.by, version=version)
            files = pages.write(folder, made)
    _told(common, made, files)
    if strict and made.findings:
        message = f"{len(made.findings)} things lead nowhere; the first is {made.findings[0]}."
        raise PolicyDangles(message, field="policy", remedy="Mend each place that is listed.")


def _shipped(folder: Path, known: Callable[[Application], PolicyPage]) -> tuple[MadePage, tuple[Path, ...]]:
    """Write the page of the shipped terms, over a store in memory that is gone afterwards."""
    from saas_app import initialize, open_application, settings_at

    with tempfile.TemporaryDirectory(prefix="saas-policy-") as home:
        settings = settings_at(Path(home), database_url="memory:")
        initialize(settings)
        with open_application(settings) as application:
            pages = known(application)
            made = pages.traced()
            return made, pages.write(folder, made)


def _told(common: Common, made: MadePage, files: tuple[Path, ...]) -> None:
    told = {
        "hash": made.hash,
        "files": [str(each) for each in files],
        "findings": [str(each) for each in made.findings],
    }
    lines = [f"Wrote {quoted(each)}" for each in files]
    screen(as_json=common.as_json).answer(told, *lines, f"  Content {made.hash}", *map(str, made.findings))


def _legal(text: Path, mapping: Path) -> LegalFiles:
    from saas_app.policy_legal import LegalFiles

    return LegalFiles(text, mapping, ("legal", "mapping"))
