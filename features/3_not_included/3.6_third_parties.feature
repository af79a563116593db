@section-3
Feature: 3. Advanced third-party integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.6
  Rule: 3.6 Third-party advanced integrations
    Not included in standard support: advanced integrations with third parties.

    @happy @needs-legal
    Scenario: 3.6-01 An accounting suite integration is not included
      When "Olivia" asks to "connect an accounting suite"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.6, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 3.6-02 The three standard integrations are never caught by this exclusion
      When support staff tries to "<standard integration>" as support for "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

      Examples:
        | standard integration      |
        | connect a payment gateway |
        | configure email           |
        | set up financial settings |

    @edge @needs-legal
    Scenario: 3.6-03 A connection the client makes itself through the published interface requires no service
      When "Olivia" asks to "connect our own tool through the published interface"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse @needs-legal
    Scenario: 3.6-04 A vendor's engineer asking for server keys is refused
      When "Olivia" asks for "server keys for a vendor's engineer" under the heading "connect an accounting suite"
      Then the answer is DENIED by clauses 1.2, 3.6, 4.1 and 5.1
      And the reasons are NEVER_GRANTED, NOT_INCLUDED in this order
      And nothing has changed
