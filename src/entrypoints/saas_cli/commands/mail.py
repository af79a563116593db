"""`saas mail`: the letters that are mailed to clients, to look at before any is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saas_cli.files import write_file
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.root import branch, shown
from saas_core.kernel.errors import InvalidValue

app = branch(
    "mail",
    "The letters that are mailed to clients: which there are, and how each reads.",
    "saas mail list",
    "saas mail preview invoice_due",
)


@app.command(name="list", help_epilogue=shown("saas mail list", "saas mail list --json"))
def list_(*, common: Common = READING) -> None:
    """List the kinds of letters, when each is written, and the facts it tells."""
    from saas_core.notices.letters import FACTS, OCCASIONS, LetterKind

    told = [{"kind": kind, "written_when": OCCASIONS[kind], "facts": FACTS[kind]} for kind in LetterKind]
    rows = [(kind, OCCASIONS[kind], FACTS[kind]) for kind in LetterKind]
    screen(as_json=common.as_json).table(told, ("KIND", "WRITTEN WHEN", "FACTS"), rows, empty="There are none.")


@app.command(
    help_epilogue=shown(
        "saas mail preview",
        "saas mail preview license_lapsed",
        "saas mail preview invoice_due --html letter.html",
        "saas mail preview invitation --eml letter.eml --json",
    )
)
def preview(
    kind: Annotated[str | None, Parameter(help="The kind of letter; all of them when left out.")] = None,
    /,
    *,
    html: Annotated[Path | None, Parameter(help="Write the letter as a page into this file.")] = None,
    eml: Annotated[Path | None, Parameter(help="Write it as a mail, which any mail program opens.")] = None,
    common: Common = READING,
) -> None:
    """Show letters as they would be mailed, about a client that does not exist; no home folder is needed."""
    from saas_app.letters import preview as composed
    from saas_app.letters import preview_file
    from saas_core.notices.letters import LetterKind, letter_kind

    if kind is None and (html or eml):
        message = "is missing; a file holds one letter."
        raise InvalidValue(message, field="kind", remedy="Name one, as `saas mail list` shows them.")
    kinds = tuple(LetterKind) if kind is None else (letter_kind(kind),)
    letters = [(each, composed(each)) for each in kinds]
    lines = []
    for each, letter in letters:
        lines += [f"── {each.value} ──", f"Subject: {letter.subject}", "", letter.text]
    for each, letter in letters:
        if html:
            write_file(html, letter.html.encode())
            lines.append("The page is written.")
        if eml:
            write_file(eml, preview_file(each))
            lines.append("The mail is written.")
    told = [
        {"kind": each, "subject": letter.subject, "text": letter.text, "html": letter.html} for each, letter in letters
    ]
    screen(as_json=common.as_json).answer(told, *lines)
