@section-3
Feature: 3. Odd cases: advanced SMS integrations
  See 3.1_advanced_sms.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.1
  Rule: 3.1 Advanced SMS integrations

    @edge
    Scenario: 3.1-02 Asking where the message settings are is still a usage question
      Given the ticket "Where are the message settings?" of "Olivia" is classified as "where the message settings are"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 3.1-03 A messaging feature built into the platform is not advanced
      Given the ticket "How do I send a message to one customer?" of "Olivia" is classified as "how to use the messaging feature built into the platform"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 3.1-05 Messaging through a plugin falls under both exclusions
      When "Olivia" asks for "a plugin for bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 3.3, 4.1 and 5.1
      And nothing has changed
