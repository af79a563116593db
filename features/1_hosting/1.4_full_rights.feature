@section-1
Feature: 1. Full operational rights inside the instance

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-1.4
  Rule: 1.4 Every operation of the platform is open to the client inside its instance
    Inside its licensed instance a client has full operational rights.

    @happy
    Scenario Outline: 1.4-01 Every operation that the platform registers is open to the client
      When "Olivia" asks for "<operation>"
      Then the answer is ALLOWED by <clauses>
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | operation           | clauses               |
        | reading invoices    | clauses 1.4 and 1.4.b |
        | approving invoices  | clauses 1.4 and 1.4.b |
        | sending reminders   | clauses 1.4 and 1.4.b |
        | reading the journal | clause 1.4            |

    @edge
    Scenario: 1.4-02 An operation nobody registered goes to a person
      When "Olivia" asks for "teleporting parcels"
      Then the answer is NEEDS_PERSON by clause 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @edge
    Scenario: 1.4-03 The operations wait for the instance to be activated
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" from 2026-03-01 00:00 UTC until 2027-03-01 00:00 UTC
      When "Greta" asks for "reading invoices"
      Then the answer is DENIED by clause 2.1
      And the reason is SETUP_INCOMPLETE and the remedy is FINISH_SETUP
      And nothing has changed

    @abuse
    Scenario: 1.4-04 A right of the provider is no operation of the instance
      When "Olivia" asks for "recording payments"
      Then the answer is DENIED by clause 1.1
      And nothing has changed

    @abuse
    Scenario: 1.4-05 Full rights end at the border of the own instance
      Given "Globex" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Greta"
      When "Olivia" asks for "reading invoices" inside "Globex"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

  @clause-1.4.a
  Rule: 1.4.a Internal users are unlimited
    Inside its instance a client may have any number of internal users.

    @happy
    Scenario: 1.4.a-01 The thousandth internal user is admitted like the first
      Given "Acme" has 999 internal users
      When "Olivia" adds the internal user "Tausend"
      Then the answer is ALLOWED by clauses 1.4.a and 1.5
      And "Acme" has 1000 internal users

    @edge
    Scenario Outline: 1.4.a-02 No number of internal users is ever refused
      When "Olivia" adds <number> internal users at once
      Then the answer is ALLOWED by clauses 1.4.a and 1.5
      And "Acme" has <total> internal users

      Examples:
        | number | total |
        | 1      | 2     |
        | 50     | 51    |
        | 1500   | 1501  |

    @edge
    Scenario: 1.4.a-03 Adding internal users never changes the invoice
      When "Olivia" adds 200 internal users at once
      Then the answer is ALLOWED by clauses 1.4.a and 1.5
      And the license of "Acme" is as before

    @edge @needs-legal
    Scenario: 1.4.a-04 A customer of the client is not an internal user
      Given "Cora" is a customer of "Acme"
      When "Cora" asks for "reading invoices"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.4.a-05 Seats passed on to another company are not internal users
      Given "Globex" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Greta"
      And the role "Clerk" of "Globex" allows "reading invoices"
      And "Gil" is an internal user of "Globex"
      When "Gil" asks for "reading invoices" inside "Acme"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
