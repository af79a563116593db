@section-1
Feature: 1. Odd cases: what programs may do
  See 1.4.b_programs.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Ada" is an internal user of "Acme" with the role "Clerk" to "read invoices, approve invoices, create keys for programs"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles, for programs too

    @edge @needs-legal
    Scenario: 1.4.b-12 A key opens nothing that it does not name
      Given "Ada" created the key "Till" to "read invoices"
      When the program with the key "Till" asks to "approve invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is KEY_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.4.b-13 A key loses the rights that its creator loses
      Given "Ada" created the key "Till" to "read invoices, approve invoices"
      And "Olivia" has changed the role "Clerk" so that it allows its holders to "read invoices"
      When the program with the key "Till" asks to "approve invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.4.b-14 A key must also name what is open without a license
      Given "Olivia" created the key "Books" to "read invoices"
      When the program with the key "Books" asks for "an export of the client's data"
      Then the answer is DENIED by clause 1.4.b
      And the reason is KEY_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
