@section-1
Feature: 1. Two people for staff access

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices"
    And "Ada" is an internal user of "Acme"
    And support staff asked to change the users of "Acme" until 2026-03-01 14:00 UTC

  @clause-1.5
  Rule: 1.5 Staff access takes two people who are independent of each other
    User access and role configuration belong to the client alone, inside the system interface.

    Acts that need two people of the provider are never done by one, and two who depend on each other count as one.
    The client can take back what was given.

    @happy @needs-legal
    Scenario: 1.5-32 Thirty days after hiring a colleague the two are independent
      Given administrative staff added support staff 30 days ago
      When administrative staff approves the request for "Acme"
      Then the answer is ALLOWED by clauses 1.1 and 1.5

    @abuse @needs-legal
    Scenario Outline: 1.5-33 A second person who depends on the first does not count: <who>
      Given administrative staff <did what>
      When administrative staff approves the request for "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is SECOND_PERSON
      And nothing has changed

      Examples:
        | who                                            | did what                        |
        | whoever added the first to the staff lately    | added support staff 29 days ago |
        | someone who joined within a day of the request | joined 23 hours ago             |

    @happy @needs-legal
    Scenario: 1.5-35 A provider of one person needs the confirmation of an owner
      Given the provider has nobody but administrative staff
      And administrative staff asked to view the users of "Acme" until 2026-03-01 14:00 UTC
      And "Olivia" has confirmed the request with the emailed link
      When administrative staff views the users of "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 1.5
      And "Olivia" sees that the grant is open

    @abuse @needs-legal
    Scenario: 1.5-36 A provider of one person sees nothing without the confirmation
      Given the provider has nobody but administrative staff
      And administrative staff asked to view the users of "Acme" until 2026-03-01 14:00 UTC
      When administrative staff views the users of "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @happy
    Scenario: 1.5-37 An owner takes back what was given under a grant
      Given administrative staff has approved the request for "Acme"
      And support staff has assigned the role "Clerk" to "Ada" at "Acme"
      And "Olivia" has taken back what was given under the grant
      When "Ada" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.5-38 Staff does not learn without a grant what a user may do
      When support staff asks whether "Ada" may "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.5-39 An administrator who is not an owner cannot block one
      Given the role "Steward" of "Acme" allows its holders to "manage users"
      And "Ada" holds the role "Steward"
      When "Ada" blocks the user "Olivia"
      Then the answer is DENIED by clause 1.5
      And the reason is OWNERS_ONLY
      And nothing has changed
