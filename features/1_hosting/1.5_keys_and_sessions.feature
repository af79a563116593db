@section-1
Feature: 1. Keys, links and sessions

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Ada" is an internal user of "Acme" with the role "Clerk" to "read invoices, create keys for programs"

  @clause-1.5
  Rule: 1.5 Keys, links and sessions are under the client's control
    User access and role configuration belong to the client alone, inside the system interface.

    Keys, sign-in links and sessions are given and ended by the client's own people; each runs out by itself too.

    @happy @needs-legal
    Scenario: 1.5-13 A user creates a key for a program unaided
      When "Ada" creates the key "Till" to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.b and 1.5

    @happy @needs-legal
    Scenario: 1.5-14 A rotated key keeps working until the overlap ends
      Given "Ada" created the key "Till" to "read invoices"
      And "Ada" rotated the key "Till" with an overlap of 24 hours
      And the date is now 2026-03-02 11:59 UTC
      When the program with the key "Till" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @happy
    Scenario: 1.5-19 A user signs in with an emailed link
      Given "Ada" has signed in with an emailed link
      When "Ada" asks in her session to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse @needs-legal
    Scenario Outline: 1.5-22 A link <of what kind> signs nobody in
      Given "Ada" <did what>
      And the date is now <instant>
      When someone uses the link sent to "Ada"
      Then the answer is DENIED by clause 1.5
      And the reason is LINK_UNKNOWN
      And nothing has changed

      Examples:
        | of what kind        | did what                           | instant              |
        | that was used       | has signed in with an emailed link | 2026-03-01 12:01 UTC |
        | fifteen minutes old | was emailed a sign-in link         | 2026-03-01 12:15 UTC |
