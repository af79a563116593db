"""What signing asks others: who a member of staff is, and how its letter is worded."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_app.answers import whole
from saas_core.kernel.ids import StaffId
from saas_core.kernel.letters import Composer, Letter
from saas_core.kernel.work import Work
from saas_core.signing.letters import SUSPECT
from saas_core.signing.values import Person


@frozen
class PeopleOfAccess:
    """Answers signing's question who a member of staff is."""

    def person(self, work: Work, staff_id: StaffId) -> Person | None:
        """Return a member of staff, also one who has left."""
        found = whole(work).staff.get(staff_id)
        return None if found is None else Person(found.name, found.email, found.active)


@frozen
class WordingOfSigning:
    """Composes the letter of signing; with a `portal` it links to the policy's page there."""

    composer: Composer
    portal: str = ""

    def suspect(self, *, name: str, scope: str, anchor: str, changed: Iterable[str]) -> tuple[str, str, str]:
        """Return subject, text and HTML of the letter to whoever signed something that changed."""
        place = f"#{anchor}" if anchor else ""
        facts = {
            "client": "the provider",
            "name": name,
            "what": scope.replace(":", " ") if anchor else "the whole policy",
            "changed": "\n".join(changed),
            "link": f"{self.portal}/policy{place}" if self.portal else f"saas policy show {scope}",
        }
        composed = self.composer.compose(Letter(SUSPECT, facts))
        return composed.subject, composed.text, composed.html
