@section-5
Feature: 5. Odd cases: ownership of paid work
  See 5.2_paid_work.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 30 hours

  @clause-5.2
  Rule: 5.2 A customization that was paid for does not bring ownership

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
