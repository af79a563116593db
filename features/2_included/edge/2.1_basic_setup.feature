@section-2
Feature: 2. Odd cases: basic setup
  See 2.1_basic_setup.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.1
  Rule: 2.1 Basic setup is included

    @edge
    Scenario: 2.1-03 Setup requested early must wait for the license to start
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-04-01 to 2027-04-01
      When "Greta" asks for "account configuration"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_NOT_STARTED and the remedy is WAIT_UNTIL
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 2.1-05 Setup is owed once per instance
      When "Olivia" asks for "<setup task>"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 2.1 and 4.1
      And the reason is PAID_WORK and the remedy is REQUEST_ESTIMATE
      And nothing has changed

      Examples:
        | setup task             |
        | account configuration  |
        | user setup             |
        | core system activation |

    @edge @needs-legal
    Scenario: 2.1-08 An instance whose owner has not accepted the terms is not activated
      Given "Globex" was added as a business operator, and nobody has accepted the terms
      When staff activates "Globex"
      Then the answer is DENIED by clauses 0.1 and 2.1
      And the reasons are TERMS_NOT_ACCEPTED, FIRST_PAYMENT_PENDING, SETUP_INCOMPLETE in this order
      And nothing has changed
