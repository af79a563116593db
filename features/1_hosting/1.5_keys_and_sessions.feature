@section-1
Feature: 1. The client lets its own people and programs in

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows "reading invoices, making keys for programs"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Clerk"

  @clause-1.5
  Rule: 1.5 Keys, links and sessions are the client's own
    User access and role configuration belong to the client alone, inside the system interface.

    @happy
    Scenario: 1.5-13 A user makes a key for a program unaided
      When "Ada" makes the key "Till" for "reading invoices"
      Then the answer is ALLOWED by clauses 1.4.b and 1.5

    @happy
    Scenario: 1.5-14 A rotated key works on until the overlap ends
      Given "Ada" made the key "Till" for "reading invoices"
      And "Ada" rotated the key "Till" with an overlap of 24 hours
      And the date is now 2026-03-02 11:59 UTC
      When the program with the key "Till" asks for "reading invoices"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b

    @edge
    Scenario: 1.5-15 The former key is refused once the overlap has ended
      Given "Ada" made the key "Till" for "reading invoices"
      And "Ada" rotated the key "Till" with an overlap of 24 hours
      And the date is now 2026-03-02 12:00 UTC
      When the program with the key "Till" asks for "reading invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge
    Scenario: 1.5-16 A revoked key is refused at the next action
      Given "Ada" made the key "Till" for "reading invoices"
      And "Olivia" has revoked the key "Till"
      When the program with the key "Till" asks for "reading invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge
    Scenario: 1.5-17 A key is refused after its ninety days
      Given "Ada" made the key "Till" for "reading invoices"
      And the date is now 2026-05-30 12:00 UTC
      When the program with the key "Till" asks for "reading invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge
    Scenario: 1.5-18 A key dies with the user who made it
      Given "Ada" made the key "Till" for "reading invoices"
      And "Olivia" has blocked the user "Ada"
      When the program with the key "Till" asks for "reading invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @happy
    Scenario: 1.5-19 A user signs in by a mailed link
      Given "Ada" has signed in by a mailed link
      When "Ada" asks in her session for "reading invoices"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b

    @edge
    Scenario: 1.5-20 A session that nobody used for two hours is over
      Given "Ada" has signed in by a mailed link
      And the date is now 2026-03-01 14:00 UTC
      When "Ada" asks in her session for "reading invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge
    Scenario: 1.5-21 A session is over once its user has signed out
      Given "Ada" has signed in by a mailed link
      And "Ada" has signed out
      When "Ada" asks in her session for "reading invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @abuse
    Scenario: 1.5-22 A link that was used signs nobody in again
      Given "Ada" has signed in by a mailed link
      When somebody uses the link of "Ada"
      Then the answer is DENIED by clause 1.5
      And the reason is LINK_UNKNOWN
      And nothing has changed

    @abuse
    Scenario: 1.5-23 A link that lay about for a quarter of an hour signs nobody in
      Given "Ada" was mailed a link to sign in
      And the date is now 2026-03-01 12:15 UTC
      When somebody uses the link of "Ada"
      Then the answer is DENIED by clause 1.5
      And the reason is LINK_UNKNOWN
      And nothing has changed
