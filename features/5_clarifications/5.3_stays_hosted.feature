@section-5
Feature: 5. Enhancements stay hosted

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.3
  Rule: 5.3 All enhancements remain part of the hosted environment
    Every enhancement remains part of the hosted environment.

    An enhancement works only in the hosted instance and only while the license is valid. No copy of it is given away.

    @happy
    Scenario: 5.3-01 An enhancement runs in the client's hosted instance
      Given the provider added the operation "count loyalty points" to the platform
      When "Olivia" asks to "count loyalty points"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse
    Scenario: 5.3-04 A copy of an enhancement for another host is refused
      When "Olivia" asks for "a copy of an enhancement for another host"
      Then the answer is DENIED by clause 5.3
      And the reason is NEVER_GRANTED and the remedy is NONE
      And the refusal is recorded in the journal
      And nothing has changed
