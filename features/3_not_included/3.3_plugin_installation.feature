@section-3
Feature: 3. Installing custom plugins

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.3
  Rule: 3.3 Installation of custom plugins
    Not included in standard support: installation of custom plugins.

    Installing a plugin that the terms do not list is paid work, even a free one. Turning on what the platform ships
    with is not installing.

    @happy @needs-legal
    Scenario: 3.3-01 Installing a custom plugin is not included
      Given the ticket "Install the plugin that we were sent" of "Olivia" is classified as "installation of a custom plugin"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.3, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.3, and is offered an estimate
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario Outline: 3.3-04 A free plugin is refused like a paid one
      Given the ticket "Please <plugin>" of "Olivia" is classified as "<plugin>"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And nothing has changed

      Examples:
        | plugin                            |
        | install a free plugin             |
        | install a paid plugin             |
        | install a plugin on a trial basis |
