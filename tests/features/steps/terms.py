"""Steps about what the provider offers: operations of the platform, and versions of the terms."""

from __future__ import annotations

import re

from pytest_bdd import given, parsers, when

from features.drivers.values import Duty
from features.steps.story import INSTANT, Story, moment
from features.wishes import ADDED
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Question

SHIPPED = "2026-02"


def changed(document: str, **values: str) -> str:
    """Return the terms document with some top-level values replaced, given in its own notation."""
    for key, value in values.items():
        document, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", document, count=1)
        assert found, key
    return document


def reordered(document: str) -> str:
    """Return the document with its clauses, areas and actions in reverse order."""
    head, *tables = re.split(r"(?m)^(?=\[\[)", document)
    return head + "\n".join(reversed([table.rstrip() + "\n" for table in tables]))


@given(parsers.re(r'the provider added the operation "(?P<title>[^"]+)" to the platform'))
def added_operation(story: Story, title: str) -> None:
    """Register another operation."""
    story.driver.add_operations({title: ADDED[title]})


@given(
    parsers.re(
        rf'the provider offers new terms "(?P<version>[^"]+)" at \$(?P<rate>\d+) per hour, effective (?P<at>{INSTANT})'
    )
)
def new_terms(story: Story, version: str, rate: str, at: str) -> None:
    """Publish a version with a different rate."""
    document = story.driver.terms_document(SHIPPED)
    effective = moment(at).isoformat()
    fresh = changed(document, version=f'"{version}"', effective_from=effective, hourly_rate=f'"{rate}.00"')
    story.driver.publish_terms(fresh)


@given(
    parsers.re(
        r'the provider offers terms "(?P<version>[^"]+)" with a grace period of (?P<days>\d+) days '
        rf"for debts no older than (?P<oldest>\d+) days, effective (?P<at>{INSTANT})"
    )
)
def terms_with_grace(story: Story, *, version: str, days: str, oldest: str, at: str) -> None:
    """Publish a version with a grace period."""
    fresh = changed(
        story.driver.terms_document(SHIPPED),
        version=f'"{version}"',
        effective_from=moment(at).isoformat(),
        grace_days=days,
        grace_longest_invoice_age_days=oldest,
    )
    story.driver.publish_terms(fresh)


@given(
    parsers.re(
        r'the provider offers the same terms in a different order as "(?P<version>[^"]+)", '
        rf"effective (?P<at>{INSTANT})"
    )
)
def reordered_terms(story: Story, version: str, at: str) -> None:
    """Publish a version with the same content in a different order."""
    document = reordered(story.driver.terms_document(SHIPPED))
    story.driver.publish_terms(changed(document, version=f'"{version}"', effective_from=moment(at).isoformat()))


@given(parsers.re(r'"(?P<person>[^"]+)" has accepted the terms offered'))
def has_accepted_terms(story: Story, person: str) -> None:
    """Accept the version currently offered."""
    story.driver.accept_terms(story.person(person), story.client_of(person))


@when(parsers.re(r'staff rewrites the terms "(?P<version>[^"]+)" at \$(?P<rate>\d+) per hour'))
def rewrites_terms(story: Story, version: str, rate: str) -> None:
    """Try to publish an existing version with different text."""
    fresh = changed(story.driver.terms_document(version), hourly_rate=f'"{rate}.00"')
    question = Question(PROVIDER, story.staff(Duty.LICENSING), "provider.terms")
    story.attempt(question, lambda: story.driver.publish_terms(fresh))
