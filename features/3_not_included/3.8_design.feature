@section-3
Feature: 3. Design customizations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.8
  Rule: 3.8 Design or UI customizations
    Not included in standard support: customizations of design or user interface.

    Changing how the platform looks is paid work. Choosing a language or uploading a logo is not, and whether a
    hindrance for disabled people is a defect, a person decides.

    @happy @needs-legal
    Scenario: 3.8-01 A new theme is not included
      Given "Olivia" has opened the ticket "Give us a theme in our colors"
      And support staff has classified the ticket as "a new theme"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.8, and is offered an estimate
      And nothing has changed but the ticket

    @edge
    Scenario: 3.8-02 Choosing a language is a setting
      Given "Olivia" has opened the ticket "Show everything in Spanish"
      And support staff has classified the ticket as the client's own to do under "Settings, Language"
      When support staff answers the ticket
      Then the answer is ALLOWED by clause 1.5
      And the ticket is resolved as answered
      And "Olivia" reads where it is done: "Settings, Language"

    @edge @needs-legal
    Scenario: 3.8-03 Uploading a logo is account configuration
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks to "upload a logo"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.1

    @edge @needs-legal
    Scenario: 3.8-04 An accessibility fix is referred to a person
      Given "Olivia" has opened the ticket "Our clerk cannot read the small print"
      When support staff classifies the ticket as something of which no clause speaks
      Then the answer is NEEDS_PERSON by clause 9.3
      And the ticket is open
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.8-05 A redesign hidden in a standard connection is not included
      Given "Olivia" has opened the ticket "Connect the gateway with a checkout of our own look" as "help with a standard integration"
      When support staff classifies the ticket as "a new checkout design"
      Then the answer is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the ticket was proposed as "help with a standard integration"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.8-06 A color changed as a small favor is refused
      Given "Olivia" has opened the ticket "Only make one bar blue"
      And support staff has classified the ticket as "a new theme"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario: 3.8-07 Asking where the appearance settings are is guidance
      Given "Olivia" has opened the ticket "Where do I choose dark or light?"
      And support staff has classified the ticket as "where a setting is"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered
