@section-2
Feature: 2. Basic setup is included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.1
  Rule: 2.1 Basic setup is included: account configuration, user setup, core system activation
    Included in the subscription: account configuration, user setup, core system activation.

    Configuring the account, setting up users and activating the system are included once for each instance. Doing
    it again, moving old data or designing permissions is not.

    @happy
    Scenario Outline: 2.1-01 Every setup task is included for a new client
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks for "<setup task>"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.1

      Examples:
        | setup task             |
        | account configuration  |
        | user setup             |
        | core system activation |

    @happy
    Scenario: 2.1-02 An instance with everything in place is activated
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When staff activates "Globex"
      Then the answer is ALLOWED by clause 2.1
      And "Greta" may "read invoices"

    @edge
    Scenario: 2.1-03 Setup requested early must wait for the license to start
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-04-01 00:00 UTC to 2027-04-01 00:00 UTC
      When "Greta" asks for "account configuration"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_NOT_STARTED and the remedy is WAIT_UNTIL
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.1-04 An unpaid instance is not activated
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When staff activates "Globex"
      Then the answer is DENIED by clauses 0.1 and 2.1
      And the reasons are FIRST_PAYMENT_PENDING, SETUP_INCOMPLETE in this order
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

    @abuse @needs-legal
    Scenario: 2.1-06 Migrating old data is not account configuration
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks for "a migration of old data" under the heading "account configuration"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And clause 2.1 is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.1-07 Designing every permission for the client is not user setup
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks for "all our permissions to be designed for us" under the heading "user setup"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 2.4 and 4.1
      And clause 2.1 is listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.1-08 An instance whose owner has not accepted the terms is not activated
      Given "Globex" was added as a business operator, and nobody has accepted the terms
      When staff activates "Globex"
      Then the answer is DENIED by clauses 0.1 and 2.1
      And the reasons are TERMS_NOT_ACCEPTED, FIRST_PAYMENT_PENDING, SETUP_INCOMPLETE in this order
      And nothing has changed
