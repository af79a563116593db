@section-4
Feature: 4. Work inside what was approved

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.2
  Rule: 4.2 Work before the approval and beyond the approved hours is never billed
    Custom work is performed only after the time estimate was approved in writing.

    Time before the approval, beyond the approved hours or recorded twice is never billed.

    @happy @needs-legal
    Scenario: 4.2-35 Work within the approved hours is billable
      Given "Olivia" has approved an estimate of 10 hours
      And the date is now 2026-03-02 17:00 UTC
      When support staff records work from 2026-03-02 09:00 UTC to 2026-03-02 17:00 UTC
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 8 hours are billable
      And 2 hours are left of the approved ones
      And "Olivia" was told once that 75 percent of the approved hours are used

    @abuse @needs-legal
    Scenario: 4.2-39 Work done before approval is never billed
      Given the date is now 2026-03-02 10:00 UTC
      And "Olivia" has approved an estimate of 10 hours
      And the date is now 2026-03-02 12:00 UTC
      When support staff records work from 2026-03-02 07:00 UTC to 2026-03-02 12:00 UTC
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 2 hours are billable
      And 3 hours are not billable because they were worked before the approval

    @abuse
    Scenario Outline: 4.2-40 Time <of what kind> is refused
      Given "Olivia" has approved an estimate of 10 hours
      And support staff has worked 2 hours
      When support staff records work from <since> to <until>
      Then the answer is DENIED by clause 4.2
      And the reason is <reason>
      And nothing has changed

      Examples:
        | of what kind     | since                | until                | reason        |
        | in the future    | 2026-03-01 14:00 UTC | 2026-03-01 15:00 UTC | TIME_UNFIT    |
        | recorded already | 2026-03-01 13:00 UTC | 2026-03-01 14:00 UTC | TIME_OVERLAPS |
