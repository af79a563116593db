"""The operator's legal text at the shell: its sentences tied to clauses, and what of it does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.files import read_file, write_file
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_core.policy.legal_text import LegalFinding, LegalText
    from saas_core.policy.terms import Terms

EXAMPLES = (
    "saas terms tie license.md license-map.toml",
    "saas terms tie license.md license-map.toml --sentence 4f1c2a90be77d013 --clause 0.1 --clause 1.3",
    "saas terms tie license.md license-map.toml --sentence 4f1c2a90be77d013 --because 'It only names the parties.'",
)
Legal = Annotated[Path | None, Parameter(help="Your own legal text, as Markdown or plain text.")]
Map = Annotated[Path | None, Parameter(name="--map", help="What ties its sentences to clauses, as TOML.")]


def findings_of(terms: Terms, legal: Path | None, mapping: Path | None) -> tuple[LegalFinding, ...]:
    """Return what does not fit between a legal text and terms; raises InvalidValue for a mapping without a text."""
    if legal is None:
        if mapping is not None:
            message = "ties the sentences of a legal text, and none is named."
            raise InvalidValue(message, field="map", remedy="Name the text with --legal.")
        return ()
    from saas_core.policy.legal_text import check_legal_text

    return check_legal_text(_legal_text(legal, mapping), terms)


def _legal_text(legal: Path, mapping: Path | None) -> LegalText:
    from saas_core.policy.legal_text import LegalText, read_mapping, sentences_of

    text = read_file(legal).decode(errors="replace")
    return LegalText(sentences_of(text), () if mapping is None else read_mapping(read_file(mapping)))


def tie(
    legal: Annotated[Path, Parameter(name="TEXT", help="Your own legal text.")],
    mapping: Annotated[Path, Parameter(name="MAP", help="The mapping, which is written anew in the text's order.")],
    /,
    *,
    sentence: Annotated[str | None, Parameter(help="The name of a sentence, as the mapping has it.")] = None,
    clause: Annotated[
        tuple[str, ...], Parameter(negative="", help="A clause that stands for it; may be repeated.")
    ] = (),
    because: Annotated[str, Parameter(help="Why it needs no clause.")] = "",
    common: Common = READING,
) -> None:
    """Tie a sentence of your legal text to clauses, or list all of them in the mapping.

    An edited sentence has another name, and no tie until you confirm it here.
    """
    from saas_core.policy.legal_text import LegalText, mapping_text, tied

    known = _legal_text(legal, mapping if mapping.exists() else None)
    ties = known.ties
    if sentence is not None:
        own = next((each for each in known.sentences if each.name == sentence), None)
        if own is None or not (clause or because):
            message = "is not a sentence of the text." if own is None else "is tied to nothing."
            raise InvalidValue(message, field="sentence", remedy="Name one of the mapping, with --clause or --because.")
        ties = tied(ties, own, clause, because)
    write_file(mapping, mapping_text(known.sentences, ties).encode())
    now = LegalText(known.sentences, ties)
    names = {each.name for each in ties if each.clauses or each.because}
    waiting = [each for each in now.sentences if each.name not in names]
    value = {
        "sentences": len(now.sentences),
        "waiting": [{"name": each.name, "line": each.line, "text": each.text} for each in waiting],
    }
    lines = [f"  {each.name}  line {each.line}: {each.text}" for each in waiting]
    summary = f"{len(now.sentences)} sentences, of which {len(waiting)} have no tie."
    screen(as_json=common.as_json).answer(value, summary, *lines)
