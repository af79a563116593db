@section-3
Feature: 3. Call system integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.2
  Rule: 3.2 Call system integrations
    Not included in standard support: call system integrations.

    @happy
    Scenario: 3.2-01 A telephone system integration is not included
      When "Olivia" asks for "connecting a telephone system"
      Then the answer is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario Outline: 3.2-02 The vendor's name makes no difference to a call integration
      When "Olivia" asks for "connecting the telephone system of <vendor>"
      Then the answer is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And nothing has changed

      Examples:
        | vendor   |
        | Ringwell |
        | Dialmore |

    @edge @needs-legal
    Scenario: 3.2-03 A dial link shipped with the platform is guidance
      When "Olivia" asks for "using the dial link shipped with the platform"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4

    @abuse
    Scenario: 3.2-04 A call integration cut into small tickets is judged as one
      When "Olivia" asks in one ticket for "a number to call out with", for "a list of the calls" and for "a recording of the calls"
      Then the answer on "a number to call out with" is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And the answer on "a list of the calls" is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And the answer on "a recording of the calls" is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And nothing has changed

    @abuse
    Scenario: 3.2-05 A call integration made as a service of support is refused
      When support staff tries "connecting a telephone system" as support for "Acme"
      Then the answer is DENIED by clauses 3.2, 4.1 and 5.1
      And nothing has changed
