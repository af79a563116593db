@section-4
Feature: 4. An approval is evidence that others can check

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has approved an estimate of 30 hours

  @clause-4.2
  Rule: 4.2 The evidence of an approval holds without the provider
    Custom work is performed only after the time estimate was approved in writing.

    This Rule covers what shows to others, such as a court, that and what was approved.

    @happy
    Scenario: 4.2-50 The evidence names who approved what
      When "Olivia" exports the evidence of the approval
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the evidence holds for anybody who checks it, and names "Olivia" and 30 hours

    @edge
    Scenario: 4.2-51 The evidence of a change order rests on what it changes
      Given support staff has issued a change order of 5 more hours
      And "Olivia" has approved the change order
      When "Olivia" exports the evidence of the approval
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the evidence holds for anybody who checks it, and names "Olivia" and 5 hours

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
