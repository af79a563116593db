@section-1
Feature: 1. What programs may do

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Ada" is an internal user of "Acme" with the role "Clerk" to "read invoices, approve invoices, create keys for programs"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles, for programs too
    Access inside the instance follows roles.

    A program acts with a key that a user created, within the rights of both.

    @happy @needs-legal
    Scenario: 1.4.b-11 A program may do what its key names
      Given "Ada" created the key "Till" to "read invoices"
      When the program with the key "Till" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

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
