@section-1
Feature: 1. Access follows roles

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices"
    And the role "Caller" of "Acme" allows its holders to "send reminders"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles
    Access inside the instance follows roles.

    People may do what their roles allow, and nothing else. No role can hold what the provider alone may do.

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

    @abuse
    Scenario Outline: 1.4.b-08 Nobody assigns roles to <whom>
      Given the role "Steward" of "Acme" allows its holders to "manage roles, manage users, read invoices"
      And "Ada" holds the role "Steward"
      And "Ben" is an internal user of "Acme"
      When "Ada" assigns the role "Clerk" to "<user>"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is <reason>
      And nothing has changed

      Examples:
        | whom                                   | user | reason         |
        | themselves                             | Ada  | OWN_ROLES      |
        | others with more rights than their own | Ben  | MORE_THAN_HELD |

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
