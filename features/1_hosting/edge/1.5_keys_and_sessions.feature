@section-1
Feature: 1. Odd cases: keys, links and sessions
  See 1.5_keys_and_sessions.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Ada" is an internal user of "Acme" with the role "Clerk" to "read invoices, create keys for programs"

  @clause-1.5
  Rule: 1.5 Keys, links and sessions are under the client's control

    @edge @needs-legal
    Scenario: 1.5-15 The former key is refused once the overlap has ended
      Given "Ada" created the key "Till" to "read invoices"
      And "Ada" rotated the key "Till" with an overlap of 24 hours
      And the date is now 2026-03-02 12:00 UTC
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 1.5-17 A key is refused once it <what>
      Given "Ada" created the key "Till" to "read invoices"
      And <what happened>
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

      Examples:
        | what               | what happened                        |
        | was revoked        | "Olivia" has revoked the key "Till"  |
        | is ninety days old | the date is now 2026-05-30 12:00 UTC |

    @edge @needs-legal
    Scenario: 1.5-18 A key stops working when the user who created it is blocked
      Given "Ada" created the key "Till" to "read invoices"
      And "Olivia" has blocked the user "Ada"
      When the program with the key "Till" asks to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 1.5-20 A session ends <when>
      Given "Ada" has signed in with an emailed link
      And <what happened>
      When "Ada" asks in her session to "read invoices"
      Then the answer is DENIED by clause 1.5
      And the reason is KEY_UNKNOWN
      And nothing has changed

      Examples:
        | when                        | what happened                        |
        | after two hours without use | the date is now 2026-03-01 14:00 UTC |
        | when its user signs out     | "Ada" has signed out                 |
