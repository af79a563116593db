@section-3
Feature: 3. Installing custom plugins is not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.3
  Rule: 3.3 Installation of custom plugins
    Not included in standard support: installation of custom plugins.

    @happy @needs-legal
    Scenario: 3.3-01 Installing a custom plugin is not included
      When "Olivia" asks for "installation of a custom plugin"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario: 3.3-02 Turning on a built-in feature is not an installation
      When "Olivia" asks "where to turn on a built-in feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @edge @needs-legal
    Scenario: 3.3-03 A marketplace plugin is custom unless listed as standard
      When "Olivia" asks for "installation of a marketplace plugin"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And nothing has changed

    @abuse @needs-legal
    Scenario Outline: 3.3-04 A free plugin is refused like a paid one
      When support staff tries to "<plugin>" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And nothing has changed

      Examples:
        | plugin                |
        | install a free plugin |
        | install a paid plugin |

    @abuse @needs-legal
    Scenario: 3.3-05 A plugin on a trial basis is refused like any other
      When support staff tries to "install a plugin on a trial basis" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And nothing has changed
