@section-3
Feature: 3. Developing custom features is not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.5
  Rule: 3.5 Custom feature development
    Not included in standard support: development of custom features.

    @happy @needs-legal
    Scenario: 3.5-01 A new feature is not included
      When "Olivia" asks for "development of a custom feature"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario: 3.5-02 A report that exists under another name is guidance
      When "Olivia" asks "where to find a report that exists under another name"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @edge @needs-legal
    Scenario: 3.5-03 Repairing a defect is not a new feature
      When support staff tries to provide "a fix for a platform defect" as support for "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.1 and 1.3

    @abuse @needs-legal
    Scenario: 3.5-04 A defect report that asks for new behavior is a new feature
      When "Olivia" asks for "development of a custom feature" under the heading "a fix for a platform defect"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And clause 1.1 is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.5-05 A salesperson's promise does not make a feature included
      When support staff tries to provide "a feature promised by a salesperson" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And nothing has changed
