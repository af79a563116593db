"""What if: the stage, on which an invented client is brought about, and questions are asked of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from attrs import define, evolve, field

from saas_app.what_if.business import connect, engage
from saas_app.what_if.possible import KINDS
from saas_app.what_if.scene import NOW, Scene, brought_about
from saas_app.what_if.telling import asked_step, instant_step, role_step, scenario_text
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import DepartmentId, EngagementId, UserId
from saas_core.kernel.money import Money
from saas_core.licensing.values import HoldKind
from saas_core.policy.actions import ActionKind
from saas_core.policy.decision import About, Manner, Question
from saas_core.policy.queries import terms_view
from saas_core.policy.what_if import Asker, Invented, InventedLicense, WhatIf

if TYPE_CHECKING:
    from saas_app.what_if.wishes import Wishes
    from saas_core.policy.terms import Terms

UNTIL: Final = datetime(2027, 3, 1, tzinfo=UTC)
TRIAL_UNTIL: Final = datetime(2026, 4, 1, tzinfo=UTC)
_NOBODY: Final = UserId(UUID(int=0xC0DE))
_ROLE: Final = "Clerk"


@define
class Stage:
    """An invented client in its scene, under terms, and what is called what there."""

    scene: Scene
    terms: Terms
    wishes: Wishes
    invented: Invented
    _asker: Actor = field(init=False)
    _departments: dict[str, DepartmentId] = field(factory=dict, init=False)
    _engagement: EngagementId | None = field(default=None, init=False)

    def bring_about(self) -> None:
        """Bring the client about, with whoever asks; raises InvalidValue, by field, for what cannot be."""
        invented, scene = self.invented, self.scene
        first = scene.app.access.staff.first(name="Sam Reyes", email="sam@provider.example")
        scene.staff = Staff(first.staff.staff_id, frozenset({"staff.admin"}))
        self._register()
        scene.say(f"the date is {instant_step(NOW)}")
        with brought_about("license"):
            self._take_on()
        with brought_about("connected"):
            for each in invented.connected:
                connect(scene, each)
        with brought_about("department"):
            self._divide()
        self._asker = self._who_asks()
        if invented.work is not None:
            with brought_about("work"):
                self._engagement = engage(scene, invented.work)
        with brought_about("license"):
            self._then()

    def answered(self, action: str) -> WhatIf:
        """Return the answer to the question of an action; raises InvalidValue for one that no scenario could tell."""
        invented = self.invented
        wish, also = self.wishes.wish(action), tuple(self.wishes.wish(each, "also") for each in invented.also)
        asked = asked_step(invented, wish, also, self.scene.client)
        decision = self.scene.app.gate.check(
            Question(
                tenant_id=self.scene.tenant_id,
                by=self._asker,
                action=action,
                also=invented.also,
                department_id=self._departments.get(invented.department),
                manner=Manner.AS_SUPPORT if invented.as_support else Manner.ASK,
                capacity=invented.capacity,
                about=None if self._engagement is None else About.engagement(self._engagement),
                amount=Money.parse(invented.amount) if invented.amount else None,
            )
        )
        return WhatIf(
            situation=tuple(f"{each[0].upper()}{each[1:]}." for each in self.scene.sentences),
            question=f"{asked[0].upper()}{asked[1:]}.",
            decision=decision,
            clauses=terms_view(self.terms).clauses,
            scenario=scenario_text(self.scene.sentences, asked, decision, wish),
        )

    def _register(self) -> None:
        """Register the operations of the platform; one that the terms leave no room for opens nothing anywhere."""
        rows = "".join(
            f"[[permission]]\nname = {_quoted(each.name)}\ntitle = {_quoted(each.title)}\n"
            for each in self.wishes.catalogue.actions.values()
            if each.kind is ActionKind.OPERATION and each not in self.terms.actions
        )
        if rows:
            self.scene.app.policy.register_permissions(by=self.scene.staff, document=rows.encode())

    def _take_on(self) -> None:
        """Take the client on, up to where its license has begun, unless it is unpaid."""
        scene, invented = self.scene, self.invented
        app, kind, until = scene.app, KINDS[invented.kind], instant_step(UNTIL)
        added = app.tenancy.add_tenant(by=scene.staff, slug=scene.client.casefold(), kind=invented.kind)
        scene.tenant_id = added.tenant_id
        app.tenancy.configure_account(
            **scene.by_staff,
            legal_name=scene.client,
            country="GB",
            time_zone="UTC",
            language="en",
            contact_email="office@acme.example",
        )
        scene.owner = self._joins(scene.staff, "Olivia", owner=True)
        if invented.license in {InventedLicense.UNPAID, InventedLicense.TRIAL}:
            scene.say(f'"{scene.client}" was onboarded as {kind}, owned by "Olivia"')
            if invented.license is InventedLicense.TRIAL:
                self._begin_trial()
            return
        app.licensing.record_payment(**scene.by_staff, invoice=f"{scene.client}-1", since=NOW, until=UNTIL)
        app.tenancy.activate(**scene.by_staff)
        scene.say(f'"{scene.client}" is {kind} with a license paid until {until}, owned by "Olivia"')

    def _begin_trial(self) -> None:
        scene = self.scene
        scene.do(
            f'"{scene.client}" has a trial until {instant_step(TRIAL_UNTIL)}',
            lambda: scene.app.licensing.grant_trial(**scene.by_staff, since=NOW, until=TRIAL_UNTIL),
        )
        scene.do(f'staff has activated "{scene.client}"', lambda: scene.app.tenancy.activate(**scene.by_staff))

    def _divide(self) -> None:
        """Make the departments that are spoken of."""
        scene, invented = self.scene, self.invented
        names = [each for each in dict.fromkeys((invented.role_department, invented.department)) if each]
        for name in names:
            self._departments[name] = scene.app.access.departments.create(**scene.by_owner, name=name).department_id
        if names:
            scene.say(f'"{scene.client}" has the departments "{", ".join(names)}"')

    def _joins(self, by: Actor, name: str, *, owner: bool = False) -> ClientUser:
        scene, email = self.scene, f"{name.casefold()}@acme.example"
        app, tenant_id = scene.app, scene.tenant_id
        app.access.people.invite_user(by=by, tenant_id=tenant_id, name=name, email=email, owner=owner)
        app.work.worker.drain(tenant_id=tenant_id)
        accepted = app.access.invitations.accept(
            token=scene.mailbox.tokens[email], accept_terms=app.policy.offered_terms().digest if owner else None
        )
        return ClientUser(tenant_id, accepted.user_id)

    def _who_asks(self) -> Actor:
        """Return whoever asks, and bring about what that person is and holds."""
        scene = self.scene
        match self.invented.asker:
            case Asker.OWNER:
                return scene.owner
            case Asker.SUPPORT_STAFF:
                return evolve(scene.staff, permissions=frozenset({"staff.support"}))
            case Asker.CUSTOMER:
                scene.say(f'"Carl" is a customer of "{scene.client}"')
                return ClientUser(scene.tenant_id, _NOBODY)
            case _:
                return self._user()

    def _user(self) -> ClientUser:
        scene, invented = self.scene, self.invented
        with brought_about("asker"):
            user = self._joins(scene.owner, "Ada")
        scene.say(f'"Ada" is an internal user of "{scene.client}"')
        if invented.rights:
            self._give_role(user)
        if invented.asker is Asker.BLOCKED_USER:
            scene.do(
                '"Olivia" has blocked the user "Ada"',
                lambda: scene.app.access.people.deactivate(**scene.by_owner, user_id=user.user_id),
            )
        return user

    def _give_role(self, user: ClientUser) -> None:
        scene, invented = self.scene, self.invented
        roles = scene.app.access.roles
        with brought_about("rights"):
            role = roles.create(**scene.by_owner, name=_ROLE, permissions=invented.rights)
        names = ", ".join(map(self.wishes.right, invented.rights))
        scene.say(f'the role "{_ROLE}" of "{scene.client}" allows its holders to "{names}"')
        with brought_about("limit"):
            roles.assign(
                **scene.by_owner,
                user_id=user.user_id,
                role_id=role.role_id,
                department_id=self._departments.get(invented.role_department),
                approval_limit_minor=Money.parse(invented.limit).minor if invented.limit else None,
            )
        scene.say(role_step(invented, _ROLE))

    def _then(self) -> None:
        """Bring about what happens to the license after everybody is there."""
        scene = self.scene
        licensing, about, client = scene.app.licensing, scene.by_staff, scene.client
        match self.invented.license:
            case InventedLicense.OVERDUE:
                scene.move(UNTIL)
                scene.do(
                    f'the invoice "{client}-2" of "{client}" is overdue',
                    lambda: licensing.record_overdue(**about, invoice=f"{client}-2"),
                )
            case InventedLicense.REFUNDED:
                scene.do(
                    f'the invoice "{client}-1" of "{client}" was refunded in full',
                    lambda: licensing.refund_invoice(**about, invoice=f"{client}-1", full=True),
                )
            case InventedLicense.DISPUTED:
                scene.do(
                    f'the invoice "{client}-1" of "{client}" is disputed at the bank',
                    lambda: licensing.open_dispute(**about, dispute=f"{client}-1", invoice=f"{client}-1"),
                )
            case InventedLicense.CANCELED:
                scene.do(
                    '"Olivia" has canceled the license, effective immediately',
                    lambda: licensing.cancel(**scene.by_owner, at_period_end=False),
                )
            case InventedLicense.EXPIRED:
                scene.move(UNTIL)
            case InventedLicense.ON_HOLD:
                scene.do(
                    f'the provider has placed a hold on the license of "{client}" for "suspected abuse"',
                    lambda: licensing.place_hold(**about, kind=HoldKind.BREACH, why="suspected abuse", clause="0.1"),
                )
            case _:
                pass


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
