@section-3
Feature: 3. Developing custom features

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.5
  Rule: 3.5 Custom feature development
    Not included in standard support: development of custom features.

    New behavior is paid work, whatever a salesperson promised. Repairing a defect of the platform is free.

    @happy @needs-legal
    Scenario: 3.5-01 A new feature is not included
      Given the ticket "Build us a report on returns" of "Olivia" is classified as "development of a custom feature"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.5, and is offered an estimate
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
      Given the ticket "Your salesperson promised us this feature" of "Olivia" is classified as "a feature promised by a salesperson"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And nothing has changed
