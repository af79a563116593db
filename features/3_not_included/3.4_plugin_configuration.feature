@section-3
Feature: 3. Configuring custom plugins

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.4
  Rule: 3.4 Custom plugin configuration
    Not included in standard support: configuration of custom plugins.

    Configuring a custom plugin, or repairing what its settings broke, is paid work. Saying where its settings are is
    support.

    @happy @needs-legal
    Scenario: 3.4-01 Configuring a custom plugin is not included
      Given the ticket "Configure our label plugin" of "Olivia" is classified as "configuration of a custom plugin"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.4, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.4, and is offered an estimate
      And nothing has changed but the ticket

    @happy @needs-legal
    Scenario: 3.4-03 Saying where a plugin's settings are is guidance
      Given the ticket "Where are our plugin's settings?" of "Olivia" is classified as "where a plugin's settings are"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 3.4-05 Plugin settings changed as a favor are refused
      Given the ticket "Just change one setting of our plugin" of "Olivia" is classified as "configuration of a custom plugin"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
