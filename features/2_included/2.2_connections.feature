@section-2
Feature: 2. Connections of the client

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.2
  Rule: 2.2 A connection is the client's own, and says how it stands
    Included: payment gateway connection, email configuration, financial settings setup.

    A client makes and ends its own connections; support explains them and makes none. Each says what it lacks, and a
    license that ends deletes nothing of it.

    @happy
    Scenario Outline: 2.2-11 The client connects each standard integration
      When "Olivia" connects the <integration>
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2
      And the <integration> of "Olivia" is <state>

      Examples:
        | integration        | state          |
        | payment gateway    | being verified |
        | email              | being verified |
        | financial settings | connected      |

    @abuse
    Scenario: 2.2-14 Support explains a connection and makes none
      When support staff connects the payment gateway of "Olivia"
      Then the answer is DENIED by clauses 0.1, 1.3, 1.4 and 1.5
      And the reason is STAFF_MAY_NOT
      And nothing has changed
