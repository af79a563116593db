@section-4
Feature: 4. Odd cases: what counts as written approval
  See 4.2_means.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has requested an estimate for "A report on returns"
    And support staff has issued an estimate of 30 hours

  @clause-4.2
  Rule: 4.2 Approval is written, on the exact text and hours

    @edge @needs-legal
    Scenario: 4.2-17 An approval that leaves out the sentences on ownership does not count
      Given "Olivia" has read the estimate
      When "Olivia" approves the estimate without accepting the sentences on ownership
      Then the answer is DENIED by clause 4.2
      And the reason is NOT_ACCEPTED
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-18 Approving twice gives one approval
      Given "Olivia" has read the estimate through the mailed link
      And "Olivia" has approved the estimate
      When "Olivia" approves the estimate through the mailed link
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And both receipts name the same approval
      And 30 hours are approved
