"""Clause texts take their figures and kinds from the settings, and are refused where they say something else."""

from __future__ import annotations

import pytest

from saas_core.kernel.money import Money
from saas_core.policy.contradictions import LicenseeKind, Said, contradictions
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsInvalid
from saas_core.policy.shipped import earlier_documents, shipped_document, shipped_terms
from saas_core.policy.terms import Clause, Settings
from saas_core.policy.wording import amount, currency, duration, kinds, places

SHIPPED = shipped_document().decode()
SERVED = frozenset({LicenseeKind.END_USER, LicenseeKind.BUSINESS_OPERATOR})
WITH_AGENCIES = SERVED | {LicenseeKind.AGENCY}
OWN_RATE = SHIPPED.replace('hourly_rate = "65.00"', 'hourly_rate = "95.00"')


def said(**changed: object) -> Said:
    """Return the settings beside a text: 95 US dollars, the usual kinds, and no days of grace, with what changed."""
    settings = Settings(**changed.pop("settings", {}))  # type: ignore[arg-type]
    given = {"rate": Money(9500, "USD"), "time_zone": "UTC", "eligible": SERVED, **changed}
    return Said(settings=settings, **given)  # type: ignore[arg-type]


def refused(document: str) -> TermsInvalid:
    """Return the error about a document."""
    with pytest.raises(TermsInvalid) as caught:
        read_terms(document.encode())
    return caught.value


def in_clause(number: str, text: str, document: str = SHIPPED) -> str:
    """Return a document with another text for a clause."""
    before, mark, after = document.partition(f'number = "{number}"\n')
    key, quote, rest = after.partition('text = "')
    return f"{before}{mark}{key}{quote}{text}{rest[rest.index(chr(34)) :]}"


def test_the_shipped_texts_say_what_the_policy_says() -> None:
    """With the figures and kinds of the settings in their places."""
    text = {each.number: each.text for each in shipped_terms().clauses}
    assert text["0.2"] == (
        "The license is for individual clients and is intended for end-users and business operators, not for agencies "
        "or developers."
    )
    assert "on secured infrastructure in its own controlled AWS environment" in text["1.1"]
    assert text["1.2"].startswith("No individual license holder gets")
    assert text["4.1"] == "All custom work is a paid development service at 65 US dollars per hour."
    assert not any("{" in each for each in text.values())


def test_a_setting_that_changes_changes_the_text_with_it() -> None:
    """The rate, its currency, and the kinds that are served."""
    own = OWN_RATE.replace('currency = "USD"', 'currency = "EUR"').replace(
        'eligible = ["end_user",', 'eligible = ["agency", "end_user",'
    )
    terms = read_terms(own.encode())
    texts = {number: clause.text for number in ("0.2", "4.1") if (clause := terms.clause(number))}
    assert texts["4.1"].endswith("at 95 euros per hour.")
    assert "end-users, business operators and agencies, not for developers" in texts["0.2"]


def test_a_text_with_another_rate_than_the_setting_is_refused() -> None:
    """By line, field, clause, what both say, and what to write."""
    fault = refused(
        in_clause("4.1", "All custom work is a paid development service at 65 US dollars per hour.", OWN_RATE)
    )
    assert fault.field == "clause[25].text"
    assert fault.line == OWN_RATE[: OWN_RATE.index("All custom work")].count("\n") + 1
    assert "clause 4.1 says '65 US dollars', but hourly_rate is 95.00 USD." in fault.message
    assert "{hourly_rate}" in fault.remedy


def test_a_text_that_excludes_whom_the_settings_serve_is_refused() -> None:
    """And so is one that leaves out a kind that is served."""
    own = SHIPPED.replace('eligible = ["end_user",', 'eligible = ["agency", "end_user",')
    fault = refused(in_clause("0.2", "It is for end-users and business operators. Agencies are not served.", own))
    assert fault.field == "clause[2].text"
    assert "clause 0.2 says that agencies are not served, but eligible is agency, business_operator" in fault.message
    assert "{eligible}" in fault.remedy


def test_terms_published_before_are_read_as_they_were_accepted() -> None:
    """Their words stand, whatever they say; a place that no setting fills is left alone."""
    (first,) = earlier_documents()
    assert read_terms(first, published=True).clause("4.1") == Clause(
        "4.1", "custom.hourly-rate", "All custom work is a paid development service at 65 US dollars per hour."
    )
    odd = in_clause("4.1", "at 7 dollars per hour {as agreed", OWN_RATE)
    clause = read_terms(odd.encode(), published=True).clause("4.1")
    assert clause is not None
    assert clause.text == "at 7 dollars per hour {as agreed"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("at {rate} per hour", "no setting fills"),
        ("at {} per hour", "no setting fills"),
        ("at {hourly_rate per hour", "belongs to no place"),
        ("at hourly_rate} per hour", "belongs to no place"),
    ],
)
def test_a_place_that_no_setting_fills_is_refused(text: str, says: str) -> None:
    """The places that there are get listed."""
    fault = refused(in_clause("4.1", text))
    assert (fault.field, says in fault.message, "{hourly_rate}" in fault.remedy) == ("clause[25].text", True, True)


def test_a_text_cannot_name_the_kinds_that_are_not_served_if_there_are_none() -> None:
    """The sentence would end in nothing."""
    every = ", ".join(f'"{each.value}"' for each in LicenseeKind)
    fault = refused(SHIPPED.replace('eligible = ["end_user", "business_operator"]', f"eligible = [{every}]"))
    assert "there is no such kind" in fault.message


@pytest.mark.parametrize(
    "text",
    [
        "at 65 US dollars per hour",
        "at sixty-five US dollars per hour",
        "at one hundred and five dollars per hour",
        "at 95 euros per hour",
        "at $65 an hour",
        "at 65 U.S. dollars. It is due at once.",
        "an hourly rate of 1,095.00 USD",
        "at 65 per hour",
        "at 65.50 USD",
        "a fixed fee of 65 US dollars per hour",
        "a minimum hourly rate of 65 US dollars",
        "A deposit of 500 US dollars is due, and each hour costs 65 US dollars.",
        "Ten hours of work cost 700 US dollars.",
    ],
)
def test_another_amount_or_currency_is_found_however_it_is_written(text: str) -> None:
    """In figures, in words, before or behind its currency."""
    assert list(contradictions(Clause("4.1", "custom.hourly-rate", text), said()))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("4.1", "at 95 US dollars per hour"),
        ("4.1", "at ninety-five US dollars per hour"),
        ("4.1", "at $95.00 an hour, counted in units of 3 minutes"),
        ("4.1", "at 95,00 USD/h"),
        ("4.2", "approved for 40 hours at most"),
        ("5.1", "the liability of the provider ends at 10,000 USD"),
        ("5.1", "training costs 40 USD per hour"),
        ("4.1", "A deposit of 500 US dollars is due."),
        ("4.1", "Work starts once a down payment of $500 has arrived."),
        ("4.1", "Work above 5,000 US dollars needs a second signature."),
        ("4.1", "The set-up fee is 300 US dollars."),
        ("4.1", "Ten hours of work cost 950 US dollars."),
        ("2.4", "Hosting is 99 US dollars per month, and custom work 95 US dollars per hour."),
        ("2.4", "Custom work at 95 US dollars per hour begins after a deposit of 500 US dollars."),
    ],
)
def test_the_same_amount_and_other_subjects_are_no_contradiction(number: str, text: str) -> None:
    """Only what the settings govern is compared."""
    assert not list(contradictions(Clause(number, "key", text), said()))


@pytest.mark.parametrize(
    "text",
    [
        "It is for end-users, business operators and agencies.",
        "Agencies are served. End-users and business operators are served.",
        "It is for end-users.",
        "It is not for end-users but for business operators.",
        "The license does not serve business operators.",
        "Business operators cannot be licensed.",
        "It is intended for end-users and business operators, excluding end-users.",
    ],
)
def test_other_kinds_than_those_served_are_found(text: str) -> None:
    """Named as served though they are not, named as not served though they are, or left out."""
    assert list(contradictions(Clause("0.2", "license.eligibility", text), said()))


@pytest.mark.parametrize(
    "text",
    [
        "It is for end-users and business operators. Agencies and developers are not served under it.",
        "It is for end-users and business operators, not for agencies or developers.",
        "It is for end-users and business operators and is not intended for agencies, developers or resellers.",
        "No agency or developer is served.",
        "It serves end users and business operators, but developers are excluded.",
        "End-users and business operators are eligible; developers and agencies are excluded.",
        "Nothing is said here of who is served.",
        "The license is for end-users. It is for business operators as well. It is not for agencies.",
    ],
)
def test_the_kinds_served_in_other_words_are_no_contradiction(text: str) -> None:
    """As lawyers write them."""
    assert not list(contradictions(Clause("0.2", "license.eligibility", text), said()))


def test_kinds_are_compared_elsewhere_only_where_a_sentence_serves_them() -> None:
    """A developer in another clause is no licensee."""
    here = Clause("1.4.a", "key", "An internal user may be one of the client's developers.")
    there = Clause("2.3.a", "key", "The ticketing system is intended for agencies.")
    assert not list(contradictions(here, said()))
    assert list(contradictions(there, said()))
    documents = Clause("2.4", "key", "The documentation of the API is intended for developers.")
    assert not list(contradictions(documents, said()))
    assert not list(contradictions(there, said(eligible=WITH_AGENCIES)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An overdue invoice has a grace period of seven days.", False),
        ("Grace is one week.", False),
        ("No grace for an invoice older than 30 days, grace is 7 days.", True),
        ("A grace of 14 days is given.", True),
        ("Grace of two months is given.", True),
        ("There is no grace.", True),
        ("A renewal may be 24 hours late.", False),
        ("A renewal may be one hour late.", True),
        ("A renewal is announced 30 days ahead.", False),
        ("A debit that is processing is waited for 7 days.", False),
        ("A debit that is processing is waited for 10 days.", True),
        ("A ticket is reopened within 14 days.", False),
        ("A resolved ticket is taken up again within 30 days.", True),
        ("Tickets are kept for 1095 days.", False),
        ("Tickets are removed after 90 days.", True),
        ("A ticket is answered within 2 days.", False),
        ("Support requests are processed within two business days.", False),
        ("Personal data is processed and deleted after 30 days.", False),
        ("The client gives a clear written notice 30 days before it cancels.", False),
        ("A clear notice of a payment is given 30 days ahead.", False),
        ("The client confirms a renewal 30 days before the term ends.", False),
        ("A renewal that is confirmed two hours late is accepted.", True),
        ("The instance is shut down gracefully within 2 days.", False),
        ("The client is told two days before the grace ends.", False),
        ("The grace lasts 14 days before access is closed.", True),
        ("A payment has ten days to clear.", True),
        ("A payment that clears within 7 days counts.", False),
        ("A pending payment is waited for 10 days before access is closed.", True),
        ("Tickets are kept for 90 days before they are deleted.", True),
        ("Tickets keep their number, and each is answered within 2 days.", False),
        ("The client is told 30 days before a ticket is deleted.", False),
        ("A ticket is reopened within 14 days, and answered within 2 days.", False),
        ("All times are in UTC.", False),
        ("All times are in Europe/Berlin.", True),
    ],
)
def test_days_hours_and_the_zone_are_compared_too(text: str, *, found: bool) -> None:
    """Grace, the tolerances of a renewal and of a payment on its way, and the time zone."""
    settings = {"grace_days": 7, "renewal_tolerance_minutes": 1440, "processing_tolerance_days": 7}
    assert bool(list(contradictions(Clause("0.1", "license.required", text), said(settings=settings)))) is found


def test_every_setting_with_a_figure_has_a_place() -> None:
    """So that a text never has to write one out."""
    names = {each.name for each in Settings.__attrs_attrs__ if each.type in {int, "int"}}
    words = places(rate=Money(6550, "GBP"), time_zone="UTC", eligible=WITH_AGENCIES, settings=Settings(grace_days=1))
    assert names <= set(words)
    assert (words["hourly_rate"], words["ineligible"], words["grace_days"]) == (
        "65.50 pounds sterling",
        "developers",
        "1 day",
    )


def test_figures_and_kinds_are_written_as_a_text_needs_them() -> None:
    """Whole amounts without their zeros, hours where minutes make them, a list with its last word."""
    assert [amount(Money(100, "USD")), amount(Money(6500, "SEK"))] == ["1 US dollar", "65 SEK"]
    assert [currency("USD"), currency("SEK")] == ["US dollars", "SEK"]
    assert [duration(1440), duration(90), duration(60), duration(0)] == [
        "24 hours",
        "90 minutes",
        "1 hour",
        "0 minutes",
    ]
    assert [kinds(()), kinds({LicenseeKind.AGENCY}), kinds(WITH_AGENCIES, "or")] == [
        "",
        "agencies",
        "end-users, business operators or agencies",
    ]
