@section-4
Feature: 4. An hour is billed once

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has approved an estimate of 30 hours

  @clause-4.1
  Rule: 4.1 An hour is billed once, and an invoice is corrected by a credit note alone
    All custom work is a paid development service at 65 US dollars per hour.

    This Rule covers what is never billed, and what becomes of a mistake.

    @happy @needs-legal
    Scenario: 4.1-19 What was credited to be billed again is billed once more
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And billing staff has credited the invoice, all of it to be billed again
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 130.00 USD

    @edge @needs-legal
    Scenario: 4.1-20 Twenty hours billed and credited never lower the ten hours that follow
      Given support staff has worked 20 hours
      And billing staff has issued an invoice
      And billing staff has credited the invoice, none of it to be billed again
      And support staff has worked 10 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 650.00 USD

    @abuse @needs-legal
    Scenario: 4.1-21 Splitting work into many entries never changes its price
      Given support staff has worked 30 times 1 minute
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice is over 32.50 USD

    @abuse
    Scenario: 4.1-22 Hours that were billed are not billed again
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      When billing staff issues an invoice
      Then the answer is DENIED by clause 4.1
      And the reason is NOTHING_TO_BILL
      And nothing has changed

    @abuse
    Scenario: 4.1-23 Hours that nobody worked are not billed
      When billing staff issues an invoice
      Then the answer is DENIED by clause 4.1
      And the reason is NOTHING_TO_BILL
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.1-24 What was credited for good is not billed again
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And billing staff has credited the invoice, none of it to be billed again
      When billing staff issues an invoice
      Then the answer is DENIED by clause 4.1
      And the reason is NOTHING_TO_BILL
      And nothing has changed
