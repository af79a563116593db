@section-2
Feature: 2. Odd cases: support in tickets
  See 2.3_support.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.3.a
  Rule: 2.3.a Support is given through the ticketing system

    @edge @needs-legal
    Scenario: 2.3.a-02 A ticket with three questions receives three verdicts
      Given "Olivia" has opened the ticket "Printing, a theme and the server"
      And support staff has split the ticket into "How do I print?", "A theme of our own" and "Access to the server"
      When support staff classifies the parts as "how to use a feature", "a new theme" and "backend access"
      Then the answer on "How do I print?" is ALLOWED by clauses 2.3.b and 2.4
      And the answer on "A theme of our own" is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the answer on "Access to the server" is DENIED by clause 1.2
      And nothing has changed but the ticket

    @edge
    Scenario: 2.3.a-03 A ticket can be opened before the instance is activated
      Given "Globex" was onboarded, owned by "Greta", and has paid until 2027-03-01
      When "Greta" opens the ticket "How do we begin?"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the ticket is new

  @clause-2.3.b
  Rule: 2.3.b Guidance and basic troubleshooting are included

    @edge @needs-legal
    Scenario: 2.3.b-02 Troubleshooting stops where a custom plugin begins
      Given "Olivia" has opened the ticket "Our own plugin shows an error" as "why a feature is not working"
      When support staff classifies the ticket as "configuration of a custom plugin"
      Then the answer is CHARGEABLE by clauses 3.4, 4.1 and 5.1
      And the ticket was proposed as "why a feature is not working"
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 2.3.b-03 A platform defect found while troubleshooting costs the client nothing
      Given the ticket "The search finds nothing" of "Olivia", proposed as "why a feature is not working", is classified as "a fix for a platform defect"
      When support staff reports that the defect is repaired
      Then the answer is ALLOWED by clause 1.1
      And the ticket is resolved as repaired
      And nothing has changed but the ticket

    @edge
    Scenario: 2.3.b-05 Asking the same question repeatedly does not turn guidance into work
      Given "Olivia" has had 20 tickets "How do I print an invoice?" answered as "how to use a feature"
      And the ticket "How do I print an invoice?" of "Olivia" is classified as "how to use a feature"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered
