@section-2
Feature: 2. Odd cases: what becomes of a ticket
  See 2.3_tickets.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.3.a
  Rule: 2.3.a A ticket lives on under the decision of its first day

    @edge @needs-legal
    Scenario: 2.3.a-07 An open ticket is written to after the license ended
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" writes to the ticket
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the message is added to the ticket

    @edge @needs-legal
    Scenario Outline: 2.3.a-09 A resolved ticket is taken up again for fourteen days
      Given the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      And support staff has answered the ticket
      And the date is now <instant>
      When "Olivia" writes to the ticket
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the message <what becomes of it>

      Examples:
        | instant                        | what becomes of it              |
        | 2026-03-15 12:00 UTC           | takes the ticket up again       |
        | 2026-03-15 12:00:00.000001 UTC | opens a new ticket that follows |

    @edge @needs-legal
    Scenario: 2.3.a-10 A ticket that follows needs a license like any other
      Given the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      And support staff has answered the ticket
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" writes to the ticket
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.3.a-11 A reopened ticket keeps the terms of its first day
      Given the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      And support staff has answered the ticket
      And the provider offers new terms "2026-04" at $80 per hour, effective 2026-03-05
      And the date is now 2026-03-06 09:00 UTC
      And "Olivia" has accepted the terms offered
      When "Olivia" takes the ticket up again
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is open
      And the ticket cites the terms "2026-02"

    @edge @needs-legal
    Scenario: 2.3.a-12 A colleague whose role lets her read tickets reads it
      Given "Mia" is an internal user of "Acme"
      And the role "Desk" of "Acme" allows "read support tickets"
      And "Mia" holds the role "Desk"
      And the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      When "Mia" reads the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4

    @edge @needs-legal
    Scenario: 2.3.a-19 What a client was told stays readable without a license
      Given the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      And support staff has answered the ticket
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" reads the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
