@section-4
Feature: 4. Invoices

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.1
  Rule: 4.1 An invoice bills worked hours at the approved rate
    All custom work is a paid development service at 65 US dollars per hour.

    What was worked is billed at the approved rate. No quantity on an invoice is typed by hand.

    @happy @needs-legal
    Scenario: 4.1-12 Two approved hours cost 130.00 USD
      Given "Olivia" has approved an estimate of 30 hours
      And support staff has worked 2 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD
      And the invoice names the estimate, its approval, 30.00 hours approved, 0.00 billed before, 2.00 billed now and 28.00 left
      And tax stands apart from the work on the invoice
