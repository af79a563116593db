@section-2
Feature: 2. Basic setup

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.1
  Rule: 2.1 Basic setup is included
    Included in the subscription: account configuration, user setup, core system activation.

    Account configuration, user setup and activation are included once for each instance. Doing it again, moving old
    data or designing permissions is not.

    @happy
    Scenario Outline: 2.1-01 Every setup task is included for a new client
      Given "Globex" was onboarded, owned by "Greta", and has paid until 2027-03-01
      When "Greta" asks for "<setup task>"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.1

      Examples:
        | setup task             |
        | account configuration  |
        | user setup             |
        | core system activation |

    @happy
    Scenario: 2.1-02 An instance with everything in place is activated
      Given "Globex" was onboarded, owned by "Greta", and has paid until 2027-03-01
      When staff activates "Globex"
      Then the answer is ALLOWED by clause 2.1
      And "Greta" may "read invoices"

    @abuse @needs-legal
    Scenario Outline: 2.1-06 Calling it <setup> does not make <what> included
      Given "Globex" was onboarded, owned by "Greta", and has paid until 2027-03-01
      When "Greta" asks for "<wish>" under the heading "<setup>"
      Then the answer is <verdict> by <clauses>
      And clause 2.1 is listed as overruled
      And nothing has changed

      Examples:
        | setup                 | what        | wish                                      | verdict      | clauses                       |
        | account configuration | a migration | a migration of old data                   | NEEDS_PERSON | clauses 0.1, 1.3 and 9.3      |
        | user setup            | a design    | all our permissions to be designed for us | CHARGEABLE   | clauses 0.1, 1.3, 2.4 and 4.1 |
