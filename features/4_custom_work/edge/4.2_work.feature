@section-4
Feature: 4. Odd cases: work inside what was approved
  See 4.2_work.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.2
  Rule: 4.2 Work before the approval and beyond the approved hours is never billed

    @edge @needs-legal
    Scenario: 4.2-36 Work beyond the approved hours is billed up to them
      Given "Olivia" has approved an estimate of 10 hours
      And the date is now 2026-03-02 21:00 UTC
      When support staff records work from 2026-03-02 09:00 UTC to 2026-03-02 21:00 UTC
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 10 hours are billable
      And 2 hours are not billable because they exceed the approved hours
      And "Olivia" was told once that 100 percent of the approved hours are used

    @edge @needs-legal
    Scenario: 4.2-37 Work does not start once the approved hours are used up
      Given "Olivia" has approved an estimate of 10 hours
      And support staff has worked 10 hours
      When support staff starts work on the engagement
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is OVER_CAP and the remedy is REQUEST_ESTIMATE
      And the engagement is at cap
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-38 Work stopped too late ends with the approved hours
      Given "Olivia" has approved an estimate of 10 hours
      And support staff has started work on the engagement
      And 12 hours have passed
      And support staff has stopped work on the engagement
      When support staff starts work on the engagement
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is OVER_CAP and the remedy is REQUEST_ESTIMATE
      And 10 hours are billable
      And 2 hours are not billable because they exceed the approved hours
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-42 Work ends with the license, and what was worked stays billable
      Given "Olivia" has approved an estimate of 10 hours
      And the date is now 2027-02-28 22:00 UTC
      And support staff has started work on the engagement
      And the date is now 2027-03-01 04:00 UTC
      And support staff has stopped work on the engagement
      When support staff starts work on the engagement
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And 2 hours are billable
      And nothing has changed
