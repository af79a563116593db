@section-1
Feature: 1. Permissions are managed across departments

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Acme" has the departments "Sales, Purchasing"
    And the department "Retail" is part of "Sales"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.c
  Rule: 1.4.c Permissions are managed across departments
    Permissions are managed across departments.

    A role can be held in some departments and not in others, and counts only there and in the departments below
    them.

    @happy
    Scenario Outline: 1.4.c-01 The same role may differ from one department to another
      Given "Ada" holds the role "Clerk" in the department "Sales"
      When "Ada" asks to "approve invoices" in the department "<department>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | department | verdict | clauses                                |
        | Sales      | ALLOWED | clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c |
        | Retail     | ALLOWED | clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c |
        | Purchasing | DENIED  | clauses 0.1, 1.3 and 1.4.c             |

    @happy
    Scenario: 1.4.c-02 A role held for the whole instance covers every department
      Given "Ada" holds the role "Clerk"
      When "Ada" asks to "approve invoices" in the department "Purchasing"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c

    @edge
    Scenario: 1.4.c-03 A user who moves to another department gains its permissions
      Given the role "Buyer" of "Acme" allows its holders to "order goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Olivia" has moved "Ada" from the role "Clerk" in "Sales" to the role "Buyer" in "Purchasing"
      When "Ada" asks to "order goods" in the department "Purchasing"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c

    @edge
    Scenario: 1.4.c-04 A user who moves to another department loses the old permissions
      Given the role "Buyer" of "Acme" allows its holders to "order goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Olivia" has moved "Ada" from the role "Clerk" in "Sales" to the role "Buyer" in "Purchasing"
      When "Ada" asks to "approve invoices" in the department "Sales"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario Outline: 1.4.c-05 A user in two departments holds each permission where it applies
      Given the role "Buyer" of "Acme" allows its holders to "order goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Ada" holds the role "Buyer" in the department "Purchasing"
      When "Ada" asks to "<operation>" in the department "<department>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | operation        | department | verdict | clauses                                |
        | approve invoices | Sales      | ALLOWED | clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c |
        | order goods      | Purchasing | ALLOWED | clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c |
        | order goods      | Sales      | DENIED  | clauses 0.1, 1.3 and 1.4.c             |
        | approve invoices | Purchasing | DENIED  | clauses 0.1, 1.3 and 1.4.c             |

    @edge
    Scenario: 1.4.c-06 A department in use cannot be deleted
      Given "Ada" holds the role "Clerk" in the department "Sales"
      When "Olivia" deletes the department "Sales"
      Then the answer is DENIED by clause 1.4.c
      And the reason is DEPARTMENT_IN_USE
      And nothing has changed

    @abuse
    Scenario: 1.4.c-07 A right in one department is not a right for the whole instance
      Given "Ada" holds the role "Clerk" in the department "Sales"
      When "Ada" asks to "approve invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.c
      And the reason is DEPARTMENT_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.4.c-08 A department head cannot change another department
      Given the role "Head" of "Acme" allows its holders to "manage roles, manage users, read invoices, approve invoices"
      And "Ada" holds the role "Head" in the department "Sales"
      And "Ben" is an internal user of "Acme"
      When "Ada" assigns the role "Clerk" to "Ben" in the department "Purchasing"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.c
      And the reason is DEPARTMENT_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
