@section-4
Feature: 4. Odd cases: change orders
  See 4.2_change_orders.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 10 hours

  @clause-4.2
  Rule: 4.2 A change of the hours needs its own approval

    @edge @needs-legal
    Scenario: 4.2-44 A change order counts for nothing before it is approved
      Given support staff has worked 10 hours
      And support staff has issued a change order of 5 more hours
      When support staff starts work on the engagement
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is OVER_CAP and the remedy is REQUEST_ESTIMATE
      And 10 hours are approved
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-45 A change order never turns what exceeded the hours before it
      Given support staff has worked 12 hours
      And support staff has issued a change order of 5 more hours
      When "Olivia" approves the change order
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 10 hours are billable
      And 2 hours are not billable because they exceed the approved hours
      And 5 hours are left of the approved ones

    @edge @needs-legal
    Scenario: 4.2-46 Hours that nobody worked are taken back
      Given support staff has worked 4 hours
      And support staff has issued a change order of 5 fewer hours
      When "Olivia" approves the change order
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 5 hours are approved
      And 1 hour is left of the approved ones

    @edge @needs-legal
    Scenario: 4.2-48 A canceled engagement leaves only worked hours to pay
      Given support staff has worked 2 hours
      When "Olivia" cancels the engagement
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.1
      And the engagement is canceled
      And 2 hours are billable

    @edge @needs-legal
    Scenario: 4.2-55 A cancellation withdraws what nobody decided
      Given support staff has issued a change order of 5 more hours
      When "Olivia" cancels the engagement
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.1
      And the engagement is canceled
      And 10 hours are approved
      And both sides were told that the change order was withdrawn

    @edge @needs-legal
    Scenario: 4.2-56 Work on added hours is not billable before their approval
      Given support staff has issued a change order of 5 more hours
      And the date is now 2026-03-01 16:00 UTC
      And "Olivia" has approved the change order
      When support staff records work on the line of the change order from 2026-03-01 13:00 UTC to 2026-03-01 16:00 UTC
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 0 hours are billable
      And 3 hours are not billable because they were worked before the approval
