@section-3
Feature: 3. Advanced SMS integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.1
  Rule: 3.1 Advanced SMS integrations
    Not included in standard support: advanced SMS integrations.

    @happy @needs-legal
    Scenario: 3.1-01 A bulk messaging integration is not included and an estimate is offered
      When "Olivia" asks for "bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario: 3.1-02 Asking where the message settings are is still a usage question
      When "Olivia" asks "where the message settings are"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @edge @needs-legal
    Scenario: 3.1-03 A messaging feature built into the platform is not advanced
      When "Olivia" asks "how to use the messaging feature built into the platform"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @abuse @needs-legal
    Scenario: 3.1-04 Messaging asked for as email configuration is not included
      When "Olivia" asks for "bulk SMS messaging" under the heading "configure email"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And clause 2.2 is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.1-05 Messaging through a plugin falls under both exclusions
      When "Olivia" asks for "a plugin for bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 3.3, 4.1 and 5.1
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.1-06 Setting up messaging as support is refused
      When support staff tries to provide "an advanced SMS integration" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
