"""Holds: placed and lifted by staff, independent of payment in both directions."""

from __future__ import annotations

from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import HoldId, TenantId
from saas_core.licensing import events
from saas_core.licensing.commands import LiftHold, PlaceHold
from saas_core.licensing.errors import HoldUnknown
from saas_core.licensing.model import License
from saas_core.licensing.policies import standing
from saas_core.licensing.queries import LicenseView, settings_in, terms_of
from saas_core.licensing.use_cases.recording import LICENSES, Act, Recording
from saas_core.licensing.values import HoldKind
from saas_core.policy.acting import Caller

_STAFF = "only a member of staff holds and lifts."


class Holds(Recording):
    """Places and lifts holds on a license; only staff may (0.1, 1.1)."""

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
        """Place a hold on a license, for a reason and on a clause; no payment lifts it (0.1).

        Raises InvalidValue for a clause that the license's terms do not have, Refused, NotFound.
        """
        command = PlaceHold(kind, why, clause)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, LICENSES, _placed)

    def lift_hold(
        self, *, by: Actor, tenant_id: TenantId, hold: HoldId, why: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Lift a hold; raises HoldUnknown if none with that id is in force, InvalidValue, Refused, NotFound."""
        command = LiftHold(hold, why)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._record(command, caller, LICENSES, _lifted)


def _placed(act: Act, license_: License, command: PlaceHold) -> events.HoldPlaced:
    if terms_of(act.work, license_, at=act.at, known_at=act.at).clause(command.clause) is None:
        message = f"{command.clause[:20]!r} is not a clause of the license's terms."
        raise InvalidValue(message, field="clause", remedy="Name the clause that was broken, such as 0.2.")
    return events.HoldPlaced(
        effective_at=act.at,
        recorded_at=act.at,
        hold=HoldId(act.ids.new()),
        kind=command.kind,
        by=act.staff(_STAFF).staff_id,
        why=command.why,
        clause=command.clause,
    )


def _lifted(act: Act, license_: License, command: LiftHold) -> events.HoldLifted:
    held = standing(license_, settings_in(act.work), at=act.at, known_at=act.at).holds
    if all(each.hold != command.hold for each in held):
        message = "no hold with that id is in force."
        raise HoldUnknown(message, field="hold", remedy="Look at the license; it lists the holds in force.")
    by = act.staff(_STAFF).staff_id
    return events.HoldLifted(effective_at=act.at, recorded_at=act.at, hold=command.hold, by=by, why=command.why)
