"""The last results of the scenarios, as they lie in a folder: read anew once a file there is another one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from attrs import field, frozen

from saas_app.shelf import edition_of
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Terms
from saas_policy_page.digests import CODE, STEPS, TERMS, code_digest, steps_digest, terms_digest
from saas_policy_page.messages import DRIVERS, Result, Run, read_runs, results

_STEPS: Final = Path(__file__).parents[3] / "tests/features"
_FILES: Final = tuple(f"{driver}.ndjson" for driver in DRIVERS)


@frozen
class LastResults:
    """What came of every scenario by its number, and a sentence on where that comes from; `ran` if anything did."""

    ran: bool
    says: str
    told: Mapping[str, tuple[Result, ...]] = field(repr=False)


@frozen
class Results:
    """The folder with the files of the last results; none of them is known without a folder."""

    folder: Path | None

    @property
    def edition(self) -> Hashable:
        """Return which edition of the files lies there now."""
        return edition_of(() if self.folder is None else (self.folder / each for each in _FILES))

    def under(self, terms: Terms) -> LastResults:
        """Return what came of every scenario under a version of the terms; what cannot be read is said, not raised."""
        try:
            return _read(self.folder, self.edition, terms_digest(terms.document))
        except InvalidValue as fault:
            return LastResults(ran=False, says=f"The last results cannot be shown: {fault}", told=_unknown())

    def require(self) -> None:
        """Require that results are at hand; raises InvalidValue naming the folder and the files, or what is broken."""
        if self.folder is None:
            message = "are needed, and no folder is named."
            raise InvalidValue(message, field="results", remedy="Name one with --results, as nox -s policy does.")
        if not read_runs(self.folder):
            message = f"{str(self.folder)[:200]} has none of {', '.join(_FILES)}."
            raise InvalidValue(message, field="results", remedy="Run the scenarios first: nox -s policy.")


def digests_now() -> dict[str, str]:
    """Return the digest of the code, and that of the steps where these are at hand."""
    return {CODE: _code(), **({STEPS: steps_digest(_STEPS)} if _STEPS.is_dir() else {})}


@lru_cache(maxsize=4)
def _read(folder: Path | None, edition: Hashable, terms: str) -> LastResults:  # noqa: ARG001 - each edition is read anew
    runs = read_runs(folder)
    if not runs:
        says = "No results are at hand; nox -s policy runs every scenario and shows what came of it."
        return LastResults(ran=False, says=says, told=_unknown())
    digests = {**digests_now(), TERMS: terms}
    told = {each.number: results(each, runs, digests) for each in shipped_book().scenarios()}
    return LastResults(ran=True, says=f"Last results over {', '.join(runs)}.", told=told)


@cache
def _unknown() -> Mapping[str, tuple[Result, ...]]:
    runs = dict[str, Run]()
    return {each.number: results(each, runs, {}) for each in shipped_book().scenarios()}


@cache
def _code() -> str:
    """Return the digest of the code, which does not change while it runs."""
    return code_digest()
