@section-3
Feature: 3. Design customizations

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.8
  Rule: 3.8 Design or UI customizations
    Not included in standard support: customizations of design or user interface.

    Changing how the platform looks is paid work; choosing a language or uploading a logo is not. Whether a hindrance
    for disabled people is a defect, a person decides.

    @happy @needs-legal
    Scenario: 3.8-01 A new theme is not included
      Given the ticket "Give us a theme in our colors" of "Olivia" is classified as "a new theme"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.8, and is offered an estimate
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.8-05 A redesign hidden in a standard connection is not included
      Given "Olivia" has opened the ticket "Connect the gateway with a checkout of our own look" as "help with a standard integration"
      When support staff classifies the ticket as "a new checkout design"
      Then the answer is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the ticket was proposed as "help with a standard integration"
      And nothing has changed but the ticket
