"""Holds: placed and lifted by staff, independent of payment in both directions."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel import text
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import HoldId, StaffId, TenantId
from saas_core.licensing import events
from saas_core.licensing.errors import HoldUnknown
from saas_core.licensing.model import License
from saas_core.licensing.policies import standing
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import LicenseView, settings_in, terms_of
from saas_core.licensing.use_cases.recording import LICENSES, Command, Recording
from saas_core.licensing.values import HoldKind


class Holds(Recording):
    """Holds a license and lets it go; only staff does (0.1, 1.1)."""

    def place_hold(  # noqa: PLR0913 - who, whose, of which kind, why, on which clause, and the key
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        kind: HoldKind,
        why: str,
        clause: str,
        idempotency_key: str | None = None,
    ) -> LicenseView:
        """Hold a license, for a reason and on a clause; no payment lifts it (0.1).

        Raises InvalidValue for a clause that the license's terms do not have, Refused, NotFound.
        """
        reason, number = text.name(why, "why"), text.name(clause, "clause")

        def fact(work: LicensingWork, license_: License, at: datetime) -> events.HoldPlaced:
            if terms_of(work, license_, at=at, known_at=at).clause(number) is None:
                message = f"{number[:20]!r} is no clause of the license's terms."
                raise InvalidValue(message, field="clause", remedy="Name the clause that was broken, such as 0.2.")
            return events.HoldPlaced(
                effective_at=at,
                recorded_at=at,
                hold=HoldId(self._ids.new()),
                kind=kind,
                by=_staff(by),
                why=reason,
                clause=number,
            )

        command = Command(
            name="licensing.place_hold",
            action=LICENSES,
            details={"kind": kind.value, "clause": number},
            unsaid={"why": reason},
            fact=fact,
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)

    def lift_hold(
        self, *, by: Actor, tenant_id: TenantId, hold: HoldId, why: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Lift a hold; raises HoldUnknown when none of that id is in force, InvalidValue, Refused, NotFound."""
        reason = text.name(why, "why")

        def fact(work: LicensingWork, license_: License, at: datetime) -> events.HoldLifted:
            if all(each.hold != hold for each in standing(license_, settings_in(work), at=at, known_at=at).holds):
                message = "no hold of that id is in force."
                raise HoldUnknown(message, field="hold", remedy="Look at the license; it lists the holds in force.")
            return events.HoldLifted(effective_at=at, recorded_at=at, hold=hold, by=_staff(by), why=reason)

        command = Command(
            name="licensing.lift_hold",
            action=LICENSES,
            details={"hold": str(hold)},
            unsaid={"why": reason},
            fact=fact,
        )
        return self._record(command, by=by, tenant_id=tenant_id, key=idempotency_key)


def _staff(by: Actor) -> StaffId:
    if isinstance(by, Staff):
        return by.staff_id
    message = "only a member of staff holds and lifts."
    raise InvalidValue(message, field="by", remedy="Act as a member of staff.")
