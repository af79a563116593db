"""Effects of signing: the review that comes again, and the letters that it asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import PROVIDER, EffectId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.tasks import Lease, Task, Tasks, planned
from saas_core.kernel.work import Effect, Transactions
from saas_core.policy.scopes import PieceChange, Scope
from saas_core.policy.terms import offered
from saas_core.policy.words import WordChange
from saas_core.signing.policies import changed_since, ground, is_suspect
from saas_core.signing.ports import Books, People, SigningWork, Wording
from saas_core.signing.use_cases.review import Reviewing
from saas_core.signing.values import REVIEW, SignatureId

EVERY: Final = timedelta(hours=1)
ALL: Final = "all"
_MOST_CHANGES = 20


@frozen(kw_only=True)
class Review:
    """Reviews the signatures once in every hour."""

    _reviewing: Reviewing
    _transactions: Transactions[SigningWork]
    _tasks: Tasks
    _clock: Clock

    def begin(self) -> None:
        """Request the review from now on, unless it already runs; raises StoreFault."""
        if self._tasks.find(Task(REVIEW, PROVIDER, ALL)) is None:
            self._tasks.want_all(REVIEW, [(PROVIDER, ALL)], self._clock.now())

    def work(self, lease: Lease) -> int:
        """Review, and come again; raises StoreFault."""
        _since, again = planned(lease.task, self._clock.now(), EVERY)
        self._reviewing.review()
        with self._transactions.begin(PROVIDER) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
                work.tasks.want(REVIEW, ALL, again)
            work.commit()
        return 1


@frozen(kw_only=True)
class SuspectPost:
    """Mails a signer what changed of what was signed, once for each signature."""

    _transactions: Transactions[SigningWork]
    _clock: Clock
    _mailer: Mailer
    _wording: Wording
    _people: People
    _books: Books

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail it, unless it stands again as it was signed or its signer has left; the same id means the same mail.

        Raises StoreUnavailable when the mail cannot be handed over.
        """
        with self._transactions.read(tenant_id) as work:
            mail = self._mail(work, effect)
        if mail is not None:
            self._mailer.send(mail)

    def _mail(self, work: SigningWork, effect: Effect) -> Mail | None:
        signature = work.signatures.get(SignatureId(UUID(str(effect.body["signature"]))))
        person = None if signature is None else self._people.person(work, signature.by)
        if signature is None or person is None or not person.active:
            return None
        versions = work.terms.all()
        content = ground(offered(versions, self._clock.now()), versions, self._books()).about(signature)
        if not is_suspect(signature, content):
            return None
        pieces = work.signatures.pieces((signature.id,))[signature.id]
        texts = work.signatures.texts({each.digest for each in pieces})
        found = changed_since(pieces, texts, content)
        scope = Scope(signature.scope)
        subject, text, html = self._wording.suspect(
            name=person.name, scope=str(scope), anchor=scope.anchor, changed=in_words(found)
        )
        return Mail(id=EffectId(effect.id), to=person.email, subject=subject, text=text, html=html)


def in_words(found: tuple[PieceChange, ...]) -> list[str]:
    """Return changes as lines: what was removed stands as `[-before-]`, what was added as `[+after+]`."""
    lines = [f"{each.kind.value} {each.name}: {_line(each)}" for each in found[:_MOST_CHANGES]]
    more = len(found) - len(lines)
    return [*lines, f"and {more} more"] if more > 0 else lines


_AROUND = 40
_MARKS = {WordChange.REMOVED: ("[-", "-]"), WordChange.ADDED: ("[+", "+]")}


def _line(change: PieceChange) -> str:
    """Return a change in one line, with a few words around it."""
    parts = []
    for each in change.words:
        words = " ".join(each.text.split())
        if each.change is WordChange.SAME:
            parts.append(words if len(words) <= 2 * _AROUND else f"{words[:_AROUND]} ... {words[-_AROUND:]}")
        else:
            before, after = _MARKS[each.change]
            parts.append(f"{before}{words}{after}")
    return " ".join(parts)
