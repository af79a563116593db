@section-4
Feature: 4. An invoice bills the hours worked and no others

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-4.1
  Rule: 4.1 An invoice bills worked hours at the approved rate
    All custom work is a paid development service at 65 US dollars per hour.

    This Rule covers what worked hours cost. No quantity on an invoice is typed by hand.

    @happy @needs-legal
    Scenario: 4.1-12 Two approved hours cost 130.00 USD
      Given "Olivia" has approved an estimate of 30 hours
      And support staff has worked 2 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD
      And the invoice names the estimate, its approval, 30.00 hours approved, 0.00 billed before, 2.00 billed now and 28.00 left

    @edge @needs-legal
    Scenario: 4.1-13 A quarter of an hour costs 16.25 USD
      Given "Olivia" has approved an estimate of 30 hours
      And support staff has worked 15 minutes
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 16.25 USD

    @edge @needs-legal
    Scenario: 4.1-14 Less than three minutes is carried to the next invoice
      Given "Olivia" has approved an estimate of 30 hours
      And support staff has worked 100 minutes
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 107.25 USD
      And 1 minute is carried to the next invoice

    @edge
    Scenario: 4.1-15 Lines always add up to the total
      Given "Olivia" has approved an estimate of 20 hours for "The report" and 10 hours for "Its export"
      And support staff has worked 50 minutes on the first line
      And support staff has worked 61 minutes on the second line
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 120.25 USD
      And the lines of the invoice add up to its total

    @edge @needs-legal
    Scenario: 4.1-16 Taxes are shown apart from the rate
      Given "Olivia" has approved an estimate of 30 hours
      And support staff has worked 1 hour
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And tax stands apart from the work on the invoice

    @edge @needs-legal
    Scenario: 4.1-17 The rate in the approved estimate holds for that job
      Given "Olivia" has approved an estimate of 30 hours
      And the provider offers new terms "2026-06" at $80 per hour, effective 2026-06-01 00:00 UTC
      And the date is now 2026-06-01 12:00 UTC
      And "Olivia" has accepted the terms offered
      And support staff has worked 2 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD

    @edge @needs-legal
    Scenario: 4.1-18 Time approved and worked is billed while the license is inactive
      Given "Olivia" has approved an estimate of 30 hours
      And support staff has worked 2 hours
      And the date is now 2027-03-02 12:00 UTC
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD

    @edge @needs-legal
    Scenario: 4.1-25 Hours approved at the former rate are billed at it
      Given "Olivia" has approved an estimate of 2 hours
      And the provider offers new terms "2026-03" at $80 per hour, effective 2026-03-10 00:00 UTC
      And the date is now 2026-03-10 12:00 UTC
      And "Olivia" has accepted the terms offered
      And support staff has issued a change order of 1 more hour
      And "Olivia" has approved the change order
      And support staff has worked 3 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD

    @edge @needs-legal
    Scenario: 4.1-26 Hours that a change order adds are billed at the rate it states
      Given "Olivia" has approved an estimate of 2 hours
      And the provider offers new terms "2026-03" at $80 per hour, effective 2026-03-10 00:00 UTC
      And the date is now 2026-03-10 12:00 UTC
      And "Olivia" has accepted the terms offered
      And support staff has issued a change order of 1 more hour
      And "Olivia" has approved the change order
      And support staff has worked 3 hours
      And billing staff has issued an invoice
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 80.00 USD
