@section-1
Feature: 1. The client controls access for its own people and programs

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, create keys for programs"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Clerk"

  @clause-1.5
  Rule: 1.5 Keys, links and sessions are under the client's control
    User access and role configuration belong to the client alone, inside the system interface.

    This Rule covers the keys, sign-in links and sessions of the client's own people, and when they end.

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

    @edge @needs-legal
    Scenario: 1.5-15 The former key is refused once the overlap has ended
      Given "Ada" created the key "Till" to "read invoices"
      And "Ada" rotated the key "Till" with an overlap of 24 hours
      And the date is now 2026-03-02 12:00 UTC
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge
    Scenario: 1.5-16 A revoked key is refused at the next action
      Given "Ada" created the key "Till" to "read invoices"
      And "Olivia" has revoked the key "Till"
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-17 A key is refused after ninety days
      Given "Ada" created the key "Till" to "read invoices"
      And the date is now 2026-05-30 12:00 UTC
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-18 A key stops working when the user who created it is blocked
      Given "Ada" created the key "Till" to "read invoices"
      And "Olivia" has blocked the user "Ada"
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @happy
    Scenario: 1.5-19 A user signs in with an emailed link
      Given "Ada" has signed in with an emailed link
      When "Ada" asks in her session to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario: 1.5-20 A session ends after two hours without use
      Given "Ada" has signed in with an emailed link
      And the date is now 2026-03-01 14:00 UTC
      When "Ada" asks in her session to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge
    Scenario: 1.5-21 A session ends when its user signs out
      Given "Ada" has signed in with an emailed link
      And "Ada" has signed out
      When "Ada" asks in her session to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.5-22 A used link cannot be used to sign in again
      Given "Ada" has signed in with an emailed link
      When someone uses the link sent to "Ada"
      Then the answer is DENIED by clause 1.5
      And the reason is LINK_UNKNOWN
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.5-23 A link expires after fifteen minutes
      Given "Ada" was emailed a sign-in link
      And the date is now 2026-03-01 12:15 UTC
      When someone uses the link sent to "Ada"
      Then the answer is DENIED by clause 1.5
      And the reason is LINK_UNKNOWN
      And nothing has changed
