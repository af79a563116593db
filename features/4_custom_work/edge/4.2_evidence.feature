@section-4
Feature: 4. Odd cases: evidence of an approval
  See 4.2_evidence.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 30 hours

  @clause-4.2
  Rule: 4.2 The evidence of an approval holds without the provider

    @edge
    Scenario: 4.2-51 The evidence of a change order rests on what it changes
      Given support staff has issued a change order of 5 more hours
      And "Olivia" has approved the change order
      When "Olivia" exports the evidence of the approval
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the evidence holds for anybody who checks it, and names "Olivia" and 5 hours
