@section-1
Feature: 1. Odd cases: users and roles belong to the client
  See 1.5_client_controls.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.5
  Rule: 1.5 User access and roles are controlled by the client

    @edge
    Scenario: 1.5-07 The last owner cannot be blocked
      When "Olivia" blocks the user "Olivia"
      Then the answer is DENIED by clause 1.5
      And the reason is LAST_OWNER
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-08 A client without an administrator is referred to a person
      When "Ada" asks for "help after losing the last administrator"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-40 Under a hold a client still blocks its own users
      Given the provider has placed a hold on the license of "Acme" for "unusual activity"
      When "Olivia" blocks the user "Ada"
      Then the answer is ALLOWED by clauses 1.4.a and 1.5
      And the user "Ada" is blocked
