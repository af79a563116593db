@section-5
Feature: 5. Every delivered enhancement stands in a register

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has approved an estimate of 20 hours for "The report" and 10 hours for "Its export"
    And support staff has worked 2 hours

  @clause-5.3
  Rule: 5.3 What was delivered is registered as hosted only
    Every enhancement remains part of the hosted environment.

    This Rule covers the register of what was delivered.

    @happy
    Scenario: 5.3-05 A delivered change is registered
      When support staff registers "The report" as delivered
      Then the answer is ALLOWED by clauses 5.2 and 5.3
      And the register holds "The report" as the provider's own, and hosted only

    @edge
    Scenario: 5.3-06 A line that is left out says why
      Given support staff has registered "The report" as delivered
      And support staff has left the second line out, because "The platform exports by itself"
      When support staff delivers the engagement
      Then the answer is ALLOWED by clauses 5.2 and 5.3
      And the engagement is delivered

    @edge @needs-legal
    Scenario: 5.3-07 The register outlasts the license
      Given support staff has registered "The report" as delivered
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks for "ownership of custom work"
      Then the answer is DENIED by clause 5.2
      And the reason is NEVER_GRANTED and the remedy is NONE
      And the register holds "The report" as the provider's own, and hosted only
      And nothing has changed

    @abuse
    Scenario: 5.3-08 An engagement is not delivered while a line is missing in the register
      Given support staff has registered "The report" as delivered
      When support staff delivers the engagement
      Then the answer is DENIED by clause 5.3
      And the reason is UNDELIVERED
      And nothing has changed

    @abuse
    Scenario: 5.3-09 What was delivered is not copied to another host
      Given support staff has registered "The report" as delivered
      When "Olivia" asks for "a copy of an enhancement for another host"
      Then the answer is DENIED by clause 5.3
      And the reason is NEVER_GRANTED and the remedy is NONE
      And nothing has changed

    @happy
    Scenario: 5.3-10 An integration that was delivered is connected like a standard one
      Given support staff has registered "The report" as delivered
      And support staff has added the integration "lobby display" for it
      When "Olivia" connects "a lobby display"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 5.3
      And the lobby display of "Olivia" is connected
