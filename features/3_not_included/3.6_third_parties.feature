@section-3
Feature: 3. Advanced third-party integrations

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.6
  Rule: 3.6 Third-party advanced integrations
    Not included in standard support: advanced integrations with third parties.

    Any service beside the three standard integrations is connected as custom work. What the client does by itself
    through the published interface needs no service.

    @happy @needs-legal
    Scenario: 3.6-01 An accounting suite integration is not included
      Given the ticket "Connect our accounting suite" of "Olivia" is classified as "connect an accounting suite"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.6, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.6, and is offered an estimate
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.6-04 A vendor's engineer asking for server keys is refused
      When "Olivia" asks for "server keys for a vendor's engineer" under the heading "connect an accounting suite"
      Then the answer is DENIED by clauses 1.2, 3.6, 4.1 and 5.1
      And the reasons are NEVER_GRANTED, NOT_INCLUDED in this order
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.6-07 An accounting suite is not connected like a standard integration
      When "Olivia" connects "an accounting suite"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.6, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
