@section-3
Feature: 3. Design customizations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.8
  Rule: 3.8 Design or UI customizations
    Not included in standard support: customizations of design or user interface.

    @happy @needs-legal
    Scenario: 3.8-01 A new theme is not included
      When "Olivia" asks for "a new theme"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge
    Scenario: 3.8-02 Choosing a language is a setting
      When "Olivia" asks to "choose a language"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario: 3.8-03 Uploading a logo is account configuration
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks to "upload a logo"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.1

    @edge @needs-legal
    Scenario: 3.8-04 An accessibility fix is referred to a person
      When "Olivia" asks for "an accessibility fix"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.8-05 A redesign hidden in a standard connection is not included
      When "Olivia" asks for "a new checkout design" under the heading "connect a payment gateway"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And clause 2.2 is listed as overruled
      And nothing has changed
