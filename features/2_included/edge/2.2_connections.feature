@section-2
Feature: 2. Odd cases: connections of the client
  See 2.2_connections.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.2
  Rule: 2.2 A connection is the client's own, and says how it stands

    @edge
    Scenario Outline: 2.2-12 A connection names what is missing
      Given "Olivia" has asked to connect the <integration> with <something missing>
      When "Olivia" verifies the <integration>
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2
      And the <integration> of "Olivia" is <state>, since "<what came back>"

      Examples:
        | integration     | something missing         | state          | what came back                                   |
        | payment gateway | a key that may not refund | failing        | The key lacks: refund payments                   |
        | payment gateway | a key that was revoked    | failing        | It does not know the key, or the key was revoked |
        | email           | records not set yet       | being verified | It is not there, or not seen everywhere yet      |

    @edge
    Scenario Outline: 2.2-13 A domain belongs to the client that proved it first
      Given "Globex", owned by "Greta", is licensed until 2027-03-01
      And "Greta" has connected the domain of "Globex"
      And "Olivia" has asked to connect <a domain> of "Globex" and has set its records
      When "Olivia" verifies the email
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2
      And the email of "Olivia" is being verified, since another client holds the domain of "Globex"
      And the email of "Greta" is connected

      Examples:
        | a domain           |
        | the domain         |
        | a domain below one |

    @edge
    Scenario: 2.2-15 A connection returns with the license
      Given "Olivia" has connected the payment gateway
      And the date is now 2027-03-02 12:00 UTC
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-02 to 2028-03-01
      When "Olivia" asks to "use the payment gateway integration"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2
      And the payment gateway of "Olivia" is connected

    @edge @needs-legal
    Scenario: 2.2-16 A client ends its connection also without a license
      Given "Olivia" has connected the payment gateway
      And the date is now 2027-03-02 12:00 UTC
      When "Olivia" disconnects the payment gateway
      Then the answer is ALLOWED by clauses 1.4.b and 2.2
      And the payment gateway of "Olivia" is disconnected
