@section-9
Feature: 9. Silence of the text

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.3
  Rule: 9.3 Where the text is silent, a person decides
    Where the text is silent, a person decides; silence never bills and never grants.

    If no clause speaks of a request, the software neither allows it nor sells it. A person answers, and the answer is
    kept beside the clause that was read.

    @happy @needs-legal
    Scenario: 9.3-01 A request that no clause addresses is referred to a person
      When "Olivia" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @abuse @needs-legal
    Scenario Outline: 9.3-04 Silence in the text never bills and never grants
      When "Olivia" asks for "a visit to our office" under the heading "<name>"
      Then the answer is NEEDS_PERSON by <clauses>
      And the license of "Acme" is unchanged
      And nothing has changed

      Examples:
        | name          | clauses                                 |
        | a new theme   | clauses 0.1, 1.3, 3.8, 4.1, 5.1 and 9.3 |
        | custom work   | clauses 0.1, 1.3, 4.1 and 9.3           |
        | read invoices | clauses 0.1, 1.3 and 9.3                |
