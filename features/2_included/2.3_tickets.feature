@section-2
Feature: 2. A ticket keeps what it was opened under

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.3.a
  Rule: 2.3.a A ticket lives on under the decision of its first day
    Included: the official ticketing system.

    This Rule covers a ticket that is open when the license ends, one that is taken up again, and who sees it.

    @happy @needs-legal
    Scenario: 2.3.a-06 A ticket left open when the license ends is answered to its close
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      And the date is now 2027-03-02 09:00 UTC
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 2.3.a-07 Its opener still writes to an open ticket after the license ended
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" writes to the ticket
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the message is added to the ticket

    @abuse @needs-legal
    Scenario: 2.3.a-08 No new ticket is opened after the license ended
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" opens the ticket "How do I print an invoice?"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 2.3.a-09 A resolved ticket is taken up again for fourteen days, and later a new one follows
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      And support staff has answered the ticket
      And the date is now <instant>
      When "Olivia" writes to the ticket
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the message <what becomes of it>

      Examples:
        | instant                        | what becomes of it              |
        | 2026-03-15 12:00 UTC           | takes the ticket up again       |
        | 2026-03-15 12:00:00.000001 UTC | opens a new ticket that follows |

    @abuse @needs-legal
    Scenario: 2.3.a-10 A ticket that follows needs a license like any other
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      And support staff has answered the ticket
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" writes to the ticket
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.3.a-11 A reopened ticket keeps the terms of its first day
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      And support staff has answered the ticket
      And the provider offers new terms "2026-04" at $80 per hour, effective 2026-03-05 00:00 UTC
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
      And "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      When "Mia" reads the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4

    @abuse @needs-legal
    Scenario: 2.3.a-13 A colleague without such a role does not even learn that there is a ticket
      Given "Mia" is an internal user of "Acme"
      And "Olivia" has opened the ticket "How do I print an invoice?"
      When "Mia" reads the ticket
      Then the answer is DENIED by clause 1.5
      And the reason is TICKET_UNKNOWN
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.3.a-19 What a client was told stays readable without a license
      Given "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      And support staff has answered the ticket
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" reads the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
