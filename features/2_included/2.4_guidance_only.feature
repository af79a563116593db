@section-2
Feature: 2. Support is guidance and nothing else

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.4
  Rule: 2.4 Support is limited to usage guidance
    Support is guidance on using the system, and nothing else.

    @happy
    Scenario: 2.4-01 Explaining how the client can do a task is support
      When support staff tries to explain "how to use a feature" as support for "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @edge @needs-legal
    Scenario: 2.4-02 Doing the task for the client is outside support
      When "Olivia" asks for "a task to be done for us"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 2.4 and 4.1
      And the reason is PAID_WORK and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.4-03 Training a whole team is more than usage guidance
      When "Olivia" asks for "training for a whole team" under the heading "how to use a feature"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.4-04 A question that asks for work is judged as work
      When "Olivia" asks for "a task to be done for us" under the heading "how to use a feature"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 2.4 and 4.1
      And clause 2.3.b is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.4-05 Urgency does not widen support
      When support staff tries to "do the client's task by tonight" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 2.4 and 4.1
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.4-06 A past favor does not widen support
      Given "Olivia" has asked for "a task to be done for us" once before
      When support staff tries to "do the client's task as last time" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 2.4 and 4.1
      And nothing has changed
