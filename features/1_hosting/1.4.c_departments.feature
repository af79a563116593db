@section-1
Feature: 1. Rights by department

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Acme" has the departments "Sales, Purchasing"
    And the department "Retail" is part of "Sales"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.c
  Rule: 1.4.c Permissions are managed across departments
    Permissions are managed across departments.

    A role can be held in some departments and not in others; it counts only there and below.

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

    @abuse
    Scenario: 1.4.c-07 A right in one department is not one for the whole instance
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
