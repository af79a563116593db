"""The page of the policy: gathered from the terms, the book, the code, the last results, and what a database knows."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from attrs import define, field, frozen

from saas_app.policy_counts import counted_in, counts, open_questions, signed
from saas_app.policy_legal import LegalFiles, legal_files_of
from saas_app.policy_results import Results
from saas_app.shelf import Shelf
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.gathered import Parts
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.instants import Clock, instant_text
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.document import read_terms
from saas_core.policy.reasons import CATALOGUE, ReasonCode
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Terms
from saas_policy_page import Known, Way, as_html, assembled, content_hash, content_of, dangling, of_results, style
from saas_policy_page import page as shown
from saas_policy_page.coverage import Dangling
from saas_policy_page.links import Citation, citations, sources
from saas_policy_page.messages import Result
from saas_views.remedies import help_for

if TYPE_CHECKING:
    from saas_app.parts.gate import Oversight
    from saas_app.settings import Settings
    from saas_core.policy.use_cases import Policy
    from saas_core.signing.use_cases.signing import Signing
    from saas_core.support.ports import SupportWork

_LOG: Final = logging.getLogger("saas.policy_page")
_PRECEDENTS: Final = 5
_TO_STAFF: Final = {
    "counted": "Counts are shown to staff.",
    "withheld": "Signatures and open questions are shown to staff.",
}
"""What the page for anybody says of what it leaves out, which is not to say that there is none."""


@frozen(kw_only=True)
class MadePage:
    """A page that was made: its content with its hash, the instant, and what leads nowhere."""

    content: Mapping[str, Any] = field(repr=False)
    hash: str
    made_at: str
    findings: tuple[Dangling, ...]

    def html(self, *, style: str, pdf: str = "", sign: str = "", ask: str = "") -> str:
        """Return it as HTML that links to its style sheet, its PDF, and where staff may sign and ask what if."""
        return as_html(self.content, self.hash, self.made_at, {"style": style, "pdf": pdf, "sign": sign, "ask": ask})


@define
class Kept:
    """A page for anybody, and what was made of it once somebody asked: HTML by its links, and the PDF."""

    page: MadePage
    html: dict[tuple[tuple[str, str], ...], str] = field(factory=dict, repr=False)
    pdf: bytes = field(default=b"", repr=False)
    failed: float | None = None


_KEPT: Final = Shelf[Kept](most=4)
_TYPESETTING: Final = threading.Lock()
"""Held by the one thread that makes a document for anybody."""
REST_SECONDS: Final = 300.0
"""How long after a document failed nobody's request tries again: each try costs seconds of a processor."""


@cache
def _cited() -> tuple[Citation, ...]:
    """Return the citations of the code, which does not change while it runs."""
    return citations(sources())


class Desks(Protocol):
    """What the page asks of an application."""

    @property
    def policy(self) -> Policy:
        """Terms and permissions."""
        ...

    @property
    def signing(self) -> Signing:
        """Signatures of the policy."""
        ...

    @property
    def oversight(self) -> Oversight:
        """The counts."""
        ...

    @property
    def parts(self) -> Parts[Any]:
        """The parts of the contexts, which name what they ask about."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings, which may name the folder with the last results."""
        ...

    @property
    def store(self) -> Transactions[Work]:
        """Where precedents lie."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock."""
        ...


class PolicyPage:
    """Makes the page of the policy; what only the software decides is gathered once."""

    def __init__(self, app: Desks, folder: Path | None = None, legal: LegalFiles | None = None) -> None:
        """Take the application, the folder with the last results and the legal text, by default those of its settings.

        Neither is read before a page is made.
        """
        self._app = app
        named = app.settings.policy_results
        self._results = Results(folder if folder is not None else Path(named).expanduser() if named else None)
        self._legal = legal_files_of(app.settings) if legal is None else legal

    @property
    def style(self) -> str:
        """The style sheet of the page."""
        return style()

    def require_results(self) -> None:
        """Require that results of the scenarios are at hand; raises InvalidValue naming what is missing."""
        self._results.require()

    def require_legal(self) -> None:
        """Require that the legal text can be read, if one is named; raises InvalidValue saying what is wrong."""
        if self._legal is not None:
            self._legal.read()

    def public(self) -> MadePage:
        """Return the page for anybody, under the terms offered: without counts, names and failures' traces."""
        return self._kept().page

    def traced(self) -> MadePage:
        """Return the page for whoever ran the scenarios: without a database, with how scenarios failed."""
        return self._page(self._terms(None))

    def public_html(self, **links: str) -> str:
        """Return the page for anybody as HTML, with the links of `MadePage.html`; made once for the same links."""
        kept, place = self._kept(), tuple(sorted(links.items()))
        found = kept.html.get(place)
        if found is None:
            # The links are those of the settings, never a caller's; threads that meet here make the same text.
            found = kept.html[place] = kept.page.html(**links)
        return found

    def public_pdf(self) -> bytes | None:
        """Return the same content as PDF, made once; None while one is being made, and for a time after this failed.

        Raises DocumentsMissing without the extra for documents, and what it failed with to whoever asked first.
        """
        kept = self._kept()
        # Nobody waits, neither for the page nor for the document: waiting readers would hold all threads.
        if not kept.pdf and _TYPESETTING.acquire(blocking=False):
            try:
                self._keep_pdf(kept)
            finally:
                _TYPESETTING.release()
        return kept.pdf or None

    def _keep_pdf(self, kept: Kept) -> None:
        if kept.pdf or (kept.failed is not None and monotonic() - kept.failed < REST_SECONDS):
            return
        try:
            kept.pdf = self.pdf(kept.page)
        except DocumentsMissing:
            raise
        except SaasError as fault:
            kept.failed = monotonic()
            # Strangers are not told why; who runs the server is.
            _LOG.warning("The document of the policy was not made: %s", fault)
            raise

    def made(self, *, by: Actor, version: str | None = None) -> MadePage:
        """Return the page for staff, with counts and signatures; raises Refused, TermsUnknown."""
        now = self._app.clock.now()
        this = self._app.oversight.counting.show(by=by)
        first = (this.since - timedelta(days=1)).replace(day=1)
        last = self._app.oversight.counting.show(by=by, since=first, until=this.since)
        signatures, asked = self._app.signing.latest(by=by), self._app.signing.questions(by=by)
        return self._page(
            self._terms(version),
            counted=counted_in(this, last, instant_text(now)),
            counts=counts(this, last),
            reasons={each.reason: each.number for each in this.reasons},
            idle_clauses=frozenset(this.idle_clauses) & frozenset(last.idle_clauses),
            idle_reasons=tuple(each for each in this.idle_reasons if each in last.idle_reasons),
            idle_readings=frozenset(this.idle_readings) & frozenset(last.idle_readings),
            unmeasured_readings=frozenset(this.unmeasured_readings),
            signatures=tuple(map(signed, signatures)),
            questions=open_questions(asked),
            precedents=self._precedents(),
        )

    def pdf(self, made: MadePage) -> bytes:
        """Return a page as PDF with the same content; raises DocumentsMissing without the extra for documents."""
        from saas_app.documents import documents_of  # noqa: PLC0415 - few pages become a document

        return documents_of().render("policy", made.content, self._app.clock.now())

    def write(self, folder: Path, made: MadePage, *, document: bool = True) -> tuple[Path, ...]:
        """Write a page into a folder: HTML, style sheet, and PDF; return the files, the page first.

        There is no PDF where no `document` is wished for, or the extra for documents is missing.
        """
        folder.mkdir(parents=True, exist_ok=True)
        page, sheet, pdf = folder / "index.html", folder / "policy.css", folder / "policy.pdf"
        content = self._document_of(made) if document else b""
        page.write_text(made.html(style=sheet.name, pdf=pdf.name if content else ""), encoding="utf-8")
        sheet.write_text(self.style, encoding="utf-8")
        # One of another content would not belong to the page.
        pdf.unlink(missing_ok=True)
        if content:
            pdf.write_bytes(content)
        return (page, sheet, pdf) if content else (page, sheet)

    def _document_of(self, made: MadePage) -> bytes:
        try:
            return self.pdf(made)
        except DocumentsMissing:
            return b""

    def _kept(self) -> Kept:
        """Return the page for anybody, made once in a process for the same terms, files and contexts.

        While one thread makes that of newly offered terms, the others get the page before it, if there was one.
        """
        terms = self._terms(None)
        family = self._results, self._legal, tuple(each.name for each in self._app.parts.each)
        edition = terms.digest, self._results.edition, None if self._legal is None else self._legal.edition
        return _KEPT.get(family, edition, lambda: Kept(self._page(terms, traces=False, **_TO_STAFF)))

    def _terms(self, version: str | None) -> Terms:
        policy = self._app.policy
        view = policy.offered_terms(at=None) if version is None else policy.show_terms(version=version)
        return read_terms(view.document.encode(), published=True)

    def _page(self, terms: Terms, *, traces: bool = True, **more: Any) -> MadePage:  # noqa: ANN401 - what else is known
        book = shipped_book()
        last = self._results.under(terms)
        told = last.told if traces else {number: _traceless(each) for number, each in last.told.items()}
        findings = (*dangling(terms, book, _cited()), *(of_results(book.rules, told) if last.ran else ()))
        known = Known(
            results=told,
            ran=last.says,
            cited=_cited(),
            findings=findings,
            ways=_ways(),
            desks=frozenset(action for part in self._app.parts.each for action in part.actions),
            **self._legal_text(),
            **more,
        )
        content = content_of(assembled(terms, book, known))
        made_at = f"{self._app.clock.now():%Y-%m-%d %H:%M} UTC"
        return MadePage(content=content, hash=content_hash(content), made_at=made_at, findings=findings)

    def _legal_text(self) -> dict[str, Any]:
        """Return the legal text, or why there is none; what cannot be read is said on the page, not raised."""
        if self._legal is None:
            return {}
        try:
            return {"legal": self._legal.read()}
        except InvalidValue as fault:
            return {"legal_says": f"The legal text cannot be shown: {fault}"}

    def _precedents(self) -> Mapping[str, tuple[shown.Precedent, ...]]:
        found: dict[str, list[shown.Precedent]] = {}
        terms = self._terms(None)
        with self._app.store.read(PROVIDER) as work:
            shelf = cast("SupportWork", work).precedents
            known = [each for action in terms.actions for each in shelf.on(action.name, _PRECEDENTS)]
        for each in known:
            if each.clause is not None:
                told = shown.Precedent(at=instant_text(each.at), action=each.action, reason=each.reason)
                found.setdefault(each.clause, []).append(told)
        return {clause: tuple(told) for clause, told in found.items()}


def _traceless(told: tuple[Result, ...]) -> tuple[Result, ...]:
    return tuple(Result(each.driver, each.outcome, each.why) for each in told)


def _ways() -> Mapping[ReasonCode, Way]:
    found = {}
    for code, row in CATALOGUE.items():
        known = help_for(code, row.remedy)
        route = "" if known.route is None else f"{known.route.method} {known.route.path}"
        found[code] = Way(known.sentence, ", ".join(filter(None, (known.command, route, known.page))))
    return found
