"""Telling the story's decisions: one line each with verdict and clause, or one JSON object each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TextIO

from saas_cli.decisions import STYLES, decision_json
from saas_cli.present import paint, width
from saas_core.kernel.instants import instant_text
from saas_core.policy.decision import Decision, Refused, Verdict
from saas_core.policy.reasons import Reason, ReasonCode, Remedy
from saas_views.presenting import as_json

if TYPE_CHECKING:
    from datetime import datetime

    from saas_core.engagements.evidence.errors import EvidenceBroken
    from saas_core.support.queries.views import TicketView

ROOM = 66


class Teller:
    """Writes chapters and decisions, and counts the clauses cited."""

    def __init__(self, out: TextIO, *, as_json: bool) -> None:
        """Take the output stream."""
        self._out = out
        self._json = as_json
        self._step = 0
        self.clauses: set[str] = set()
        self.verdicts: set[Verdict] = set()

    def chapter(self, title: str, about: str) -> None:
        """Begin a chapter."""
        if not self._json:
            self._out.write(f"\n{paint(title, 'bold', self._out)}\n{paint(about, 'dim', self._out)}\n")

    def say(self, text: str) -> None:
        """Tell an event that is not a decision."""
        if not self._json:
            self._out.write(f"     {paint(text, 'dim', self._out)}\n")

    def decided(self, text: str, decision: Decision, *, result: Mapping[str, object] | None = None) -> Decision:
        """Tell a decision; as JSON with what came of it, as `result`."""
        self._step += 1
        self.clauses.update(decision.clauses, decision.overruled)
        self.verdicts.add(decision.verdict)
        if self._json:
            line = {"step": self._step, "story": text, **decision_json(decision)}
            line |= {} if result is None else {"result": as_json(result)}
            self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
            return decision
        self._verdict(text, decision.verdict, decision.clauses, decision.overruled)
        for each in decision.reasons:
            self._out.write(f"     {paint('· ' + each.sentence, 'dim', self._out)}\n")
        return decision

    def ticket(self, text: str, view: TicketView, said: str, *, offers: bool = False) -> None:
        """Tell the verdict on a ticket, with the last words to the client; `offers` says that they hold an offer.

        As JSON it is the ticket with the fields of a decision beside its own.
        """
        self._step += 1
        verdict = Verdict(view.verdict)
        self.clauses.update(view.clauses)
        self.verdicts.add(verdict)
        if self._json:
            code, remedy = (ReasonCode.NOT_INCLUDED, Remedy.REQUEST_ESTIMATE) if offers else (None, None)
            reason = Reason(code, view.clauses, said, remedy) if code and remedy else None
            told = {
                **as_json(view),
                "verdict": verdict.value,
                "action": view.named,
                "overruled": [],
                "reasons": [] if reason is None else [as_json(reason)],
                "remedy": None if remedy is None else remedy.value,
                "at": instant_text(view.changed_at),
                "valid_until": None,
                "said": said,
            }
            self._out.write(json.dumps({"step": self._step, "story": text, **told}, ensure_ascii=False) + "\n")
            return
        self._verdict(text, verdict, view.clauses, ())
        self._out.write(f"     {paint('“' + said + '”', 'dim', self._out)}\n")

    def broken(self, text: str, fault: EvidenceBroken, at: datetime) -> None:
        """Tell that evidence does not hold, and which field of it does not; as JSON with the fields of a decision."""
        self._step += 1
        clauses = ("4.2",)
        self.verdicts.add(Verdict.DENIED)
        if self._json:
            reason = {"code": fault.code, "clauses": clauses, "sentence": str(fault), "remedy": None}
            told = {
                "verdict": Verdict.DENIED.value,
                "action": "evidence.verify",
                "clauses": clauses,
                "overruled": [],
                "reasons": [reason],
                "remedy": None,
                "terms_version": None,
                "at": instant_text(at),
                "valid_until": None,
                "result": {"evidence": "broken", "field": fault.field},
            }
            self._out.write(json.dumps({"step": self._step, "story": text, **told}, ensure_ascii=False) + "\n")
            return
        self._verdict(text, Verdict.DENIED, clauses, ())
        self._out.write(f"     {paint('· ' + str(fault), 'dim', self._out)}\n")

    def _verdict(self, text: str, verdict: Verdict, clauses: tuple[str, ...], overruled: tuple[str, ...]) -> None:
        told = paint(f"{verdict.value:<12}", STYLES[verdict], self._out)
        room = " " * max(ROOM - width(text), 1)
        cited = paint(", ".join(clauses), "cyan", self._out)
        over = f" over {', '.join(overruled)}" if overruled else ""
        self._out.write(f"{self._step:>3}  {text}{room}{told} {cited}{over}\n")

    def refused(self, text: str, act: Callable[[], object]) -> Decision:
        """Attempt something that the policy must refuse, and tell the refusal.

        Raises AssertionError if it was not refused: then the story is no longer true.
        """
        try:
            act()
        except Refused as refusal:
            return self.decided(text, refusal.decision)
        message = f"{text}: was not refused."
        raise AssertionError(message)

    def end(self, *lines: str) -> None:
        """End the story with suggestions of what to try next."""
        if self._json:
            return
        verdicts = ", ".join(each.value for each in Verdict if each in self.verdicts)
        self._out.write(f"\n{self._step} decisions, {len(self.clauses)} clauses cited, verdicts {verdicts}.\n\n")
        for each in lines:
            self._out.write(each + "\n")
