@section-1
Feature: 1. Odd cases: full rights inside the instance
  See 1.4_full_rights.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.4
  Rule: 1.4 Every operation of the platform is open to the client

    @edge
    Scenario: 1.4-03 Operations are unavailable until the instance is activated
      Given "Globex" was onboarded, owned by "Greta", and has paid until 2027-03-01
      When "Greta" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.1
      And the reason is SETUP_INCOMPLETE and the remedy is FINISH_SETUP
      And nothing has changed

  @clause-1.4.a
  Rule: 1.4.a Internal users are unlimited

    @edge
    Scenario Outline: 1.4.a-02 No number of internal users is refused or changes the license
      When "Olivia" adds <number> internal users at once
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.a and 1.5
      And "Acme" has <total> internal users
      And the license of "Acme" is unchanged

      Examples:
        | number | total |
        | 50     | 51    |
        | 1500   | 1501  |

    @edge @needs-legal
    Scenario: 1.4.a-04 A customer of the client is not an internal user
      Given "Cora" is a customer of "Acme"
      When "Cora" asks to "read invoices"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
