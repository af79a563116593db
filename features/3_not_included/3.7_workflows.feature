@section-3
Feature: 3. Workflow modifications

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.7
  Rule: 3.7 Workflow modifications
    Not included in standard support: modifications of workflows.

    Changing how the platform's steps follow each other is paid work, down to a single step. Options and permissions
    are the client's own to set.

    @happy @needs-legal
    Scenario: 3.7-01 A changed approval sequence is not included
      Given the ticket "Let two managers approve an order" of "Olivia" is classified as "a changed approval sequence"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.7, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.7, and is offered an estimate
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.7-04 One extra step is still a workflow modification
      Given the ticket "Only one more step before shipping" of "Olivia", proposed as "how to use a feature", is classified as "one extra step in a workflow"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.7, 4.1 and 5.1
      And nothing has changed
