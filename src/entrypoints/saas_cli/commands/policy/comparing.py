"""`saas terms diff`: two versions of the terms, by their texts, by recorded decisions, and by the scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from saas_cli.commands.policy.replaying import replay_lines, replayed, said
from saas_cli.files import read_file
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_app.policy_scenarios import ScenarioFlip, ScenariosView
    from saas_cli.session import Desk
    from saas_core.policy.queries import ComparisonView
    from saas_core.policy.terms import Terms

DIFFS: Final = (
    "saas terms diff 2026-01 2027-01",
    "saas terms diff 2026-01 terms-2027.toml --json",
    "saas terms diff 2026-01 shipped",
    "saas terms diff 2026-01 terms-2027.toml --replay --days 90",
    "saas terms diff shipped terms-2027.toml --scenarios scenarios.json",
)
DAYS: Final = 30
_SHIPPED: Final = "shipped"
"""The name of the version shipped with this software, published here or not."""
Replay = Annotated[
    bool, Parameter(negative="", show_default=False, help="Ask recorded decisions again under both versions.")
]
Days = Annotated[int | None, Parameter(help="With --replay: how many days back; default: 30.")]


def diff(
    before: Annotated[str, Parameter(name="A", help="A version, a file, or `shipped`.")],
    after: Annotated[str, Parameter(name="B", help="A version, a file, or `shipped`.")],
    /,
    *,
    replay: Replay = False,
    days: Days = None,
    scenarios: Annotated[
        Path | None, Parameter(help="Results of the scenarios under both, as `nox -s terms` writes them.")
    ] = None,
    common: Common = READING,
) -> None:
    """Compare two versions: headings, settings, clauses and actions.

    With --replay the decisions that were recorded of all clients in the last
    days are asked again under both, with the facts of their instants: how many
    would go from which verdict to which, by clause, with examples. With
    --scenarios it says which scenarios come out differently, and how. Files and
    `shipped` need no database.
    """
    from saas_core.policy.queries import comparison_view

    back = days_back(days, replay=replay)
    needed = replay or not (_is_own(before) and _is_own(after))
    with _perhaps(common, needed=needed) as seat:
        old, new = _terms(seat, before), _terms(seat, after)
        view = comparison_view(old, new)
        told: dict[str, object] = {"comparison": view}
        lines = list(difference_lines(view))
        if scenarios is not None:
            found = _scenarios(scenarios, old, new)
            told["scenarios"] = found
            lines += ["", *scenario_lines(found)]
        if replay and seat is not None:
            asked = replayed(seat, old, new, back)
            told["replay"] = asked
            lines += ["", *replay_lines(asked)]
        shown = screen(as_json=common.as_json)
        if len(told) > 1:
            shown.answer(told, *lines)
            return
        cells = [
            (each.change, f"{each.part} {each.name} {each.aspect}".rstrip(), each.before, each.after)
            for each in view.differences
        ]
        empty = f"{view.before} and {view.after} do not differ."
        shown.table(view, ("CHANGE", "WHAT", "BEFORE", "AFTER"), cells, empty=empty)


def days_back(days: int | None, *, replay: bool) -> int:
    """Return how many days back decisions are asked again; raises InvalidValue for days where none are."""
    if days is not None and not replay:
        message = "is given without --replay, and only a replay looks back."
        raise InvalidValue(message, field="days", remedy="Add --replay, or leave out --days.")
    return DAYS if days is None else days


def read_document(document: bytes, *, published: bool = False) -> Terms:
    """Read a document of terms, more leniently one that was published."""
    from saas_core.policy.document import read_terms

    return read_terms(document, published=published)


def difference_lines(view: ComparisonView) -> Iterator[str]:
    """Yield the differences of two versions, each in a line."""
    if not view.differences:
        yield f"{view.before} and {view.after} do not differ."
    for each in view.differences:
        what = f"{each.part} {each.name} {each.aspect}".rstrip()
        yield f"{each.change}  {what}: {each.before or '-'} -> {each.after or '-'}"


def scenario_lines(view: ScenariosView) -> Iterator[str]:
    """Yield which scenarios come out differently, each with its answers under both versions."""
    changed = len(dict.fromkeys(each.number for each in view.changed))
    ran = changed + len(view.unchanged)
    yield (
        f"{ran} scenarios: {changed} come out differently under {view.after} than under {view.before}, "
        f"{len(view.unchanged)} do not."
    )
    for each in view.changed:
        yield f"  {each.number}  {each.sentence} ({', '.join(each.aspects)})"
        if each.case:
            yield f"      with {each.case}"
        yield from _flip_lines(each)
    if view.not_told:
        yield f"  {len(view.not_told)} did not run under both: {', '.join(view.not_told[:5])}."


def _flip_lines(flip: ScenarioFlip) -> Iterator[str]:
    for each in flip.answers:
        yield f"      {said(each.before)} -> {said(each.after)}"
    if not flip.answers:
        held = "no longer holds" if flip.broke_after else "holds now"
        yield f'      "{flip.broke}" {held}: {flip.found}'


def _scenarios(file: Path, before: Terms, after: Terms) -> ScenariosView:
    """Read results of the scenarios; raises InvalidValue for those that do not hold for this code and these terms."""
    from saas_app.policy_scenarios import scenarios_under

    return scenarios_under(read_file(file).decode(errors="replace"), before, after)


@contextmanager
def _perhaps(common: Common, *, needed: bool) -> Iterator[Desk | None]:
    """Open the application and sign in if that is needed."""
    if not needed:
        yield None
        return
    with desk(common) as seat:
        yield seat


def _is_own(text: str) -> bool:
    """Return whether a version is at hand without a database."""
    return text == _SHIPPED or Path(text).suffix == ".toml" or Path(text).is_file()


def _terms(seat: Desk | None, text: str) -> Terms:
    if text == _SHIPPED:
        from saas_core.policy.shipped import shipped_document

        document = shipped_document() if seat is None else seat.app.policy.shipped_terms().document.encode()
        return read_document(document)
    if seat is None or _is_own(text):
        return read_document(read_file(Path(text)))
    return read_document(seat.app.policy.show_terms(version=text).document.encode(), published=True)
