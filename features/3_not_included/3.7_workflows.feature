@section-3
Feature: 3. Workflow modifications are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.7
  Rule: 3.7 Workflow modifications
    Not included in standard support: modifications of workflows.

    @happy @needs-legal
    Scenario: 3.7-01 A changed approval sequence is not included
      When "Olivia" asks for "a changed approval sequence"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.7, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario: 3.7-02 An option offered in the interface is for the client to change
      When "Olivia" asks to "change an option in the interface"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge
    Scenario: 3.7-03 Different permissions are not a workflow modification
      When "Olivia" asks to "manage roles"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.b and 1.5

    @abuse @needs-legal
    Scenario: 3.7-04 One extra step is still a workflow modification
      When support staff tries to provide "one extra step in a workflow" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.7, 4.1 and 5.1
      And nothing has changed
