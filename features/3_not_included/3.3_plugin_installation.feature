@section-3
Feature: 3. Installing custom plugins is not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.3
  Rule: 3.3 Installation of custom plugins
    Not included in standard support: installation of custom plugins.

    Installing a plugin that the terms do not list is paid work, whether it is free, from a marketplace or only on
    trial. Turning on what the platform ships with is not installing.

    @happy @needs-legal
    Scenario: 3.3-01 Installing a custom plugin is not included
      Given "Olivia" has opened the ticket "Install the plugin that we were sent"
      And support staff has classified the ticket as "installation of a custom plugin"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.3, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.3, and is offered an estimate
      And nothing has changed but the ticket

    @edge
    Scenario: 3.3-02 Turning on a built-in feature is not an installation
      Given "Olivia" has opened the ticket "Where do I turn on the loyalty feature?"
      And support staff has classified the ticket as "where to turn on a built-in feature"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 3.3-03 A marketplace plugin is custom unless listed as standard
      Given "Olivia" has opened the ticket "Set up a plugin from the marketplace" as "help with a standard integration"
      When support staff classifies the ticket as "installation of a marketplace plugin"
      Then the answer is CHARGEABLE by clauses 3.3, 4.1 and 5.1
      And the ticket was proposed as "help with a standard integration"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario Outline: 3.3-04 A plugin that is free or on trial is refused like a paid one
      Given "Olivia" has opened the ticket "Please <plugin>"
      And support staff has classified the ticket as "<plugin>"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And nothing has changed

      Examples:
        | plugin                            |
        | install a free plugin             |
        | install a paid plugin             |
        | install a plugin on a trial basis |
