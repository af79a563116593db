@section-4
Feature: 4. What is approved is the estimate as it was issued

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has requested an estimate for "A report on returns"

  @clause-4.2
  Rule: 4.2 A changed, withdrawn or expired estimate is not approved
    Custom work is performed only after the time estimate was approved in writing.

    This Rule covers what becomes of an estimate that was issued.

    @happy @needs-legal
    Scenario: 4.2-26 A changed estimate is approved as it stands now
      Given support staff has issued an estimate of 30 hours
      And support staff has issued an estimate of 40 hours
      When "Olivia" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 40 hours are approved

    @edge @needs-legal
    Scenario: 4.2-27 A changed estimate needs a new approval
      Given support staff has issued an estimate of 30 hours
      And "Olivia" has read the estimate
      And support staff has issued an estimate of 40 hours
      When "Olivia" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_SUPERSEDED
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-28 The link to an earlier text leads to no approval
      Given support staff has issued an estimate of 30 hours
      And "Olivia" has read the estimate through the mailed link
      And support staff has issued an estimate of 40 hours
      When "Olivia" approves the estimate through the mailed link
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_SUPERSEDED
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-29 An estimate is approved in the last second of its last day
      Given support staff has issued an estimate of 30 hours, valid through 2026-03-10
      And the date is now 2026-03-10 23:59:59 UTC
      When "Olivia" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @edge @needs-legal
    Scenario: 4.2-30 An estimate that has expired is not approved
      Given support staff has issued an estimate of 30 hours, valid through 2026-03-10
      And the date is now 2026-03-11 00:00 UTC
      When "Olivia" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_EXPIRED
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-31 An estimate that was withdrawn is not approved
      Given support staff has issued an estimate of 30 hours
      And support staff has withdrawn the estimate
      When "Olivia" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_WITHDRAWN
      And both sides were told that the estimate was withdrawn
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-32 A part wanted alone needs a revision
      Given support staff has issued an estimate of 20 hours for "The report" and 10 hours for "Its export"
      And "Olivia" has declined the estimate, because "We want the report alone"
      And support staff has issued an estimate of 20 hours
      When "Olivia" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 20 hours are approved

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

    @edge @needs-legal
    Scenario: 4.2-54 Both sides are told that an estimate has expired
      Given support staff has issued an estimate of 30 hours, valid through 2026-03-10
      And the estimate has expired at 2026-03-11 00:00 UTC
      When "Olivia" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_EXPIRED
      And both sides were told that the estimate has expired
      And nothing has changed
