@section-3
Feature: 3. Advanced SMS integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.1
  Rule: 3.1 Advanced SMS integrations
    Not included in standard support: advanced SMS integrations.

    Connecting a service that sends messages in bulk is custom work, whatever it is called. Saying where the settings
    of the platform's own messages are is guidance.

    @happy @needs-legal
    Scenario: 3.1-01 A bulk messaging integration is not included and an estimate is offered
      Given "Olivia" has opened the ticket "Send an SMS to all our customers at once"
      And support staff has classified the ticket as "bulk SMS messaging"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.1, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.1, and is offered an estimate
      And nothing has changed but the ticket

    @edge
    Scenario: 3.1-02 Asking where the message settings are is still a usage question
      Given "Olivia" has opened the ticket "Where are the message settings?"
      And support staff has classified the ticket as "where the message settings are"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 3.1-03 A messaging feature built into the platform is not advanced
      Given "Olivia" has opened the ticket "How do I send a message to one customer?"
      And support staff has classified the ticket as "how to use the messaging feature built into the platform"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 3.1-04 Messaging asked for as email configuration is not included
      Given "Olivia" has opened the ticket "Configure our email so that it sends SMS" as "help with a standard integration"
      When support staff classifies the ticket as "bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 3.1, 4.1 and 5.1
      And the ticket was proposed as "help with a standard integration"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.1-05 Messaging through a plugin falls under both exclusions
      When "Olivia" asks for "a plugin for bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 3.3, 4.1 and 5.1
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.1-06 Setting up messaging as support is refused
      Given "Olivia" has opened the ticket "Connect our SMS provider for us"
      And support staff has classified the ticket as "an advanced SMS integration"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.1-07 Bulk messaging is not connected like a standard integration
      When "Olivia" connects "bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
