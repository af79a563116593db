@section-4
Feature: 4. Corrections of invoices

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 30 hours

  @clause-4.1
  Rule: 4.1 An hour is billed once
    All custom work is a paid development service at 65 US dollars per hour.

    No hour is billed twice, and hours nobody worked are never billed. An invoice is corrected by a credit note alone.

    @happy @needs-legal
    Scenario: 4.1-19 What was credited to be billed again is billed once more
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And billing staff has credited the invoice, all of it to be billed again
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD

    @abuse
    Scenario: 4.1-22 Hours that were billed are not billed again
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      When billing staff issues an invoice
      Then the answer is DENIED by clause 4.1
      And the reason is NOTHING_TO_BILL
      And nothing has changed
