@section-1
Feature: 1. Odd cases: access follows roles
  See 1.4.b_roles.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices, approve invoices"
    And the role "Caller" of "Acme" allows its holders to "send reminders"
    And "Ada" is an internal user of "Acme"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles

    @edge
    Scenario: 1.4.b-02 A user with two roles may do what either allows
      Given "Ada" holds the role "Clerk"
      And "Ada" holds the role "Caller"
      When "Ada" asks to "send reminders"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

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
