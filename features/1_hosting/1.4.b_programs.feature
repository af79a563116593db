@section-1
Feature: 1. Programs of the client act within the roles of who made their key

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows "reading invoices, approving invoices, making keys for programs"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Clerk"

  @clause-1.4.b
  Rule: 1.4.b Access follows roles, for programs too
    Access inside the instance follows roles.

    @happy
    Scenario: 1.4.b-11 A program does what its key names and its maker may do
      Given "Ada" made the key "Till" for "reading invoices"
      When the program with the key "Till" asks for "reading invoices"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b

    @edge
    Scenario: 1.4.b-12 A key opens nothing that it does not name
      Given "Ada" made the key "Till" for "reading invoices"
      When the program with the key "Till" asks for "approving invoices"
      Then the answer is DENIED by clause 1.4.b
      And the reason is KEY_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.4.b-13 A key loses what its maker loses
      Given "Ada" made the key "Till" for "reading invoices, approving invoices"
      And "Olivia" has changed the role "Clerk" to allow "reading invoices"
      When the program with the key "Till" asks for "approving invoices"
      Then the answer is DENIED by clause 1.4.b
      And the reason is PERMISSION_MISSING and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.4.b-14 A key needs to name what is open without a license as well
      Given "Olivia" made the key "Books" for "reading invoices"
      When the program with the key "Books" asks for "exporting the own data"
      Then the answer is DENIED by clause 1.4.b
      And the reason is KEY_OUT_OF_SCOPE and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.4.b-15 Nobody makes a key that opens more than they hold
      When "Ada" makes the key "Wide" for "sending reminders"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is MORE_THAN_HELD
      And nothing has changed

    @abuse
    Scenario: 1.4.b-16 A key makes no key that opens more than itself
      Given "Ada" made the key "Maker" for "making keys for programs"
      When the program with the key "Maker" makes the key "Wide" for "reading invoices"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is MORE_THAN_HELD
      And nothing has changed

    @abuse
    Scenario: 1.4.b-17 No key can carry a right reserved to the provider
      When "Olivia" makes the key "Superuser" for "root access"
      Then the answer is DENIED by clause 1.2
      And nothing has changed
