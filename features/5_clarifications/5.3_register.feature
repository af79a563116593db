@section-5
Feature: 5. The register of enhancements

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 20 hours for "The report" and 10 hours for "Its export"
    And support staff has worked 2 hours

  @clause-5.3
  Rule: 5.3 What was delivered is registered as hosted only
    Every enhancement remains part of the hosted environment.

    What was delivered stands in a register that names it as hosted only; nothing is delivered without.

    @happy
    Scenario: 5.3-05 A delivered change is registered
      When support staff registers "The report" as delivered
      Then the answer is ALLOWED by clauses 5.2 and 5.3
      And the register holds "The report" as the provider's own, and hosted only

    @abuse
    Scenario: 5.3-08 An engagement with an unregistered line is not delivered
      Given support staff has registered "The report" as delivered
      When support staff delivers the engagement
      Then the answer is DENIED by clause 5.3
      And the reason is UNDELIVERED
      And nothing has changed

    @happy
    Scenario: 5.3-10 An integration that was delivered is connected like a standard one
      Given support staff has registered "The report" as delivered
      And support staff has added the integration "lobby display" for it
      When "Olivia" connects "a lobby display"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 5.3
      And the lobby display of "Olivia" is connected
