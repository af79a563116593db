"""Which notices are due: a pure function of what is known of a client, and when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from saas_core.licensing.policies import Change, Standing
from saas_core.notices.letters import LetterKind
from saas_core.notices.model import Notice, Situation
from saas_core.policy.reasons import Reason, ReasonCode
from saas_core.policy.remedies import SENTENCES

AHEAD: Final = timedelta(days=7)
"""How long before a lapse a client is told of it."""
FOR_GOOD: Final = "further notice"
_LAPSED, _RESTORED = "lapsed:", "restored:"


def due(now: Situation) -> tuple[Notice, ...]:
    """Give the notices that are due: each for a cause of which the client was not told yet.

    A client in setup is told nothing. What was told of a lapse is followed by what is told of its end; a lapse, or a
    hold, that came and went before anybody looked is told not at all.
    """
    if not now.activated:
        return ()
    return tuple(each for each in _all(now) if each.cause not in now.told)


def still_true(notice: Notice, now: Situation) -> bool:
    """Tell whether what a letter says is so by now; one that waited too long is better not sent."""
    match notice.kind:
        case LetterKind.LICENSE_LAPSED:
            return not now.standing.good
        case LetterKind.LICENSE_RESTORED:
            return now.standing.good
        case LetterKind.LICENSE_LAPSING:
            lapse = _lapse(now)
            return lapse is not None and notice.cause == _lapsing(lapse)
        case LetterKind.HOLD_PLACED:
            return any(hold.lifted is None and notice.cause == f"hold:{hold.id}" for hold in now.holds)
        case LetterKind.TERMS_CHANGED:
            return notice.cause != f"terms:{now.bound}"
        case _:
            return True


def look_again(now: Situation) -> datetime | None:
    """Give the instant at which time alone may make another notice due, None for never."""
    lapse = _lapse(now)
    moments = [now.standing.valid_until, None if lapse is None else lapse.at - AHEAD]
    return min((each for each in moments if each is not None and each > now.at), default=None)


def open_lapse(told: frozenset[str]) -> str | None:
    """Give the last lapse that was told and whose end was not."""
    over = {each.removeprefix(_RESTORED) for each in told if each.startswith(_RESTORED)}
    lapses = {each.removeprefix(_LAPSED) for each in told if each.startswith(_LAPSED)}
    return max(lapses - over, default=None)


def told_as(at: datetime, zone: str) -> str:
    """Write an instant as a person there reads it, such as `December 1, 2026, 01:00 (Europe/Berlin)`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%B} {local.day}, {local.year}, {local:%H:%M} ({zone})"


def _all(now: Situation) -> Iterator[Notice]:
    if now.bound is not None:
        yield Notice(kind=LetterKind.WELCOME, cause="welcome", facts={"terms": now.bound})
    # In the order in which one follows from the other: letters to one reader keep it.
    yield from _of_invoices(now)
    yield from _of_holds(now)
    yield from _of_standing(now)
    if now.bound not in {None, now.newest}:
        facts = {"version": now.newest, "effective": told_as(now.newest_from, now.zone)}
        yield Notice(kind=LetterKind.TERMS_CHANGED, cause=f"terms:{now.newest}", facts=facts)


def _of_holds(now: Situation) -> Iterator[Notice]:
    for hold in now.holds:
        cause = f"hold:{hold.id}"
        if hold.lifted is None:
            yield Notice(kind=LetterKind.HOLD_PLACED, cause=cause, facts={"why": hold.why, "clause": hold.clause})
        elif cause in now.told:
            yield Notice(kind=LetterKind.HOLD_LIFTED, cause=f"{cause}:lifted", facts={"why": hold.lifted})


def _of_standing(now: Situation) -> Iterator[Notice]:
    untold_end = open_lapse(now.told)
    lapse = _lapse(now)
    if now.standing.good and untold_end is not None:
        facts = {
            "since": told_as(now.since or now.at, now.zone),
            "until": FOR_GOOD if lapse is None else told_as(lapse.at, now.zone),
        }
        yield Notice(kind=LetterKind.LICENSE_RESTORED, cause=f"{_RESTORED}{untold_end}", facts=facts)
    elif now.standing.good and lapse is not None and lapse.at <= now.at + AHEAD:
        reason = _reason(lapse.standing)
        facts = {
            "at": told_as(lapse.at, now.zone),
            "reason": reason.sentence,
            "remedy": SENTENCES[reason.remedy],
        }
        yield Notice(kind=LetterKind.LICENSE_LAPSING, cause=_lapsing(lapse), facts=facts)
    elif not now.standing.good and now.since is not None and untold_end is None:
        yield from _of_lapse(now, now.since)


def _of_lapse(now: Situation, since: datetime) -> Iterator[Notice]:
    """Tell of a lapse; of one by a hold alone the letter about the hold tells."""
    if all(each.code is ReasonCode.LICENSE_ON_HOLD for each in now.standing.reasons):
        return
    reason = _reason(now.standing)
    facts = {
        "since": told_as(since, now.zone),
        "reason": reason.sentence,
        "clauses": ", ".join(reason.clauses),
        "remedy": SENTENCES[reason.remedy],
    }
    yield Notice(kind=LetterKind.LICENSE_LAPSED, cause=f"{_LAPSED}{since.isoformat()}", facts=facts)


def _of_invoices(now: Situation) -> Iterator[Notice]:
    for each in now.invoices:
        facts = {"invoice": each.number, "amount": str(each.owed)}
        if each.failed:
            yield Notice(kind=LetterKind.PAYMENT_FAILED, cause=f"failed:{each.ref}", facts=facts)
        elif each.due_at is not None and each.due_at > now.at:
            facts["due"] = told_as(each.due_at, now.zone)
            yield Notice(kind=LetterKind.INVOICE_DUE, cause=f"due:{each.ref}", facts=facts)


def _lapse(now: Situation) -> Change | None:
    """Give the coming end of good standing; None while the provider of payments is to renew the license by itself."""
    lapse = next((each for each in now.forecast if not each.standing.good), None) if now.standing.good else None
    announced = lapse is not None and _reason(lapse.standing).code is ReasonCode.RENEWAL_UNCONFIRMED
    return None if announced else lapse


def _lapsing(lapse: Change) -> str:
    return f"lapsing:{lapse.at.isoformat()}"


def _reason(standing: Standing) -> Reason:
    """Give the first reason that is no hold: of holds their own letters tell."""
    return next((each for each in standing.reasons if each.code is not ReasonCode.LICENSE_ON_HOLD), standing.reasons[0])
