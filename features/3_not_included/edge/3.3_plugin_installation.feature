@section-3
Feature: 3. Odd cases: installing custom plugins
  See 3.3_plugin_installation.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.3
  Rule: 3.3 Installation of custom plugins

    @edge
    Scenario: 3.3-02 Turning on a built-in feature is not an installation
      Given the ticket "Where do I turn on the loyalty feature?" of "Olivia" is classified as "where to turn on a built-in feature"
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
