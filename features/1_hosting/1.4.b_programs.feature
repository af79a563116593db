@section-1
Feature: 1. A client's programs act within the roles of whoever created their key

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices, create keys for programs"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Clerk"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles, for programs too
    Access inside the instance follows roles.

    This Rule covers programs, which act with a key that a user of the client created.

    @happy @needs-legal
    Scenario: 1.4.b-11 A program may do what its key names and the key's creator may do
      Given "Ada" created the key "Till" to "read invoices"
      When the program with the key "Till" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

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

    @abuse @needs-legal
    Scenario: 1.4.b-15 Nobody can create a key with more rights than they hold
      When "Ada" creates the key "Wide" to "send reminders"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is MORE_THAN_HELD
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.4.b-16 A key cannot create another key with more rights than its own
      Given "Ada" created the key "Maker" to "create keys for programs"
      When the program with the key "Maker" creates the key "Wide" to "read invoices"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is MORE_THAN_HELD
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.4.b-17 No key can carry a right reserved to the provider
      When "Olivia" creates the key "Superuser" for "root access"
      Then the answer is DENIED by clause 1.2
      And nothing has changed
