@section-1
Feature: 1. Users and roles belong to the client

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows its holders to "read invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.5
  Rule: 1.5 User access and roles are controlled by the client in the system interface
    User access and role configuration belong to the client alone, inside the system interface.

    The client alone decides who uses its instance and with which roles. Support shows where that is done and does
    not do it.

    This Rule covers who adds and blocks users and gives them roles, and that the provider's staff does not.

    @happy
    Scenario: 1.5-01 The client's administrator adds a user unaided
      When "Olivia" adds the internal user "Ben"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.a and 1.5
      And "Acme" has 3 internal users

    @happy
    Scenario: 1.5-02 The client's administrator blocks a user unaided
      When "Olivia" blocks the user "Ada"
      Then the answer is ALLOWED by clauses 1.4.a and 1.5
      And the user "Ada" is blocked

    @happy
    Scenario: 1.5-03 The client's administrator gives a role unaided
      When "Olivia" assigns the role "Clerk" to "Ada"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.b and 1.5
      And "Ada" may "read invoices"

    @happy @needs-legal
    Scenario: 1.5-04 Until activation staff may create the first users
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When support staff adds the internal user "Gil" at "Globex"
      Then the answer is ALLOWED by clause 2.1

    @edge @needs-legal
    Scenario: 1.5-05 Support that is asked to add a user explains where to do it
      When support staff asks in one ticket at "Acme" to "manage users" and "where a setting is"
      Then the answer on "manage users" is DENIED by clauses 0.1, 1.3 and 1.5
      And the answer on "where a setting is" is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And nothing has changed

    @edge
    Scenario: 1.5-06 A blocked user is refused at the next action
      Given "Ada" holds the role "Clerk"
      And "Ada" was allowed to "read invoices" earlier
      And "Olivia" has blocked the user "Ada"
      When "Ada" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is USER_DEACTIVATED and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.5-07 The last owner cannot be blocked
      When "Olivia" blocks the user "Olivia"
      Then the answer is DENIED by clause 1.5
      And the reason is LAST_OWNER
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-08 A client locked out by the loss of its last administrator is referred to a person
      When "Ada" asks for "help after losing the last administrator"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.5-09 Support does not change a role at the request of a non-administrator
      When support staff assigns the role "Clerk" to "Ada" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.5-10 Staff cannot add users after activation
      When support staff adds the internal user "Ben" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.5-11 A former administrator has no authority
      Given "Ada" holds the role "Owner"
      And "Olivia" has blocked the user "Ada"
      When "Ada" adds the internal user "Ben"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is USER_DEACTIVATED and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.5-12 A stranger learns nothing about a client's license
      Given "Acme Outlet" was onboarded as a business operator, owned by "Otto"
      And the date is now 2027-03-02 12:00 UTC
      When "Otto" asks to "read invoices" inside "Acme"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN
      And the answer holds indefinitely
      And nothing has changed
