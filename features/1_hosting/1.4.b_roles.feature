@section-1
Feature: 1. Access follows roles

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows "reading invoices, approving invoices"
    And the role "Caller" of "Acme" allows "sending reminders"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles
    Access inside the instance follows roles.

    @happy
    Scenario Outline: 1.4.b-01 A role opens exactly what it lists
      Given "Ada" holds the role "Clerk"
      When "Ada" asks for "<operation>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | operation          | verdict | clauses               |
        | reading invoices   | ALLOWED | clauses 1.4 and 1.4.b |
        | approving invoices | ALLOWED | clauses 1.4 and 1.4.b |
        | sending reminders  | DENIED  | clause 1.4.b          |

    @edge
    Scenario: 1.4.b-02 A user with two roles may do what either allows
      Given "Ada" holds the role "Clerk"
      And "Ada" holds the role "Caller"
      When "Ada" asks for "sending reminders"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b

    @edge
    Scenario: 1.4.b-03 A user without a role may do nothing
      When "Ada" asks for "reading invoices"
      Then the answer is DENIED by clause 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.4.b-04 A permission taken from a role is gone at the next action
      Given "Ada" holds the role "Clerk"
      And "Ada" was allowed "approving invoices" before
      And "Olivia" has changed the role "Clerk" to allow "reading invoices"
      When "Ada" asks for "approving invoices"
      Then the answer is DENIED by clause 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.4.b-05 An area in a role covers every operation of the area
      Given the role "Accountant" of "Acme" allows "everything about invoices"
      And "Ada" holds the role "Accountant"
      When "Ada" asks for "approving invoices"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b

    @edge
    Scenario: 1.4.b-06 A role that somebody holds is not deleted unnoticed
      Given "Ada" holds the role "Clerk"
      When "Olivia" deletes the role "Clerk"
      Then the answer is DENIED by clause 1.4.b
      And the reason is ROLE_ASSIGNED
      And nothing has changed

    @edge
    Scenario: 1.4.b-07 A deleted role leaves its replacement to those who held it
      Given "Ada" holds the role "Clerk"
      And "Olivia" has replaced the role "Clerk" by the role "Caller"
      When "Ada" asks for "sending reminders"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b

    @abuse
    Scenario: 1.4.b-08 A user cannot give himself a role
      Given the role "Steward" of "Acme" allows "managing roles, managing users, reading invoices"
      And "Ada" holds the role "Steward"
      When "Ada" gives the role "Clerk" to "Ada"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is OWN_ROLES
      And nothing has changed

    @abuse
    Scenario: 1.4.b-09 Nobody hands on more than they hold
      Given the role "Steward" of "Acme" allows "managing roles, managing users, reading invoices"
      And "Ada" holds the role "Steward"
      And "Ben" is an internal user of "Acme"
      When "Ada" gives the role "Clerk" to "Ben"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is MORE_THAN_HELD
      And nothing has changed

    @abuse
    Scenario Outline: 1.4.b-10 No role can carry a right reserved to the provider
      When "Olivia" creates the role "Superuser" that allows "<right>"
      Then the answer is DENIED by <clauses>
      And nothing has changed

      Examples:
        | right                           | clauses             |
        | root access                     | clause 1.2          |
        | direct access to a server       | clause 1.2          |
        | backend access in other letters | clause 1.2          |
        | access to source code           | clause 0.3          |
        | everything there is             | clauses 0.3 and 1.2 |
