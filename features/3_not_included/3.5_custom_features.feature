@section-3
Feature: 3. Developing custom features is not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.5
  Rule: 3.5 Custom feature development
    Not included in standard support: development of custom features.

    New behavior is paid work, and no promise made in a sale changes that. Repairing a defect of the platform is not
    new behavior and is free.

    @happy @needs-legal
    Scenario: 3.5-01 A new feature is not included
      Given "Olivia" has opened the ticket "Build us a report on returns"
      And support staff has classified the ticket as "development of a custom feature"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.5, and is offered an estimate
      And nothing has changed but the ticket

    @edge
    Scenario: 3.5-02 A report that exists under another name is guidance
      Given "Olivia" has opened the ticket "We miss a report on returns"
      And support staff has classified the ticket as "where to find a report that exists under another name"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 3.5-03 Repairing a defect is not a new feature
      Given "Olivia" has opened the ticket "The total of an invoice is wrong"
      And support staff has classified the ticket as "a fix for a platform defect"
      When support staff reports that the defect is repaired
      Then the answer is ALLOWED by clause 1.1
      And the ticket is resolved as repaired
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.5-04 A defect report that asks for new behavior is a new feature
      Given "Olivia" has opened the ticket "It is a defect that returns have no report" as "a fix for a platform defect"
      When support staff classifies the ticket as "development of a custom feature"
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And the ticket was proposed as "a fix for a platform defect"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.5-05 A salesperson's promise does not make a feature included
      Given "Olivia" has opened the ticket "Your salesperson promised us this feature"
      And support staff has classified the ticket as "a feature promised by a salesperson"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And nothing has changed
