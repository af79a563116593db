@section-3
Feature: 3. Call system integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.2
  Rule: 3.2 Call system integrations
    Not included in standard support: call system integrations.

    @happy @needs-legal
    Scenario: 3.2-01 A telephone system integration is not included
      When "Olivia" asks to "connect a telephone system"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 3.2-02 The vendor's name makes no difference to a call integration
      When "Olivia" asks to "connect a <vendor> telephone system"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And nothing has changed

      Examples:
        | vendor   |
        | Ringwell |
        | Dialmore |

    @edge @needs-legal
    Scenario: 3.2-03 Explaining a built-in dial link is guidance
      When "Olivia" asks "how to use the dial link built into the platform"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @abuse @needs-legal
    Scenario: 3.2-04 A call integration split into small requests is judged as one
      When "Olivia" asks in one ticket for "an outbound calling number", for "a call log" and for "call recording"
      Then the answer on "an outbound calling number" is CHARGEABLE by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And the answer on "a call log" is CHARGEABLE by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And the answer on "call recording" is CHARGEABLE by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.2-05 A call integration performed as support is refused
      When support staff tries to "connect a telephone system" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And nothing has changed
