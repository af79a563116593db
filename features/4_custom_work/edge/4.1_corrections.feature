@section-4
Feature: 4. Odd cases: corrections of invoices
  See 4.1_corrections.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 30 hours

  @clause-4.1
  Rule: 4.1 An hour is billed once

    @edge @needs-legal
    Scenario: 4.1-20 Credited hours never lower the hours that follow
      Given support staff has worked 20 hours
      And billing staff has issued an invoice
      And billing staff has credited the invoice, none of it to be billed again
      And support staff has worked 10 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 650.00 USD

    @edge @needs-legal
    Scenario: 4.1-21 Splitting work into many entries never changes its price
      Given support staff has worked 30 times 1 minute
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 32.50 USD

    @edge @needs-legal
    Scenario: 4.1-24 What was credited for good is not billed again
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And billing staff has credited the invoice, none of it to be billed again
      When billing staff issues an invoice
      Then the answer is DENIED by clause 4.1
      And the reason is NOTHING_TO_BILL
      And nothing has changed
