"""Steps about keys for programs, emailed links, sessions, and grants of access to staff."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve
from pytest_bdd import given, parsers, then, when

from features.drivers.values import Duty, address
from features.steps.story import INSTANT, Story, moment, names
from features.wishes import right
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import GrantId
from saas_core.policy.decision import Question, Refused

DUTIES = {"support staff": Duty.SUPPORT, "administrative staff": Duty.ADMIN, "billing staff": Duty.BILLING}
STAFF = f"(?P<staff>{'|'.join(DUTIES)})"


def _makes(story: Story, by: Actor, key: str, titles: str) -> None:
    assert isinstance(by, ClientUser)
    scopes = tuple(right(each) for each in names(titles))
    made = story.driver.doors.make_key(by, by.tenant_id, key, scopes)
    story.programs[key] = (made, evolve(by, scopes=frozenset(scopes), key_id=made.key_id))


def _tries_to_make(story: Story, by: ClientUser, key: str, titles: str) -> None:
    question = Question(by.tenant_id, by, "keys.manage")
    story.attempt(question, lambda: _makes(story, by, key, titles))


@given(parsers.re(r'"(?P<person>[^"]+)" created the key "(?P<key>[^"]+)" (?:to|for) "(?P<titles>[^"]+)"'))
def made_key(story: Story, person: str, key: str, titles: str) -> None:
    """Create a key for a program."""
    _makes(story, story.people[person], key, titles)


@given(parsers.re(r'"(?P<person>[^"]+)" rotated the key "(?P<key>[^"]+)" with an overlap of (?P<hours>\d+) hours'))
def rotated_key(story: Story, person: str, key: str, hours: str) -> None:
    """Rotate a key; the scenario continues with the old secret."""
    made, _program = story.programs[key]
    story.driver.doors.rotate_key(
        story.person(person), story.client_of(person), made.key_id, timedelta(hours=int(hours))
    )


@given(parsers.re(r'"(?P<person>[^"]+)" has revoked the key "(?P<key>[^"]+)"'))
def revoked_key(story: Story, person: str, key: str) -> None:
    """Revoke a key."""
    made, _program = story.programs[key]
    story.driver.doors.revoke_key(story.person(person), story.client_of(person), made.key_id)


@when(parsers.re(r'"(?P<person>[^"]+)" creates the key "(?P<key>[^"]+)" (?:to|for) "(?P<titles>[^"]+)"'))
def makes_key(story: Story, person: str, key: str, titles: str) -> None:
    """Try to create a key."""
    _tries_to_make(story, story.people[person], key, titles)


@when(
    parsers.re(
        r'the program with the key "(?P<maker>[^"]+)" creates the key "(?P<key>[^"]+)" (?:to|for) "(?P<titles>[^"]+)"'
    )
)
def program_makes_key(story: Story, maker: str, key: str, titles: str) -> None:
    """Try to create a key with a key."""
    _tries_to_make(story, story.programs[maker][1], key, titles)


def _asks_by(story: Story, text: str, by: ClientUser, wish: str) -> None:
    """Present a key and ask, as a service does on each call."""
    question = story.question(by, wish, by.tenant_id)

    def ask() -> None:
        decision = story.driver.ask_by_key(text, question)
        if not decision.allowed:
            raise Refused(decision)

    story.attempt(question, ask)


@when(parsers.re(r'the program with the key "(?P<key>[^"]+)" asks (?:to |for )?"(?P<wish>[^"]+)"'))
def program_asks(story: Story, key: str, wish: str) -> None:
    """Ask with a key."""
    made, program = story.programs[key]
    _asks_by(story, made.text, program, wish)


def _link(story: Story, person: str) -> str:
    client = next(name for name, tenant_id in story.clients.items() if tenant_id == story.client_of(person))
    return story.driver.doors.ask_link(story.client_of(person), client.casefold(), address(person))


@given(parsers.re(r'"(?P<person>[^"]+)" was emailed a sign-in link'))
def was_mailed_a_link(story: Story, person: str) -> None:
    """Have a sign-in link emailed."""
    story.keys["link"] = _link(story, person)


@given(parsers.re(r'"(?P<person>[^"]+)" has signed in with an emailed link'))
def has_signed_in(story: Story, person: str) -> None:
    """Sign in, which uses up the link."""
    story.keys["link"] = _link(story, person)
    story.keys["session"] = story.driver.doors.use_link(story.keys["link"])


@given(parsers.re(r'"(?P<person>[^"]+)" has signed out'))
def has_signed_out(story: Story, person: str) -> None:
    """Sign out."""
    story.driver.doors.sign_out(story.people[person], story.client_of(person), story.keys["session"])


@when(parsers.re(r'"(?P<person>[^"]+)" asks in (?:her|his) session (?:to |for )?"(?P<wish>[^"]+)"'))
def asks_in_session(story: Story, person: str, wish: str) -> None:
    """Ask in a session."""
    _asks_by(story, story.keys["session"], story.people[person], wish)


@when(parsers.re(r'someone uses the link sent to "(?P<person>[^"]+)"'))
def uses_link(story: Story, person: str) -> None:
    """Try to sign in with a link."""
    question = story.question(story.person(person), "view the client's own license", story.client_of(person))
    story.attempt(question, lambda: story.driver.doors.use_link(story.keys["link"]))


def _grant(story: Story) -> GrantId:
    assert story.grant is not None, "nobody asked for a grant"
    return story.grant


@given(
    parsers.re(rf'{STAFF} asked to (?P<what>view|change) the users of "(?P<client>[^"]+)" until (?P<until>{INSTANT})')
)
def asked_for_a_grant(story: Story, *, staff: str, what: str, client: str, until: str) -> None:
    """Ask for a break-glass grant."""
    story.grant = story.driver.doors.ask_grant(
        story.staff(DUTIES[staff]), story.clients[client], moment(until), changes=what == "change"
    )


@given(parsers.re(rf'{STAFF} has approved the request for "(?P<client>[^"]+)"'))
def approved_the_grant(story: Story, staff: str, client: str) -> None:
    """Approve the requested grant."""
    story.driver.doors.approve_grant(story.staff(DUTIES[staff]), story.clients[client], _grant(story))


@given(parsers.re(r'"(?P<person>[^"]+)" has ended the grant'))
def ended_the_grant(story: Story, person: str) -> None:
    """End a grant early."""
    story.driver.doors.end_grant(story.person(person), story.client_of(person), _grant(story))


@given(parsers.re(r"administrative staff added support staff (?P<days>\d+) days ago"))
def added_lately(story: Story, days: str) -> None:
    """Have one member of staff add the other."""
    since = story.driver.clock.now() - timedelta(days=int(days))
    story.driver.doors.came(story.staff(), since, by=story.staff(Duty.ADMIN))


@given(parsers.re(r"administrative staff joined (?P<hours>\d+) hours ago"))
def joined_lately(story: Story, hours: str) -> None:
    """Have a member of staff be new."""
    since = story.driver.clock.now() - timedelta(hours=int(hours))
    story.driver.doors.came(story.staff(Duty.ADMIN), since)


@given("the provider has nobody but administrative staff")
def nobody_else(story: Story) -> None:
    """Let the others leave."""
    for duty in (Duty.SUPPORT, Duty.BILLING, Duty.LICENSING):
        story.driver.doors.leave(story.staff(Duty.ADMIN), story.staff(duty))


@given(parsers.re(r'"(?P<person>[^"]+)" has confirmed the request with the emailed link'))
def confirmed_the_grant(story: Story, person: str) -> None:
    """Confirm a grant as an owner."""
    story.driver.doors.confirm_grant(story.client_of(person), address(person))


@given(parsers.re(r'"(?P<person>[^"]+)" has taken back what was given under the grant'))
def took_back(story: Story, person: str) -> None:
    """Take back what was given."""
    story.driver.doors.take_back(story.person(person), story.client_of(person), _grant(story))


@when(parsers.re(r'support staff asks whether "(?P<name>[^"]+)" may "(?P<wish>[^"]+)"'))
def staff_asks_about(story: Story, name: str, wish: str) -> None:
    """Try to learn what a user may do."""
    by, tenant_id = story.staff(), story.client_of(name)
    about = story.question(story.people[name], wish, tenant_id)
    story.attempt(Question(tenant_id, by, "roles.read"), lambda: story.driver.doors.ask_about(by, about))


@when(parsers.re(rf'{STAFF} approves the request for "(?P<client>[^"]+)"'))
def approves_the_grant(story: Story, staff: str, client: str) -> None:
    """Try to approve the requested grant."""
    by, tenant_id = story.staff(DUTIES[staff]), story.clients[client]
    question = Question(tenant_id, by, "provider.break_glass_approval")
    story.attempt(question, lambda: story.driver.doors.approve_grant(by, tenant_id, _grant(story)))


@when(parsers.re(rf'{STAFF} views the users of "(?P<client>[^"]+)"'))
def looks_at_users(story: Story, staff: str, client: str) -> None:
    """Try to list the users."""
    by, tenant_id = story.staff(DUTIES[staff]), story.clients[client]
    story.attempt(Question(tenant_id, by, "people.read"), lambda: story.driver.users(by, tenant_id))


@then(parsers.re(r'the last entry in the journal of "(?P<client>[^"]+)" names the grant'))
def journal_names_the_grant(story: Story, client: str) -> None:
    """Look for the grant in the latest entry."""
    assert story.driver.journal(story.clients[client])[-1].details["grant"] == str(_grant(story))


@then(parsers.re(r'"(?P<person>[^"]+)" sees that the grant is (?P<state>asked|open|ended|expired)'))
def sees_the_grant(story: Story, person: str, state: str) -> None:
    """List the grants as the client does."""
    assert story.driver.doors.grants(story.person(person), story.client_of(person))[0] == state
