"""Two versions of the terms side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from saas_core.kernel.money import Money
from saas_core.policy.actions import AccessClass, Action, ActionKind
from saas_core.policy.comparison import Change, Difference, Part, compare
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.names import Reserved
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.terms import Clause, Terms, offered

OLD = shipped_terms()


def test_a_version_does_not_differ_from_itself() -> None:
    """Nor from one with another name, digest or order of rows."""
    other = evolve(OLD, version="x", digest="y", actions=OLD.actions[::-1], clauses=OLD.clauses[::-1])
    assert compare(OLD, other) == ()


def test_a_changed_text_setting_and_rate_are_told_with_both_values() -> None:
    """As an operator's document would change them."""
    document = shipped_document().decode().replace("grace_days = 0 ", "grace_days = 5 ")
    document = document.replace('"65.00"', '"70.00"').replace("Support does not include", "Support never includes")
    new = read_terms(document.replace("trial_is_valid = true", "trial_is_valid = false").encode())
    assert compare(OLD, new) == (
        Difference(Part.HEADING, "hourly_rate", "", Change.CHANGED, "65.00 USD", "70.00 USD"),
        Difference(Part.SETTING, "grace_days", "", Change.CHANGED, "0", "5"),
        Difference(Part.SETTING, "trial_is_valid", "", Change.CHANGED, "true", "false"),
        Difference(
            Part.CLAUSE,
            "4.1",
            "text",
            Change.CHANGED,
            "All custom work is a paid development service at 65 US dollars per hour.",
            "All custom work is a paid development service at 70 US dollars per hour.",
        ),
        Difference(
            Part.CLAUSE,
            "5.1",
            "text",
            Change.CHANGED,
            "Support does not include customization.",
            "Support never includes customization.",
        ),
    )


def test_a_changed_heading_is_told() -> None:
    """Currency, time zone, first instant."""
    new = evolve(
        OLD,
        currency="EUR",
        time_zone="Europe/Berlin",
        effective_from=OLD.effective_from + timedelta(1),
        hourly_rate=Money(6500, "EUR"),
    )
    assert [each.name for each in compare(OLD, new)] == ["effective_from", "currency", "hourly_rate", "time_zone"]


def test_who_is_served_is_told_as_added_or_removed() -> None:
    """Both directions."""
    new = evolve(OLD, eligible=frozenset({LicenseeKind.END_USER, LicenseeKind.AGENCY}))
    assert [(each.name, each.change) for each in compare(OLD, new)] == [
        ("agency", Change.ADDED),
        ("business_operator", Change.REMOVED),
    ]


def test_rows_added_removed_and_changed_are_told_by_aspect() -> None:
    """An action tells its title, kind, access, clauses, permission and use in setup."""
    extra = Action("topic.extra", ActionKind.TOPIC, AccessClass.SUPPORT, ("2.4",), "something more", "support.open")
    first = OLD.actions[0]
    changed = evolve(first, title="t", clauses=("1.1",), in_setup=True, permission="a.b")
    new = evolve(
        OLD,
        actions=(changed, *OLD.actions[2:], extra),
        clauses=(*OLD.clauses, Clause("6.1", "extra.one", "More.")),
        reserved=(evolve(OLD.reserved[0], clause="1.1"), *OLD.reserved[1:], Reserved("vault", "1.2")),
    )
    told = compare(OLD, new)
    assert [(each.part, each.name, each.aspect, each.change) for each in told] == [
        (Part.CLAUSE, "6.1", "", Change.ADDED),
        (Part.RESERVED, "server", "clause", Change.CHANGED),
        (Part.RESERVED, "vault", "", Change.ADDED),
        (Part.ACTION, "server.access", "title", Change.CHANGED),
        (Part.ACTION, "server.access", "clauses", Change.CHANGED),
        (Part.ACTION, "server.access", "permission", Change.CHANGED),
        (Part.ACTION, "server.access", "in_setup", Change.CHANGED),
        (Part.ACTION, "root.access", "", Change.REMOVED),
        (Part.ACTION, "topic.extra", "", Change.ADDED),
    ]
    assert (told[0].before, told[0].after) == ("", "More.")
    assert (told[7].before, told[7].after) == ("root access", "")


def test_the_same_differences_are_told_backwards() -> None:
    """With before and after exchanged."""
    new = evolve(OLD, currency="EUR", clauses=OLD.clauses[1:])
    there, back = compare(OLD, new), compare(new, OLD)
    assert [(each.name, each.before, each.after) for each in there] == [
        (each.name, each.after, each.before) for each in back
    ]


def _from(days: int) -> Terms:
    return evolve(OLD, version=str(days), effective_from=OLD.effective_from + timedelta(days))


def test_the_last_version_begun_is_offered_and_none_overlap() -> None:
    """The new one from its very instant, the old one to the microsecond before."""
    one, two = _from(0), _from(10)
    for versions in ((one, two), (two, one)):
        assert offered(versions, two.effective_from) == two
        assert offered(versions, two.effective_from - timedelta(microseconds=1)) == one
        assert offered(versions, one.effective_from - timedelta(1)) == one


def test_nothing_is_offered_where_nothing_was_published() -> None:
    """And it is said."""
    with pytest.raises(TermsUnknown):
        offered((), OLD.effective_from)
