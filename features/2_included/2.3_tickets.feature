@section-2
Feature: 2. What becomes of a ticket

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.3.a
  Rule: 2.3.a A ticket lives on under the decision of its first day
    Included: the official ticketing system.

    A ticket opened under a license is answered to its end; a new one needs a license. Only its opener and those with
    a role for it see it.

    @happy @needs-legal
    Scenario: 2.3.a-06 A ticket left open when the license ends is still answered
      Given the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      And the date is now 2027-03-02 09:00 UTC
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 2.3.a-08 No new ticket is opened after the license ended
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" opens the ticket "How do I print an invoice?"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.3.a-13 A colleague without such a role does not learn of a ticket
      Given "Mia" is an internal user of "Acme"
      And "Olivia" has opened the ticket "How do I print an invoice?"
      When "Mia" reads the ticket
      Then the answer is DENIED by clause 1.5
      And the reason is TICKET_UNKNOWN
      And nothing has changed
