@section-2
Feature: 2. Standard integrations

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.2
  Rule: 2.2 Standard integrations are included
    Included: payment gateway connection, email configuration, financial settings setup.

    Help with connecting these three costs nothing, also when one is connected again or replaced by another supported
    one. Whatever needs new code is custom work.

    @happy
    Scenario Outline: 2.2-01 Every standard integration is included
      When "Olivia" asks to "<standard integration>"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

      Examples:
        | standard integration      |
        | connect a payment gateway |
        | configure email           |
        | set up financial settings |

    @happy @needs-legal
    Scenario Outline: 2.2-02 Support helps with a standard integration
      When support staff tries to <help> as support for "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

      Examples:
        | help                                       |
        | "connect a payment gateway"                |
        | provide "help with a standard integration" |

    @abuse @needs-legal
    Scenario: 2.2-07 A gateway that needs new code is not standard
      When "Olivia" asks to "connect a payment gateway that needs new code"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.6, 4.1 and 5.1
      And clause 2.2 is listed as overruled
      And nothing has changed

    @happy
    Scenario: 2.2-09 A payment gateway that the client connected can be used
      Given "Olivia" has connected the payment gateway
      When "Olivia" asks to "use the payment gateway integration"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2
      And nobody reads the key of the payment gateway of "Olivia"
