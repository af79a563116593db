"""The checks behind the Thens of the scenarios are shown to fail."""

from __future__ import annotations

import pytest

from features.drivers.driver import Driver
from features.drivers.values import Duty, Money
from features.steps.answers import nothing_but_the_ticket, nothing_has_changed, the_answer_is
from features.steps.clients import take_on
from features.steps.story import Story, moment
from features.wishes import ADDED
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import LicenseeKind, Question
from saas_core.support.values import ScopeKind


@pytest.fixture
def bolt(story: Story) -> Story:
    """Begin a story with one licensed client, and look at it."""
    take_on(story, "Bolt", LicenseeKind.BUSINESS_OPERATOR, "Olivia")
    story.driver.clock.at = moment("2026-03-01 12:00 UTC")
    paid = Money("Bolt-1", "was paid", story.driver.clock.now(), moment("2027-03-01 00:00 UTC"))
    story.driver.record(story.staff(Duty.BILLING), story.clients["Bolt"], paid)
    story.driver.activate(story.staff(), story.clients["Bolt"])
    story.look()
    return story


def _adds_a_user(driver: Driver, story: Story) -> None:
    driver.add_user(story.owner_of("Bolt"), story.clients["Bolt"], "Ben")


def _creates_a_role(driver: Driver, story: Story) -> None:
    driver.create_role(story.owner_of("Bolt"), story.clients["Bolt"], "Clerk", ("invoices.read",))


def _adds_a_department(driver: Driver, story: Story) -> None:
    driver.add_department(story.owner_of("Bolt"), story.clients["Bolt"], "Sales", None)


def _holds_the_license(driver: Driver, story: Story) -> None:
    driver.hold(story.staff(Duty.LICENSING), story.clients["Bolt"], "unlawful content")


def _configures_the_account(driver: Driver, story: Story) -> None:
    driver.configure_account(
        story.owner_of("Bolt"), story.clients["Bolt"], legal_name="Bolt Ltd", time_zone="Europe/Paris"
    )


def _requests_an_estimate(driver: Driver, story: Story) -> None:
    driver.estimating.request(story.owner_of("Bolt"), story.clients["Bolt"], "A report")


def _registers_an_operation(driver: Driver, _story: Story) -> None:
    driver.add_operations(ADDED)


@pytest.mark.parametrize(
    "change",
    [
        _adds_a_user,
        _creates_a_role,
        _adds_a_department,
        _holds_the_license,
        _configures_the_account,
        _registers_an_operation,
        _requests_an_estimate,
    ],
)
def test_a_change_of_any_kind_is_seen(bolt: Story, change: object) -> None:
    """The step "nothing has changed" fails after every kind of change."""
    nothing_has_changed(bolt)
    assert callable(change)
    change(bolt.driver, bolt)
    with pytest.raises(AssertionError):
        nothing_has_changed(bolt)


def test_a_client_that_was_taken_on_is_seen(bolt: Story) -> None:
    """The step "nothing has changed" fails when a client came."""
    bolt.driver.add_client(bolt.staff(), "globex", LicenseeKind.BUSINESS_OPERATOR)
    with pytest.raises(AssertionError):
        nothing_has_changed(bolt)


def test_a_refusal_kept_in_the_journal_is_no_change(bolt: Story) -> None:
    """A request for something never granted is journaled and changes nothing else."""
    bolt.ask(bolt.question(bolt.person("Olivia"), "backend access", bolt.clients["Bolt"]))
    nothing_has_changed(bolt)


def _opens_a_ticket(driver: Driver, story: Story) -> None:
    ticket = driver.tickets.open(story.owner_of("Bolt"), story.clients["Bolt"], "How do I print?", None)
    story.ticket = story.clients["Bolt"], ticket.ticket_id


def _asks_for_an_estimate(driver: Driver, story: Story) -> None:
    assert story.ticket is not None
    by = story.staff()
    driver.tickets.classify(by, *story.ticket, ScopeKind.OUT_OF_SCOPE, named="exclusion.design_ui")
    driver.tickets.convert(by, *story.ticket)


def test_a_changed_ticket_is_seen_and_hides_no_other_change(bolt: Story) -> None:
    """The step "nothing has changed but the ticket" fails without a change of one, and after any other change."""
    with pytest.raises(AssertionError):
        nothing_but_the_ticket(bolt, None)
    _opens_a_ticket(bolt.driver, bolt)
    nothing_but_the_ticket(bolt, None)
    with pytest.raises(AssertionError):
        nothing_has_changed(bolt)
    _asks_for_an_estimate(bolt.driver, bolt)
    nothing_but_the_ticket(bolt, " and its request for an estimate")
    with pytest.raises(AssertionError):
        nothing_but_the_ticket(bolt, None)
    _adds_a_user(bolt.driver, bolt)
    with pytest.raises(AssertionError):
        nothing_but_the_ticket(bolt, " and its request for an estimate")


@pytest.mark.parametrize(
    ("verdict", "clauses"),
    [
        ("DENIED", "0.1, 1.3, 1.4 and 1.4.b"),
        ("ALLOWED", "1.4 and 1.4.b"),
        ("ALLOWED", "0.1, 1.2, 1.3, 1.4 and 1.4.b"),
    ],
)
def test_another_verdict_or_clause_is_seen(bolt: Story, verdict: str, clauses: str) -> None:
    """The step about the answer fails for another verdict, a clause left out, and a clause that did not decide."""
    bolt.ask(bolt.question(bolt.person("Olivia"), "read invoices", bolt.clients["Bolt"]))
    the_answer_is(bolt, "ALLOWED", "0.1, 1.3, 1.4 and 1.4.b")
    with pytest.raises(AssertionError):
        the_answer_is(bolt, verdict, clauses)


def test_a_command_that_ignores_the_judgement_is_seen(bolt: Story) -> None:
    """An attempt that goes through although the judgement refuses it fails the scenario."""
    question = Question(PROVIDER, bolt.staff(Duty.SUPPORT), "provider.staff")
    with pytest.raises(AssertionError):
        bolt.attempt(question, lambda: None)
