@section-1
Feature: 1. Full rights inside the instance

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.4
  Rule: 1.4 Every operation of the platform is open to the client
    Inside its licensed instance a client has full operational rights.

    Whatever the platform offers, the client may use inside its instance. The provider's own rights are no operation
    of it.

    @happy
    Scenario Outline: 1.4-01 Every operation of the platform is open to the client
      When "Olivia" asks to "<operation>"
      Then the answer is ALLOWED by <clauses>
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | operation        | clauses                         |
        | send reminders   | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | read the journal | clauses 0.1, 1.3 and 1.4        |

    @abuse
    Scenario: 1.4-05 Full rights end at the boundary of the client's own instance
      Given "Globex", owned by "Greta", is licensed until 2027-03-01
      When "Olivia" asks to "read invoices" inside "Globex"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

  @clause-1.4.a
  Rule: 1.4.a Internal users are unlimited
    Inside its instance a client may have any number of internal users.

    However many of the client's own people work in the instance, none is refused or charged for. Customers and other
    companies are not internal users.

    @happy
    Scenario: 1.4.a-01 The thousandth internal user is admitted like the first
      Given "Acme" has 999 internal users
      When "Olivia" adds the internal user "Theo"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.a and 1.5
      And "Acme" has 1000 internal users
