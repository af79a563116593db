"""No sequence of own acts raises rights beyond what the first actor held, through no second account either."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from drawing import often
from saas_core.access.errors import AccessConflict
from saas_core.access.values import RoleGrant
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import TenantId
from saas_core.policy.circumstances import Presence
from saas_core.policy.decision import Refused

OPERATIONS = ("people.manage", "roles.manage", "invoices.read", "invoices.approve", "stock.adjust")
PATTERNS = (*OPERATIONS, "invoices.*", "stock.*")

acts = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "create",
                "edit",
                "delete",
                "assign",
                "assign",
                "unassign",
                "invite",
                "accept",
                "move",
                "found",
                "deactivate",
                "reactivate",
                "address",
            ]
        ),
        *[st.integers(0, 50) for _ in range(4)],
        st.frozensets(st.sampled_from(PATTERNS), max_size=3),
    ),
    min_size=5,
    max_size=25,
)

Company = Any  # of the conftest beside this file
starts = st.tuples(
    st.frozensets(st.sampled_from(PATTERNS)), st.frozensets(st.sampled_from(PATTERNS)), st.integers(0, 3)
)


class Sequence:
    """One person, the accounts that person gets hold of, and everybody else."""

    def __init__(self, company: Company, tenant: TenantId, start) -> None:
        everywhere, somewhere, place = start
        self.company, self.tenant = company, tenant
        sales = company.department("Sales")
        self.places = [None, sales, company.department("Retail", sales), company.department("Buying")]
        # Always able to try everything; what else is held varies.
        first = company.role("First", "people.manage", "roles.manage", *everywhere)
        self.roles = [first, company.role("Second", *somewhere), company.role("Strong", "stock.*", "invoices.*")]
        grants = [RoleGrant(first)] if place == 3 else [RoleGrant(first), RoleGrant(self.roles[1], self.places[place])]
        self.actor = company.joined("Mallory", *grants)
        others = [
            company.joined("Ben", RoleGrant(self.roles[2], sales)),
            company.joined("Eva", RoleGrant(self.roles[2])),
            company.invite("Ivo", RoleGrant(self.roles[2])).user_id,
            company.joined("Una", RoleGrant(self.roles[1], self.places[3])),
        ]
        self.others = [each.user_id if isinstance(each, ClientUser) else each for each in others]
        self.controlled = [self.actor]
        self.invited: list = []
        self.founded: list = []
        self.fresh = 0

    def points(self):
        """Every permission in every place that was there at the start."""
        return set(product(OPERATIONS, self.places))

    def rights(self, who: ClientUser):
        """The rights from a user's roles, whatever its state, since a state is easily changed."""
        from saas_core.access.policies import Tree, holdings, rights

        with self.company.store.read(self.tenant) as work:
            held = holdings(work.assignments.of_user(who.user_id), work.roles.all())
            tree = Tree.of(work.departments.all())
            return {point for point in self.points() if rights(Presence.ACTIVE, held, tree, *point).through}

    def act(self, kind, by, thing, other, place, patterns) -> None:
        """Try something as one of the accounts; a refusal is an answer too."""
        actor = self.controlled[by % len(self.controlled)]
        role = self.roles[thing % len(self.roles)]
        second = self.roles[place % len(self.roles)]
        everywhere = [*self.places, *self.founded]
        spot = everywhere[place % len(everywhere)]
        moved = everywhere[1 + other % (len(everywhere) - 1)]
        users = [*self.others, *[each.user_id for each in self.controlled], *self.invited]
        user = users[other % len(users)]
        about = {"by": actor, "tenant_id": self.tenant}
        company = self.company
        self.fresh += 1
        match kind:
            case "create":
                made = company.roles.create(**about, name=f"Role {self.fresh}", permissions=patterns)
                self.roles.append(made.role_id)
            case "edit":
                company.roles.edit(**about, role_id=role, permissions=patterns)
            case "delete":
                company.roles.delete(**about, role_id=role, replacement_id=second)
            case "assign":
                company.roles.assign(**about, user_id=user, role_id=role, department_id=spot)
            case "unassign":
                company.roles.unassign(**about, user_id=user, role_id=role, department_id=spot)
            case "invite":
                grants = (RoleGrant(role, spot),) if patterns else ()
                added = company.people.invite_user(
                    **about, name="Sock", email=f"sock{self.fresh}@mallory.example", grants=grants, owner=other % 7 == 0
                )
                self.invited.append(added.user_id)
            case "accept" if self.invited:
                user_id = self.invited.pop()
                company.accept(user_id)
                self.controlled.append(ClientUser(self.tenant, user_id))
            case "move":
                company.departments.move(**about, department_id=moved, parent_id=spot)
            case "found":
                made = company.departments.create(**about, name=f"Place {self.fresh}", parent_id=spot)
                self.founded.append(made.department_id)
            case "deactivate":
                company.people.deactivate(**about, user_id=user)
            case "reactivate":
                company.people.reactivate(**about, user_id=user)
            case "address":
                # Whoever gets the mail of an account gets the account.
                company.people.change_user(**about, user_id=user, email=f"own{self.fresh}@mallory.example")
                company.invitations.send(**about, user_id=user)
                company.accept(user)
                self.controlled.append(ClientUser(self.tenant, user))


def _new_company(company):
    return type(company)()


@often(120, suppress_health_check=list(HealthCheck))
@given(starts, acts)
def test_no_sequence_of_own_acts_raises_rights(company: Company, tenant: TenantId, start, sequence) -> None:
    """Whatever the accounts of one person do, together they hold no more than that person held at the start (1.5)."""
    world = Sequence(_new_company(company), tenant, start)
    held = world.rights(world.actor)
    before = {each: world.rights(ClientUser(tenant, each)) for each in world.others}
    for step in sequence:
        try:
            world.act(*step)
        except (AccessConflict, InvalidValue, NotFound, Refused):
            continue
        for each in world.controlled:
            assert world.rights(each) <= held, step
        for each in world.others:
            assert world.rights(ClientUser(tenant, each)) <= before[each] | held, step


def test_the_property_would_see_a_raise(company: Company, tenant: TenantId) -> None:
    """The measure itself works: a grant by the owner is seen as one."""
    world = Sequence(company, tenant, (frozenset(), frozenset(), 3))
    held = world.rights(world.actor)
    company.roles.assign(by=company.owner, tenant_id=tenant, user_id=world.actor.user_id, role_id=world.roles[2])
    assert not world.rights(world.actor) <= held
