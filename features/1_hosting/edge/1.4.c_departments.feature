@section-1
Feature: 1. Odd cases: rights by department
  See 1.4.c_departments.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Acme" has the departments "Sales, Purchasing"
    And the department "Retail" is part of "Sales"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.c
  Rule: 1.4.c Permissions are managed across departments

    @edge
    Scenario Outline: 1.4.c-03 A user who moves to another department <what becomes of the rights>
      Given the role "Buyer" of "Acme" allows its holders to "order goods"
      And "Ada" holds the role "Clerk" in the department "Sales"
      And "Olivia" has moved "Ada" from the role "Clerk" in "Sales" to the role "Buyer" in "Purchasing"
      When "Ada" asks to "<operation>" in the department "<department>"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | what becomes of the rights | operation        | department | verdict | clauses                                |
        | gains its permissions      | order goods      | Purchasing | ALLOWED | clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c |
        | loses the old permissions  | approve invoices | Sales      | DENIED  | clauses 0.1, 1.3 and 1.4.b             |

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
