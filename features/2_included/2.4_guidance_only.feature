@section-2
Feature: 2. Support is guidance and nothing else

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.4
  Rule: 2.4 Support is limited to usage guidance
    Support is guidance on using the system, and nothing else.

    @happy
    Scenario: 2.4-01 An explanation that lets the client do it satisfies support
      When support staff tries "how to use a feature" as support for "Acme"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4

    @edge
    Scenario: 2.4-02 Doing the task for the client is outside support
      When "Olivia" asks for "doing our task for us"
      Then the answer is CHARGEABLE by clauses 2.4 and 4.1
      And the reason is PAID_WORK and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.4-03 Training a whole team is more than usage guidance
      When "Olivia" asks for "training a whole team" under the name of "how to use a feature"
      Then the answer is NEEDS_PERSON by clause 9.3
      And clause 2.3.b is named as overruled
      And nothing has changed

    @abuse
    Scenario: 2.4-04 A question that asks for work is judged as work
      When "Olivia" asks for "doing our task for us" under the name of "how to use a feature"
      Then the answer is CHARGEABLE by clauses 2.4 and 4.1
      And clause 2.3.b is named as overruled
      And nothing has changed

    @abuse
    Scenario: 2.4-05 Urgency does not widen support
      When support staff tries "doing our task for us before tonight" as support for "Acme"
      Then the answer is DENIED by clauses 2.4 and 4.1
      And nothing has changed

    @abuse
    Scenario: 2.4-06 A past favor does not widen support
      Given "Olivia" has asked for "doing our task for us" 1 times before
      When support staff tries "doing our task for us as last time" as support for "Acme"
      Then the answer is DENIED by clauses 2.4 and 4.1
      And nothing has changed
