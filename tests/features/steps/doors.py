"""Steps about keys of programs, mailed links, sessions, and what staff is let see."""

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

DUTIES = {"support staff": Duty.SUPPORT, "administration staff": Duty.ADMIN, "billing staff": Duty.BILLING}
STAFF = f"(?P<staff>{'|'.join(DUTIES)})"


def _makes(story: Story, by: Actor, key: str, titles: str) -> None:
    assert isinstance(by, ClientUser)
    scopes = tuple(right(each) for each in names(titles))
    made = story.driver.doors.make_key(by, by.tenant_id, key, scopes)
    story.programs[key] = (made, evolve(by, scopes=frozenset(scopes), key_id=made.key_id))


def _tries_to_make(story: Story, by: ClientUser, key: str, titles: str) -> None:
    question = Question(by.tenant_id, by, "keys.manage")
    story.attempt(question, lambda: _makes(story, by, key, titles))


@given(parsers.re(r'"(?P<person>[^"]+)" made the key "(?P<key>[^"]+)" for "(?P<titles>[^"]+)"'))
def made_key(story: Story, person: str, key: str, titles: str) -> None:
    """Make a key for a program."""
    _makes(story, story.people[person], key, titles)


@given(parsers.re(r'"(?P<person>[^"]+)" rotated the key "(?P<key>[^"]+)" with an overlap of (?P<hours>\d+) hours'))
def rotated_key(story: Story, person: str, key: str, hours: str) -> None:
    """Give a key another secret; the scenario goes on with the former one."""
    made, _program = story.programs[key]
    story.driver.doors.rotate_key(
        story.person(person), story.client_of(person), made.key_id, timedelta(hours=int(hours))
    )


@given(parsers.re(r'"(?P<person>[^"]+)" has revoked the key "(?P<key>[^"]+)"'))
def revoked_key(story: Story, person: str, key: str) -> None:
    """Revoke a key."""
    made, _program = story.programs[key]
    story.driver.doors.revoke_key(story.person(person), story.client_of(person), made.key_id)


@when(parsers.re(r'"(?P<person>[^"]+)" makes the key "(?P<key>[^"]+)" for "(?P<titles>[^"]+)"'))
def makes_key(story: Story, person: str, key: str, titles: str) -> None:
    """Try to make a key."""
    _tries_to_make(story, story.people[person], key, titles)


@when(parsers.re(r'the program with the key "(?P<maker>[^"]+)" makes the key "(?P<key>[^"]+)" for "(?P<titles>[^"]+)"'))
def program_makes_key(story: Story, maker: str, key: str, titles: str) -> None:
    """Try to make a key by a key."""
    _tries_to_make(story, story.programs[maker][1], key, titles)


def _asks_by(story: Story, text: str, by: ClientUser, wish: str) -> None:
    """Show a key and ask, as a service does at each call."""
    question = story.question(by, wish, by.tenant_id)

    def ask() -> None:
        decision = story.driver.ask_by_key(text, question)
        if not decision.allowed:
            raise Refused(decision)

    story.attempt(question, ask)


@when(parsers.re(r'the program with the key "(?P<key>[^"]+)" asks for "(?P<wish>[^"]+)"'))
def program_asks(story: Story, key: str, wish: str) -> None:
    """Ask by a key."""
    made, program = story.programs[key]
    _asks_by(story, made.text, program, wish)


def _link(story: Story, person: str) -> str:
    client = next(name for name, tenant_id in story.clients.items() if tenant_id == story.client_of(person))
    return story.driver.doors.ask_link(story.client_of(person), client.casefold(), address(person))


@given(parsers.re(r'"(?P<person>[^"]+)" was mailed a link to sign in'))
def was_mailed_a_link(story: Story, person: str) -> None:
    """Have a link mailed."""
    story.keys["link"] = _link(story, person)


@given(parsers.re(r'"(?P<person>[^"]+)" has signed in by a mailed link'))
def has_signed_in(story: Story, person: str) -> None:
    """Sign in; the link is used then."""
    story.keys["link"] = _link(story, person)
    story.keys["session"] = story.driver.doors.use_link(story.keys["link"])


@given(parsers.re(r'"(?P<person>[^"]+)" has signed out'))
def has_signed_out(story: Story, person: str) -> None:
    """Sign out."""
    story.driver.doors.sign_out(story.people[person], story.client_of(person), story.keys["session"])


@when(parsers.re(r'"(?P<person>[^"]+)" asks in (?:her|his) session for "(?P<wish>[^"]+)"'))
def asks_in_session(story: Story, person: str, wish: str) -> None:
    """Ask in a session."""
    _asks_by(story, story.keys["session"], story.people[person], wish)


@when(parsers.re(r'somebody uses the link of "(?P<person>[^"]+)"'))
def uses_link(story: Story, person: str) -> None:
    """Try to sign in by a link."""
    question = story.question(story.person(person), "reading the own license", story.client_of(person))
    story.attempt(question, lambda: story.driver.doors.use_link(story.keys["link"]))


def _grant(story: Story) -> GrantId:
    assert story.grant is not None, "nobody asked for a grant"
    return story.grant


@given(
    parsers.re(rf'{STAFF} asked to (?P<what>see|change) the users of "(?P<client>[^"]+)" until (?P<until>{INSTANT})')
)
def asked_for_a_grant(story: Story, *, staff: str, what: str, client: str, until: str) -> None:
    """Ask for a break-glass grant."""
    story.grant = story.driver.doors.ask_grant(
        story.staff(DUTIES[staff]), story.clients[client], moment(until), changes=what == "change"
    )


@given(parsers.re(rf'{STAFF} has approved it for "(?P<client>[^"]+)"'))
def approved_the_grant(story: Story, staff: str, client: str) -> None:
    """Approve what was asked for."""
    story.driver.doors.approve_grant(story.staff(DUTIES[staff]), story.clients[client], _grant(story))


@given(parsers.re(r'"(?P<person>[^"]+)" has ended it'))
def ended_the_grant(story: Story, person: str) -> None:
    """End it early."""
    story.driver.doors.end_grant(story.person(person), story.client_of(person), _grant(story))


@when(parsers.re(rf'{STAFF} approves it for "(?P<client>[^"]+)"'))
def approves_the_grant(story: Story, staff: str, client: str) -> None:
    """Try to approve it."""
    by, tenant_id = story.staff(DUTIES[staff]), story.clients[client]
    question = Question(tenant_id, by, "provider.break_glass_approval")
    story.attempt(question, lambda: story.driver.doors.approve_grant(by, tenant_id, _grant(story)))


@when(parsers.re(rf'{STAFF} looks at the users of "(?P<client>[^"]+)"'))
def looks_at_users(story: Story, staff: str, client: str) -> None:
    """Try to list the users."""
    by, tenant_id = story.staff(DUTIES[staff]), story.clients[client]
    story.attempt(Question(tenant_id, by, "people.read"), lambda: story.driver.users(by, tenant_id))


@then(parsers.re(r'the journal of "(?P<client>[^"]+)" names the grant in its last entry'))
def journal_names_the_grant(story: Story, client: str) -> None:
    """Look for the grant in the newest entry."""
    assert story.driver.journal(story.clients[client])[-1].details["grant"] == str(_grant(story))


@then(parsers.re(r'"(?P<person>[^"]+)" sees that the grant is (?P<state>asked|open|ended|expired)'))
def sees_the_grant(story: Story, person: str, state: str) -> None:
    """List the grants as the client does."""
    assert story.driver.doors.grants(story.person(person), story.client_of(person))[0] == state
