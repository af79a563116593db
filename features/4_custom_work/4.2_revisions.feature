@section-4
Feature: 4. Changed estimates

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has requested an estimate for "A report on returns"

  @clause-4.2
  Rule: 4.2 A changed, withdrawn or expired estimate is not approved
    Custom work is performed only after the time estimate was approved in writing.

    What is approved is the text as it was last issued, until its last day ends.

    @happy @needs-legal
    Scenario: 4.2-26 A changed estimate is approved as it stands now
      Given support staff has issued an estimate of 30 hours
      And support staff has issued an estimate of 40 hours
      When "Olivia" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 40 hours are approved

    @abuse
    Scenario: 4.2-33 Not a word of an issued estimate is corrected
      Given support staff has issued an estimate of 30 hours
      When support staff corrects a word of the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is REVISION_FROZEN
      And nothing has changed

    @abuse
    Scenario: 4.2-34 An approved estimate has no further revision
      Given "Olivia" has approved an estimate of 30 hours
      When support staff estimates the request again at 40 hours
      Then the answer is DENIED by clause 4.2
      And the reason is ALREADY_APPROVED
      And nothing has changed
