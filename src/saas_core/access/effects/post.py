"""The post: mails invitations after the commit that decided them."""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from saas_core.access.model import User
from saas_core.access.ports import Acceptance, AccessWork, Invited, InvitedBy, Wording
from saas_core.access.queries.reading import held_by, organization
from saas_core.access.values import UserState, sealing_context
from saas_core.kernel.ids import PROVIDER, StaffId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.secrets import Sealer
from saas_core.kernel.work import Effect, Transactions


@frozen(kw_only=True)
class Post:
    """Mails invitations, whose links wait sealed in the outbox."""

    _transactions: Transactions[AccessWork]
    _clock: Clock
    _sealer: Sealer
    _mailer: Mailer
    _wording: Wording
    _acceptance: Acceptance

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail an invitation, unless its user was deactivated meanwhile; the same id again means the same mail.

        Raises StoreUnavailable when the mail cannot be handed over, InvalidValue for a link that cannot be unsealed.
        """
        by = str(effect.body.get("by", ""))
        staff = self._staff(by.removeprefix("staff:")) if by.startswith("staff:") else ""
        with self._transactions.read(tenant_id) as work:
            mail = self._mail(work, effect, by, staff)
        if mail is not None:
            self._mailer.send(mail)

    def _staff(self, staff_id: str) -> str:
        with self._transactions.read(PROVIDER) as work:
            member = work.staff.get(StaffId(UUID(staff_id)))
            return "" if member is None else member.name

    def _mail(self, work: AccessWork, effect: Effect, by: str, staff: str) -> Mail | None:
        user = work.users.get(UserId(UUID(str(effect.body["user"]))))
        if user is None or user.state is UserState.DEACTIVATED:
            return None
        token = self._sealer.open(str(effect.body["sealed"]), sealing_context(work.tenant_id, user.id))
        words = self._wording.invitation(
            work, name=user.name, token=token, invited=self._invited(work, user, by, staff)
        )
        return Mail(
            id=effect.id,
            to=user.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            client=work.tenant_id,
        )

    def _invited(self, work: AccessWork, user: User, by: str, staff: str) -> Invited:
        known = organization(work)
        held = held_by(work, user.id, known)
        owner = next((each.role.name for each in held if each.role.built_in), "")
        departments = {each.id: each.name for each in work.departments.all()}
        roles = tuple(
            each.role.name
            if each.assignment.department_id is None
            else f"{each.role.name} in {departments[each.assignment.department_id]}"
            for each in held
            if not each.role.built_in
        )
        pending = self._acceptance.pending(work, self._clock.now()) if owner else None
        return Invited(
            by=staff or _inviting_user(work, by),
            side=InvitedBy.CLIENT if by.startswith("user:") else InvitedBy.PROVIDER,
            owner=owner,
            roles=roles,
            terms=next((each for each in work.terms.all() if each.digest == pending), None),
        )


def _inviting_user(work: AccessWork, by: str) -> str:
    if not by.startswith("user:"):
        return ""
    user = work.users.get(UserId(UUID(by.removeprefix("user:").partition("/")[0])))
    return "" if user is None else user.name
