@section-5
Feature: 5. Odd cases: the register of enhancements
  See 5.3_register.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has approved an estimate of 20 hours for "The report" and 10 hours for "Its export"
    And support staff has worked 2 hours

  @clause-5.3
  Rule: 5.3 What was delivered is registered as hosted only

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
