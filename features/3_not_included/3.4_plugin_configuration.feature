@section-3
Feature: 3. Configuring custom plugins is not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.4
  Rule: 3.4 Custom plugin configuration
    Not included in standard support: configuration of custom plugins.

    Configuring a custom plugin, or repairing what its settings broke, is paid work. Saying where its settings are
    found is support.

    @happy @needs-legal
    Scenario: 3.4-01 Configuring a custom plugin is not included
      Given "Olivia" has opened the ticket "Configure our label plugin"
      And support staff has classified the ticket as "configuration of a custom plugin"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.4, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.4, and is offered an estimate
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 3.4-02 An error caused by plugin settings is beyond basic troubleshooting
      When "Olivia" asks for "help with an error caused by a plugin's settings"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 3.4-03 Saying where a plugin's settings are is guidance
      Given "Olivia" has opened the ticket "Where are our plugin's settings?"
      And support staff has classified the ticket as "where a plugin's settings are"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 3.4-04 Plugin configuration presented as account configuration is not included
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      And "Greta" has opened the ticket "Configure our account and its plugin" as "help with basic setup"
      When support staff classifies the ticket as "configuration of a custom plugin"
      Then the answer is CHARGEABLE by clauses 3.4, 4.1 and 5.1
      And the ticket was proposed as "help with basic setup"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.4-05 Plugin settings changed as a favor are refused
      Given "Olivia" has opened the ticket "Just change one setting of our plugin"
      And support staff has classified the ticket as "configuration of a custom plugin"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
