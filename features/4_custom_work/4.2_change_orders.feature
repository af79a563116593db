@section-4
Feature: 4. Change orders

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 10 hours

  @clause-4.2
  Rule: 4.2 A change of the hours needs its own approval
    Custom work is performed only after the time estimate was approved in writing.

    More or fewer hours need a written approval of their own, and change nothing before it. A canceled engagement
    takes no more work.

    @happy @needs-legal
    Scenario: 4.2-43 Hours beyond the estimate need a further approval
      Given support staff has worked 10 hours
      And support staff has issued a change order of 5 more hours
      When "Olivia" approves the change order
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 15 hours are approved
      And 5 hours are left of the approved ones
      And the engagement is in progress

    @abuse
    Scenario: 4.2-47 Hours that were worked are not taken back
      Given support staff has worked 8 hours
      And support staff has drafted a change order of 5 fewer hours
      When support staff issues the change order
      Then the answer is DENIED by clause 4.2
      And the reason is BELOW_WORKED
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-49 A canceled engagement takes no more work
      Given "Olivia" has canceled the engagement
      When support staff starts work on the engagement
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
