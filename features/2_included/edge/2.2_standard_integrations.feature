@section-2
Feature: 2. Odd cases: standard integrations
  See 2.2_standard_integrations.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.2
  Rule: 2.2 Standard integrations are included

    @edge @needs-legal
    Scenario: 2.2-03 Reconnecting after the gateway's keys expire is included
      When "Olivia" asks to "reconnect the payment gateway after its keys expired"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

    @edge @needs-legal
    Scenario: 2.2-04 Changing from one supported gateway to another is included
      When "Olivia" asks to "switch to another supported payment gateway"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

    @edge
    Scenario: 2.2-05 A gateway outage is troubleshooting, not a new connection
      When "Olivia" asks "why the payment gateway is down"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @edge
    Scenario: 2.2-06 An integration that was never connected cannot be used
      When "Olivia" asks to "use the email integration"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.2
      And the reason is INTEGRATION_NOT_CONNECTED and the remedy is FINISH_SETUP
      And nothing has changed

    @edge
    Scenario: 2.2-10 A lapsed license suspends a connection and deletes nothing of it
      Given "Olivia" has connected the payment gateway
      And the date is now 2027-03-02 12:00 UTC
      When "Olivia" asks to "use the payment gateway integration"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the payment gateway of "Olivia" is suspended
      And nothing has changed
