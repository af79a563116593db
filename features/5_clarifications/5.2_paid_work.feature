@section-5
Feature: 5. Paid work stays the provider's

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has approved an estimate of 30 hours

  @clause-5.2
  Rule: 5.2 A customization that was paid for does not bring ownership
    Customization does not bring ownership of code.

    This Rule covers what was estimated, approved, worked and paid for.

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

    @edge
    Scenario: 5.2-06 An invoice never speaks of transferred ownership
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      When "Olivia" reads the invoice
      Then the answer is ALLOWED by clause 0.1
      And the invoice says "Customization does not bring ownership of code. (5.2)"

    @edge @needs-legal
    Scenario: 5.2-07 An estimate says before its approval that ownership does not pass
      Given "Olivia" has requested an estimate for "A report of which we own the code"
      And support staff has issued an estimate of 10 hours
      When "Olivia" reads the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the estimate says "Customization does not bring ownership of code. (5.2)"

    @abuse @needs-legal
    Scenario: 5.2-08 The last payment does not open the repository
      Given support staff has worked 2 hours
      And billing staff has issued an invoice
      And "Acme" has paid for the work in full
      When "Olivia" asks for "the repository of a customization paid in full"
      Then the answer is DENIED by clauses 5.2 and 0.3
      And the reasons are NEVER_GRANTED, NEVER_GRANTED in this order and the first remedy is NONE
      And nothing has changed

    @abuse
    Scenario: 5.2-09 What was delivered is not handed over
      Given support staff has worked 2 hours
      And support staff has registered "A report on returns" as delivered
      When "Olivia" asks for "ownership of custom work"
      Then the answer is DENIED by clause 5.2
      And the reason is NEVER_GRANTED and the remedy is NONE
      And the refusal is recorded in the journal
      And nothing has changed
