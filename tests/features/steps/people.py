"""Steps about users, roles and departments of a client."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from pytest_bdd import given, parsers, then, when

from features.steps.story import AMOUNT, Story, names
from features.wishes import right
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.money import Money
from saas_core.policy.decision import Question

PLACE = r'(?: in the department "(?P<department>[^"]+)")?'


def _joins(story: Story, by: Actor, tenant_id: TenantId, name: str) -> None:
    joined = story.driver.join(by, tenant_id, name)
    story.people[name], story.keys[name] = joined.actor, joined.key


def _rights(titles: str) -> tuple[str, ...]:
    return tuple(right(title) for title in names(titles))


@given(parsers.re(r'"(?P<name>[^"]+)" is an internal user of "(?P<client>[^"]+)"'))
def internal_user(story: Story, name: str, client: str) -> None:
    """Add a user, who accepts the invitation."""
    _joins(story, story.owner_of(client), story.clients[client], name)


@given(
    parsers.re(
        r'"(?P<name>[^"]+)" is an internal user of "(?P<client>[^"]+)" with the role "(?P<role>[^"]+)" '
        r'to "(?P<titles>[^"]+)"'
    )
)
def internal_user_with(story: Story, name: str, client: str, role: str, titles: str) -> None:
    """Create a role, add a user, and assign the role to the user."""
    role_allows(story, role, client, titles)
    internal_user(story, name, client)
    holds_the_role(story, name=name, role=role, limit=None, department=None)


@given(parsers.re(r'"(?P<client>[^"]+)" has (?P<number>\d+) internal users'))
def has_internal_users(story: Story, client: str, number: str) -> None:
    """Add users up to the given number."""
    by, tenant_id = story.owner_of(client), story.clients[client]
    there = len(story.driver.users(by, tenant_id))
    story.driver.add_many(by, tenant_id, (f"User {place}" for place in range(there, int(number))))


@given(parsers.re(r'"(?P<name>[^"]+)" is a customer of "(?P<client>[^"]+)"'))
def customer(story: Story, name: str, client: str) -> None:
    """Name a person who is not a user of the client."""
    story.people[name] = ClientUser(story.clients[client], UserId(UUID(int=0xC0DE)))


@given(parsers.re(r'the role "(?P<name>[^"]+)" of "(?P<client>[^"]+)" allows (?:its holders to )?"(?P<titles>[^"]+)"'))
def role_allows(story: Story, name: str, client: str, titles: str) -> None:
    """Create a role."""
    story.driver.create_role(story.owner_of(client), story.clients[client], name, _rights(titles))


@given(
    parsers.re(rf'"(?P<name>[^"]+)" holds the role "(?P<role>[^"]+)"(?: with a limit of (?P<limit>{AMOUNT}))?{PLACE}')
)
def holds_the_role(story: Story, *, name: str, role: str, limit: str | None, department: str | None) -> None:
    """Assign a role to a user, as the owner, maybe with an approval limit or in a department."""
    tenant_id = story.client_of(name)
    story.driver.give(
        story.owner_beside(name),
        tenant_id,
        story.user(name),
        story.role(tenant_id, role),
        story.department(tenant_id, department),
        limit_minor=None if limit is None else Money.parse(limit).minor,
    )


@given(parsers.re(r'"(?P<client>[^"]+)" has the departments "(?P<titles>[^"]+)"'))
def has_departments(story: Story, client: str, titles: str) -> None:
    """Add departments at the top of the tree."""
    tenant_id = story.clients[client]
    for name in names(titles):
        found = story.driver.add_department(story.owner_of(client), tenant_id, name, None)
        story.departments[tenant_id, name] = found


@given(parsers.re(r'the department "(?P<name>[^"]+)" is part of "(?P<above>[^"]+)"'))
def department_is_part(story: Story, name: str, above: str) -> None:
    """Add a department under another."""
    tenant_id, parent = next((client, found) for (client, known), found in story.departments.items() if known == above)
    by = next(story.owner_of(each) for each, known in story.clients.items() if known == tenant_id)
    story.departments[tenant_id, name] = story.driver.add_department(by, tenant_id, name, parent)


@given(
    parsers.re(
        r'"(?P<person>[^"]+)" has changed the role "(?P<role>[^"]+)" so that it allows '
        r'its holders to "(?P<titles>[^"]+)"'
    )
)
def has_changed_role(story: Story, person: str, role: str, titles: str) -> None:
    """Change the permissions of a role."""
    tenant_id = story.client_of(person)
    story.driver.change_role(story.person(person), tenant_id, story.role(tenant_id, role), _rights(titles))


@given(parsers.re(r'"(?P<person>[^"]+)" has replaced the role "(?P<role>[^"]+)" with the role "(?P<instead>[^"]+)"'))
def has_replaced_role(story: Story, person: str, role: str, instead: str) -> None:
    """Delete a role in favor of another."""
    tenant_id = story.client_of(person)
    story.driver.delete_role(
        story.person(person), tenant_id, story.role(tenant_id, role), story.role(tenant_id, instead)
    )


@given(parsers.re(r'"(?P<person>[^"]+)" has blocked the user "(?P<name>[^"]+)"'))
def has_blocked(story: Story, person: str, name: str) -> None:
    """Block a user."""
    story.driver.block(story.person(person), story.client_of(person), story.user(name))


@given(
    parsers.re(
        r'"(?P<person>[^"]+)" has moved "(?P<name>[^"]+)" from the role "(?P<old>[^"]+)" in "(?P<before>[^"]+)" '
        r'to the role "(?P<new>[^"]+)" in "(?P<after>[^"]+)"'
    )
)
def has_moved(story: Story, *, person: str, name: str, old: str, before: str, new: str, after: str) -> None:
    """Withdraw a role in one department and assign one in another."""
    by, tenant_id, user_id = story.person(person), story.client_of(person), story.user(name)
    story.driver.take(by, tenant_id, user_id, story.role(tenant_id, old), story.department(tenant_id, before))
    story.driver.give(by, tenant_id, user_id, story.role(tenant_id, new), story.department(tenant_id, after))


def _tries(
    story: Story,
    by: Actor,
    tenant_id: TenantId,
    action: str,
    do: Callable[[], object],
    *,
    department: str | None = None,
) -> None:
    question = Question(tenant_id, by, action, department_id=story.department(tenant_id, department))
    story.attempt(question, do)


@when(parsers.re(r'"(?P<person>[^"]+)" adds the internal user "(?P<name>[^"]+)"'))
def adds_user(story: Story, person: str, name: str) -> None:
    """Try to add a user."""
    by, tenant_id = story.person(person), story.client_of(person)
    _tries(story, by, tenant_id, "people.manage", lambda: story.driver.add_user(by, tenant_id, name))


@when(parsers.re(r'support staff adds the internal user "(?P<name>[^"]+)" at "(?P<client>[^"]+)"'))
def staff_adds_user(story: Story, name: str, client: str) -> None:
    """Try to add a user as staff."""
    by, tenant_id = story.staff(), story.clients[client]
    _tries(story, by, tenant_id, "people.manage", lambda: story.driver.add_user(by, tenant_id, name))


@when(parsers.re(r'"(?P<person>[^"]+)" adds (?P<number>\d+) internal users at once'))
def adds_many(story: Story, person: str, number: str) -> None:
    """Try to add many users at once."""
    by, tenant_id = story.person(person), story.client_of(person)
    fresh = tuple(f"New {place}" for place in range(int(number)))
    _tries(story, by, tenant_id, "people.manage", lambda: story.driver.add_many(by, tenant_id, fresh))


@when(parsers.re(r'"(?P<person>[^"]+)" blocks the user "(?P<name>[^"]+)"'))
def blocks(story: Story, person: str, name: str) -> None:
    """Try to block a user."""
    by, tenant_id, user_id = story.person(person), story.client_of(person), story.user(name)
    _tries(story, by, tenant_id, "people.take_away", lambda: story.driver.block(by, tenant_id, user_id))


def _gives(story: Story, by: Actor, tenant_id: TenantId, *, name: str, role: str, department: str | None) -> None:
    user_id, role_id = story.user(name), story.role(tenant_id, role)
    place = story.department(tenant_id, department)

    def do() -> None:
        story.driver.give(by, tenant_id, user_id, role_id, place)

    _tries(story, by, tenant_id, "roles.manage", do, department=department)


@when(parsers.re(rf'"(?P<person>[^"]+)" assigns the role "(?P<role>[^"]+)" to "(?P<name>[^"]+)"{PLACE}'))
def gives_role(story: Story, person: str, role: str, name: str, department: str | None) -> None:
    """Try to assign a role."""
    _gives(story, story.person(person), story.client_of(person), name=name, role=role, department=department)


@when(parsers.re(r'support staff assigns the role "(?P<role>[^"]+)" to "(?P<name>[^"]+)" at "(?P<client>[^"]+)"'))
def staff_gives_role(story: Story, role: str, name: str, client: str) -> None:
    """Try to assign a role as staff."""
    _gives(story, story.staff(), story.clients[client], name=name, role=role, department=None)


@given(parsers.re(r'support staff has assigned the role "(?P<role>[^"]+)" to "(?P<name>[^"]+)" at "(?P<client>[^"]+)"'))
def staff_gave_role(story: Story, role: str, name: str, client: str) -> None:
    """Assign a role as staff, under a grant."""
    tenant_id = story.clients[client]
    story.driver.give(story.staff(), tenant_id, story.user(name), story.role(tenant_id, role), None)


@when(parsers.re(r'"(?P<person>[^"]+)" creates the role "(?P<name>[^"]+)" that allows "(?P<titles>[^"]+)"'))
def creates_role(story: Story, person: str, name: str, titles: str) -> None:
    """Try to create a role."""
    by, tenant_id = story.person(person), story.client_of(person)
    wanted = _rights(titles)
    _tries(story, by, tenant_id, "roles.manage", lambda: story.driver.create_role(by, tenant_id, name, wanted))


@when(parsers.re(r'"(?P<person>[^"]+)" deletes the role "(?P<role>[^"]+)"'))
def deletes_role(story: Story, person: str, role: str) -> None:
    """Try to delete a role without naming a replacement."""
    by, tenant_id = story.person(person), story.client_of(person)
    role_id = story.role(tenant_id, role)
    _tries(story, by, tenant_id, "roles.manage", lambda: story.driver.delete_role(by, tenant_id, role_id, None))


@when(parsers.re(r'"(?P<person>[^"]+)" deletes the department "(?P<name>[^"]+)"'))
def deletes_department(story: Story, person: str, name: str) -> None:
    """Try to delete a department."""
    by, tenant_id = story.person(person), story.client_of(person)
    place = story.departments[tenant_id, name]
    _tries(story, by, tenant_id, "people.manage", lambda: story.driver.delete_department(by, tenant_id, place))


@then(parsers.re(r'"(?P<client>[^"]+)" has (?P<number>\d+) internal users'))
def counts_users(story: Story, client: str, number: str) -> None:
    """Count the users."""
    assert len(story.driver.users(story.owner_of(client), story.clients[client])) == int(number)


@then(parsers.re(r'the user "(?P<name>[^"]+)" is blocked'))
def is_blocked(story: Story, name: str) -> None:
    """Look up the state of a user, which nobody may list without a license."""
    assert story.driver.state(story.client_of(name), story.user(name)) == "deactivated"


@then(parsers.re(r'"(?P<name>[^"]+)" may "(?P<wish>[^"]+)"'))
def may_do(story: Story, name: str, wish: str) -> None:
    """Ask whether a user may do something now."""
    question = story.question(story.person(name), wish, story.client_of(name))
    assert story.driver.judge_again(question, at=story.driver.clock.now()).allowed
