"""The operator's legal text at the shell: its sentences tied to clauses, and what of it does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.files import read_file, write_file
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_core.policy.legal_findings import LegalFinding
    from saas_core.policy.legal_text import LegalText, Sentence, Tie
    from saas_core.policy.terms import Terms

EXAMPLES = (
    "saas terms tie license.md map.toml",
    "saas terms tie license.md map.toml --sentence 4f1c2a90be77d013 --clause 0.1 --clause 1.3",
    "saas terms tie license.md map.toml --sentence 4f1c2a90be77d013 --because 'It only names the parties.'",
    "saas terms tie license.md map.toml --sentence 4f1c2a90be77d013 --replaces 90be77d0134f1c2a",
    "saas terms tie license.md map.toml --sentence 4f1c2a90be77d013 --figure '500 US dollars' --because 'A deposit.'",
)
Legal = Annotated[Path | None, Parameter(help="Your own legal text, as Markdown or plain text.")]
Mapping = Annotated[Path | None, Parameter(name="--mapping", help="What ties its sentences to clauses, as TOML.")]


def legal_text_at(legal: Path, mapping: Path | None) -> LegalText:
    """Return a legal text beside its mapping, if there is one yet; raises InvalidValue for what cannot be read."""
    from saas_core.policy.legal_text import read_legal_text

    return read_legal_text(read_file(legal), None if mapping is None else read_file(mapping))


def checked(
    terms: Terms, legal: Path | None, mapping: Path | None
) -> tuple[LegalText | None, tuple[LegalFinding, ...]]:
    """Return a legal text, if one is named, and what does not fit between it and terms.

    Raises InvalidValue for a mapping without a text, and for what cannot be read.
    """
    if legal is None:
        if mapping is not None:
            message = "ties the sentences of a legal text, and none is named."
            raise InvalidValue(message, field="mapping", remedy="Name the text with --legal.")
        return None, ()
    from saas_core.policy.legal_findings import check_legal_text

    text = legal_text_at(legal, mapping)
    return text, check_legal_text(text, terms)


def finding_lines(text: LegalText, found: tuple[LegalFinding, ...], legal: Path, mapping: Path | None) -> Iterator[str]:
    """Yield findings as lines, each with its file and line and with what would help, and then how many there are.

    Before them stand the words that were not compared, since the mapping says that they mean something else.
    """
    for own in text.ties:
        if own not in text.lost:
            for meant in own.otherwise:
                yield escaped(f"Not compared: {meant.words!r} in {own.name}. {meant.because}")
    for each in found:
        file = mapping if each.kind.in_mapping and mapping is not None else legal
        place = f"{file.name}, line {each.line}: " if each.line else ""
        yield escaped(f"{place}{each.sentence}")
        yield f"    {escaped(each.remedy)}"
    name = escaped(legal.name)
    if not found:
        yield f"{name}: every sentence and every clause is tied, and nothing contradicts these terms."
    else:
        yield f"{name}: {len(found)} {'finding' if len(found) == 1 else 'findings'}."


def tie(
    legal: Annotated[Path, Parameter(name="TEXT", help="Your own legal text.")],
    mapping: Annotated[Path, Parameter(name="MAP", help="The mapping, which is written anew in the text's order.")],
    /,
    *,
    sentence: Annotated[str | None, Parameter(help="The name of a sentence, as the mapping has it.")] = None,
    clause: Annotated[
        tuple[str, ...], Parameter(negative="", help="A clause that stands for it; may be repeated.")
    ] = (),
    replaces: Annotated[
        str | None, Parameter(help="The name that it had before it was edited: it takes over that tie.")
    ] = None,
    figure: Annotated[
        str | None, Parameter(help="Words in it, such as a figure, that mean something else than the setting.")
    ] = None,
    because: Annotated[str, Parameter(help="Why it needs no clause; with --figure, what the figure means.")] = "",
    common: Common = READING,
) -> None:
    """Tie a sentence of your legal text to clauses, or list all of them in the mapping.

    An edited sentence has another name, and no tie until you confirm it here.
    What you said of its figures is gone with the edit, too.
    """
    from saas_core.policy.legal_text import LegalText, mapping_text

    known = legal_text_at(legal, mapping if mapping.exists() else None)
    ties = known.ties
    if sentence is not None:
        ties = _said(known, sentence, clauses=clause, replaces=replaces, figure=figure, because=because.strip())
    elif clause or because or figure or replaces:
        message = "is needed to say something of one."
        raise InvalidValue(message, field="sentence", remedy="Name one of the mapping with --sentence.")
    now = LegalText(known.sentences, ties)
    write_file(mapping, mapping_text(now.sentences, now.ties).encode())
    names = {each.name for each in now.ties if each.clauses or each.because}
    waiting = [each for each in now.sentences if each.name not in names]
    value = {
        "sentences": len(now.sentences),
        "waiting": [{"name": each.name, "line": each.line, "text": each.text} for each in waiting],
        "lost": [{"name": each.name, "clauses": each.clauses, "text": each.text} for each in now.lost],
    }
    lines = [f"  {each.name}  line {each.line}: {escaped(each.text)}" for each in waiting]
    lines += [f"  {each.name}  lost, {_was(each)}: {escaped(each.text)}" for each in now.lost]
    summary = f"Sentences: {len(now.sentences)}. Not tied: {len(waiting)}. Ties lost by an edit: {len(now.lost)}."
    screen(as_json=common.as_json).answer(value, summary, *lines)


def _said(
    known: LegalText, name: str, *, clauses: tuple[str, ...], replaces: str | None, figure: str | None, because: str
) -> tuple[Tie, ...]:
    """Return the ties with what is said of a sentence; raises InvalidValue for what cannot be said of it."""
    from saas_core.policy.legal_blocks import as_read
    from saas_core.policy.legal_text import meant, tied

    own = _sentence(known, name)
    ties = known.ties
    if replaces is not None:
        lost = next((each for each in known.lost if each.name == replaces), None)
        if lost is None:
            message = "is no sentence whose tie was lost."
            raise InvalidValue(message, field="replaces", remedy="Name one that the mapping lists as lost.")
        ties = tied((each for each in ties if each.name != replaces), own, lost.clauses, lost.because)
    if figure is not None:
        if not because or as_read(figure).strip().casefold() not in as_read(own.text).casefold() or not figure.strip():
            message = "does not stand in that sentence." if because else "needs --because."
            raise InvalidValue(message, field="figure", remedy="Write it as it stands there, and what it means.")
        ties = meant(ties, own, figure.strip(), because)
    reason = "" if figure is not None else because
    if clauses or reason:
        _require_numbers(clauses)
        ties = tied(ties, own, clauses, reason)
    elif replaces is None and figure is None:
        message = "is tied to nothing."
        raise InvalidValue(message, field="sentence", remedy="Say what it stands for with --clause or --because.")
    return ties


def _sentence(known: LegalText, name: str) -> Sentence:
    found = next((each for each in known.sentences if each.name == name), None)
    if found is None:
        message = f"{name[:40]!r} is not a sentence of the text."
        remedy = "Name one that the mapping has; an edited sentence has a new name."
        raise InvalidValue(message, field="sentence", remedy=remedy)
    return found


def _require_numbers(clauses: tuple[str, ...]) -> None:
    import re

    from saas_core.policy.terms import CLAUSE_NUMBER

    for each in clauses:
        if not re.fullmatch(CLAUSE_NUMBER, each):
            message = f"{each[:20]!r} is not the number of a clause."
            raise InvalidValue(message, field="clause", remedy="Write it as in 2.1 or 1.4.a.")


def _was(tie: Tie) -> str:
    return f"tied to {', '.join(tie.clauses)}" if tie.clauses else f"because {tie.because!r}"
