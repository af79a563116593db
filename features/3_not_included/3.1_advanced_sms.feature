@section-3
Feature: 3. Advanced SMS integrations

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.1
  Rule: 3.1 Advanced SMS integrations
    Not included in standard support: advanced SMS integrations.

    Connecting a service that sends messages in bulk is custom work, whatever it is called. Saying where the settings
    of the platform's own messages are is guidance.

    @happy @needs-legal
    Scenario: 3.1-01 A bulk messaging integration is not included
      Given the ticket "Send an SMS to all our customers at once" of "Olivia" is classified as "bulk SMS messaging"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.1, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.1, and is offered an estimate
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.1-04 Messaging asked for as email configuration is not included
      Given "Olivia" has opened the ticket "Configure our email so that it sends SMS" as "help with a standard integration"
      When support staff classifies the ticket as "bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 3.1, 4.1 and 5.1
      And the ticket was proposed as "help with a standard integration"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.1-07 Bulk messaging is not connected like a standard integration
      When "Olivia" connects "bulk SMS messaging"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
