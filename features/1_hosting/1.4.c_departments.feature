@section-1
Feature: 1. Permissions are managed across departments

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Acme" has the departments "Sales, Purchasing"
    And the department "Retail" is part of "Sales"
    And the role "Clerk" of "Acme" allows "reading invoices, approving invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.c
  Rule: 1.4.c Permissions are managed across departments
    Permissions are managed across departments.

    @happy
    Scenario Outline: 1.4.c-01 The same role may differ from one department to another
      Given "Ada" holds the role "Clerk" in the department "Sales"
      When "Ada" asks for "approving invoices" in the department "<department>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | department | verdict | clauses                      |
        | Sales      | ALLOWED | clauses 1.4, 1.4.b and 1.4.c |
        | Retail     | ALLOWED | clauses 1.4, 1.4.b and 1.4.c |
        | Purchasing | DENIED  | clause 1.4.c                 |

    @happy
    Scenario: 1.4.c-02 A role held for the whole instance covers every department
      Given "Ada" holds the role "Clerk"
      When "Ada" asks for "approving invoices" in the department "Purchasing"
      Then the answer is ALLOWED by clauses 1.4, 1.4.b and 1.4.c

    @edge
    Scenario: 1.4.c-03 A user who moves department takes on its permissions
      Given the role "Buyer" of "Acme" allows "ordering goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Olivia" has moved "Ada" from the role "Clerk" in "Sales" to the role "Buyer" in "Purchasing"
      When "Ada" asks for "ordering goods" in the department "Purchasing"
      Then the answer is ALLOWED by clauses 1.4, 1.4.b and 1.4.c

    @edge
    Scenario: 1.4.c-04 A user who moved department leaves the old permissions behind
      Given the role "Buyer" of "Acme" allows "ordering goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Olivia" has moved "Ada" from the role "Clerk" in "Sales" to the role "Buyer" in "Purchasing"
      When "Ada" asks for "approving invoices" in the department "Sales"
      Then the answer is DENIED by clause 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario Outline: 1.4.c-05 A user in two departments holds each permission where it applies
      Given the role "Buyer" of "Acme" allows "ordering goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Ada" holds the role "Buyer" in the department "Purchasing"
      When "Ada" asks for "<operation>" in the department "<department>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | operation          | department | verdict | clauses                      |
        | approving invoices | Sales      | ALLOWED | clauses 1.4, 1.4.b and 1.4.c |
        | ordering goods     | Purchasing | ALLOWED | clauses 1.4, 1.4.b and 1.4.c |
        | ordering goods     | Sales      | DENIED  | clause 1.4.c                 |
        | approving invoices | Purchasing | DENIED  | clause 1.4.c                 |

    @edge
    Scenario: 1.4.c-06 A department that is not empty is not deleted unnoticed
      Given "Ada" holds the role "Clerk" in the department "Sales"
      When "Olivia" deletes the department "Sales"
      Then the answer is DENIED by clause 1.4.c
      And the reason is DEPARTMENT_IN_USE
      And nothing has changed

    @abuse
    Scenario: 1.4.c-07 A right in one department is no right for the whole instance
      Given "Ada" holds the role "Clerk" in the department "Sales"
      When "Ada" asks for "approving invoices"
      Then the answer is DENIED by clause 1.4.c
      And the reason is DEPARTMENT_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.4.c-08 A department head cannot change another department
      Given the role "Head" of "Acme" allows "managing roles, managing users, reading invoices, approving invoices"
      And "Ada" holds the role "Head" in the department "Sales"
      And "Ben" is an internal user of "Acme"
      When "Ada" gives the role "Clerk" to "Ben" in the department "Purchasing"
      Then the answer is DENIED by clause 1.4.c
      And the reason is DEPARTMENT_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
