@section-3
Feature: 3. Configuring custom plugins is not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.4
  Rule: 3.4 Custom plugin configuration
    Not included in standard support: configuration of custom plugins.

    @happy @needs-legal
    Scenario: 3.4-01 Configuring a custom plugin is not included
      When "Olivia" asks for "configuration of a custom plugin"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario: 3.4-02 An error caused by plugin settings is beyond basic troubleshooting
      When "Olivia" asks for "help with an error caused by a plugin's settings"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 3.4-03 Saying where a plugin's settings are is guidance
      When "Olivia" asks "where a plugin's settings are"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @abuse @needs-legal
    Scenario: 3.4-04 Plugin configuration presented as account configuration is not included
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks for "configuration of a custom plugin" under the heading "account configuration"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And clause 2.1 is listed as overruled
      And nothing has changed
