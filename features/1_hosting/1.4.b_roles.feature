@section-1
Feature: 1. Access follows roles

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices"
    And the role "Caller" of "Acme" allows its holders to "send reminders"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles
    Access inside the instance follows roles.

    A user may do what a role of the user allows, and nothing else. No role can hold what the provider alone may do.

    This Rule covers people: what a role opens, who may give it, and what no role can hold.

    @happy
    Scenario Outline: 1.4.b-01 A role allows exactly what it lists
      Given "Ada" holds the role "Clerk"
      When "Ada" asks to "<operation>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | operation        | verdict | clauses                         |
        | read invoices    | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | approve invoices | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | send reminders   | DENIED  | clauses 0.1, 1.3 and 1.4.b      |

    @edge
    Scenario: 1.4.b-02 A user with two roles may do what either allows
      Given "Ada" holds the role "Clerk"
      And "Ada" holds the role "Caller"
      When "Ada" asks to "send reminders"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge
    Scenario: 1.4.b-03 A user without a role may do nothing
      When "Ada" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.4.b-04 A permission removed from a role is gone at the next action
      Given "Ada" holds the role "Clerk"
      And "Ada" was allowed to "approve invoices" earlier
      And "Olivia" has changed the role "Clerk" so that it allows its holders to "read invoices"
      When "Ada" asks to "approve invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.4.b-05 An area in a role covers every operation in that area
      Given the role "Accountant" of "Acme" allows "every operation on invoices"
      And "Ada" holds the role "Accountant"
      When "Ada" asks to "approve invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge
    Scenario: 1.4.b-06 A role that someone holds cannot be deleted without a replacement
      Given "Ada" holds the role "Clerk"
      When "Olivia" deletes the role "Clerk"
      Then the answer is DENIED by clause 1.4.b
      And the reason is ROLE_ASSIGNED
      And nothing has changed

    @edge
    Scenario: 1.4.b-07 Holders of a deleted role receive its replacement
      Given "Ada" holds the role "Clerk"
      And "Olivia" has replaced the role "Clerk" with the role "Caller"
      When "Ada" asks to "send reminders"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse
    Scenario: 1.4.b-08 Users cannot assign roles to themselves
      Given the role "Steward" of "Acme" allows its holders to "manage roles, manage users, read invoices"
      And "Ada" holds the role "Steward"
      When "Ada" assigns the role "Clerk" to "Ada"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is OWN_ROLES
      And nothing has changed

    @abuse
    Scenario: 1.4.b-09 Nobody can assign more rights than they hold
      Given the role "Steward" of "Acme" allows its holders to "manage roles, manage users, read invoices"
      And "Ada" holds the role "Steward"
      And "Ben" is an internal user of "Acme"
      When "Ada" assigns the role "Clerk" to "Ben"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is MORE_THAN_HELD
      And nothing has changed

    @abuse
    Scenario Outline: 1.4.b-10 No role can carry a right reserved to the provider
      When "Olivia" creates the role "Superuser" that allows "<right>"
      Then the answer is DENIED by <clauses>
      And nothing has changed

      Examples:
        | right                                | clauses             |
        | root access                          | clause 1.2          |
        | direct access to a server            | clause 1.2          |
        | backend access in different capitals | clause 1.2          |
        | access to source code                | clause 0.3          |
        | everything                           | clauses 0.3 and 1.2 |
