@section-4
Feature: 4. Evidence of an approval

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 30 hours

  @clause-4.2
  Rule: 4.2 The evidence of an approval holds without the provider
    Custom work is performed only after the time estimate was approved in writing.

    Anybody, such as a court, can check what was approved by whom.

    @happy
    Scenario: 4.2-50 The evidence names who approved what
      When "Olivia" exports the evidence of the approval
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the evidence holds for anybody who checks it, and names "Olivia" and 30 hours

    @abuse
    Scenario Outline: 4.2-52 Evidence in which the <part> was changed is found broken
      When somebody checks evidence in which one character of the <part> was changed
      Then the answer is DENIED by clause 4.2
      And the reason is EVIDENCE_BROKEN
      And the answer says "<field>"
      And nothing has changed

      Examples:
        | part                 | field    |
        | text                 | content  |
        | approved hours       | content  |
        | name of the approver | approval |
        | terms                | terms    |
