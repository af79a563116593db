@section-1
Feature: 1. Full operational rights inside the instance

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-1.4
  Rule: 1.4 Every operation of the platform is open to the client inside its instance
    Inside its licensed instance a client has full operational rights.

    Whatever the platform offers, the client may use inside its instance. A right of the provider is no operation of it.

    @happy
    Scenario Outline: 1.4-01 Every operation that the platform registers is open to the client
      When "Olivia" asks to "<operation>"
      Then the answer is ALLOWED by <clauses>
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | operation        | clauses                         |
        | read invoices    | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | approve invoices | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | send reminders   | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | read the journal | clauses 0.1, 1.3 and 1.4        |

    @edge @needs-legal
    Scenario: 1.4-02 An unregistered operation is referred to a person
      When "Olivia" asks to "teleport parcels"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @edge
    Scenario: 1.4-03 Operations are unavailable until the instance is activated
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.1
      And the reason is SETUP_INCOMPLETE and the remedy is FINISH_SETUP
      And nothing has changed

    @abuse
    Scenario: 1.4-04 A right reserved to the provider is not an operation of the instance
      When "Olivia" asks to "record payments"
      Then the answer is DENIED by clause 1.1
      And nothing has changed

    @abuse
    Scenario: 1.4-05 Full rights end at the boundary of the client's own instance
      Given "Globex" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Greta"
      When "Olivia" asks to "read invoices" inside "Globex"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

  @clause-1.4.a
  Rule: 1.4.a Internal users are unlimited
    Inside its instance a client may have any number of internal users.

    However many people of the client's own work in the instance, none is refused and none is charged for. Customers
    and other companies are not internal users.

    @happy
    Scenario: 1.4.a-01 The thousandth internal user is admitted like the first
      Given "Acme" has 999 internal users
      When "Olivia" adds the internal user "Theo"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.a and 1.5
      And "Acme" has 1000 internal users

    @edge
    Scenario Outline: 1.4.a-02 No number of internal users is ever refused
      When "Olivia" adds <number> internal users at once
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.a and 1.5
      And "Acme" has <total> internal users

      Examples:
        | number | total |
        | 1      | 2     |
        | 50     | 51    |
        | 1500   | 1501  |

    @edge
    Scenario: 1.4.a-03 Adding internal users never changes the invoice
      When "Olivia" adds 200 internal users at once
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.a and 1.5
      And the license of "Acme" is unchanged

    @edge @needs-legal
    Scenario: 1.4.a-04 A customer of the client is not an internal user
      Given "Cora" is a customer of "Acme"
      When "Cora" asks to "read invoices"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.4.a-05 Another company's users are not internal users
      Given "Globex" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Greta"
      And the role "Clerk" of "Globex" allows its holders to "read invoices"
      And "Gil" is an internal user of "Globex"
      When "Gil" asks to "read invoices" inside "Acme"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
