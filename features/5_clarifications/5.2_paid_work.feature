@section-5
Feature: 5. Ownership of paid work

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 30 hours

  @clause-5.2
  Rule: 5.2 A customization that was paid for does not bring ownership
    Customization does not bring ownership of code.

    That does not change once the work was approved, done and paid in full.

    @happy
    Scenario: 5.2-05 A paid customization is delivered for use
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And "Acme" has paid for the work in full
      And support staff has registered "A report on returns" as delivered
      When support staff delivers the engagement
      Then the answer is ALLOWED by clauses 5.2 and 5.3
      And the engagement is delivered
      And the register holds "A report on returns" as the provider's own, and hosted only

    @abuse @needs-legal
    Scenario: 5.2-08 The last payment does not open the repository
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And "Acme" has paid for the work in full
      When "Olivia" asks for "the repository of a customization paid in full"
      Then the answer is DENIED by clauses 5.2 and 0.3
      And the reasons are NEVER_GRANTED, NEVER_GRANTED in this order and the first remedy is NONE
      And nothing has changed
