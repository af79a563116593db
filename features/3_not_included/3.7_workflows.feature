@section-3
Feature: 3. Workflow modifications are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.7
  Rule: 3.7 Workflow modifications
    Not included in standard support: modifications of workflows.

    Changing how the platform's steps follow each other is paid work, down to a single step. Options and permissions
    in the interface are the client's own to set.

    @happy @needs-legal
    Scenario: 3.7-01 A changed approval sequence is not included
      Given "Olivia" has opened the ticket "Let two managers approve an order"
      And support staff has classified the ticket as "a changed approval sequence"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.7, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.7, and is offered an estimate
      And nothing has changed but the ticket

    @edge
    Scenario: 3.7-02 An option offered in the interface is for the client to change
      Given "Olivia" has opened the ticket "Switch approvals on for large orders"
      And support staff has classified the ticket as the client's own to do under "Settings, Approvals"
      When support staff answers the ticket
      Then the answer is ALLOWED by clause 1.5
      And the ticket is resolved as answered
      And "Olivia" reads where it is done: "Settings, Approvals"

    @edge
    Scenario: 3.7-03 Different permissions are not a workflow modification
      When "Olivia" asks to "manage roles"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.b and 1.5

    @abuse @needs-legal
    Scenario: 3.7-04 One extra step is still a workflow modification
      Given "Olivia" has opened the ticket "Only one more step before shipping" as "how to use a feature"
      And support staff has classified the ticket as "one extra step in a workflow"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.7, 4.1 and 5.1
      And nothing has changed

    @edge
    Scenario: 3.7-05 Asking how the present workflow works is guidance
      Given "Olivia" has opened the ticket "Who approves an order before it ships?"
      And support staff has classified the ticket as "how to use a feature"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered
