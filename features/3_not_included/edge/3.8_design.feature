@section-3
Feature: 3. Odd cases: design customizations
  See 3.8_design.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.8
  Rule: 3.8 Design or UI customizations

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
      Given "Globex" was onboarded, owned by "Greta", and has paid until 2027-03-01
      When "Greta" asks to "upload a logo"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.1

    @edge @needs-legal
    Scenario: 3.8-04 An accessibility fix is referred to a person
      Given "Olivia" has opened the ticket "Our clerk cannot read the small print"
      When support staff classifies the ticket as something of which no clause speaks
      Then the answer is NEEDS_PERSON by clause 9.3
      And the ticket is open
      And nothing has changed but the ticket
