@section-4
Feature: 4. Odd cases: invoices
  See 4.1_invoices.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.1
  Rule: 4.1 An invoice bills worked hours at the approved rate

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
      And the provider offers new terms "2026-03" at $80 per hour, effective 2026-03-10
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
    Scenario: 4.1-26 Added hours are billed at the rate of the change order
      Given "Olivia" has approved an estimate of 2 hours
      And the provider offers new terms "2026-03" at $80 per hour, effective 2026-03-10
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
