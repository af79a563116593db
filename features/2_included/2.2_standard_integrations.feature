@section-2
Feature: 2. Standard integrations are included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.2
  Rule: 2.2 Standard integrations are included: payment gateway, email, financial settings
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

    @edge @needs-legal
    Scenario: 2.2-03 Reconnecting after the gateway's keys expire is included
      When "Olivia" asks to "reconnect the payment gateway after its keys expired"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

    @edge @needs-legal
    Scenario: 2.2-04 Changing from one supported gateway to another is included
      When "Olivia" asks to "switch to another supported payment gateway"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2

    @edge
    Scenario: 2.2-05 A gateway outage is troubleshooting, not a new connection
      When "Olivia" asks "why the payment gateway is down"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @edge
    Scenario: 2.2-06 An integration that was never connected cannot be used
      When "Olivia" asks to "use the email integration"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.2
      And the reason is INTEGRATION_NOT_CONNECTED and the remedy is FINISH_SETUP
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.2-07 A gateway that needs new code is not standard
      When "Olivia" asks to "connect a payment gateway that needs new code"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.6, 4.1 and 5.1
      And clause 2.2 is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.2-08 A connection requested together with a new checkout design receives two answers
      When "Olivia" asks in one ticket to "connect a payment gateway" and for "a new checkout design"
      Then the answer on "connect a payment gateway" is ALLOWED by clauses 0.1, 1.3 and 2.2
      And the answer on "a new checkout design" is CHARGEABLE by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And nothing has changed

    @happy
    Scenario: 2.2-09 A payment gateway that the client connected can be used
      Given "Olivia" has connected the payment gateway
      When "Olivia" asks to "use the payment gateway integration"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.2
      And nobody reads the key of the payment gateway of "Olivia"

    @edge
    Scenario: 2.2-10 A lapsed license suspends a connection and deletes nothing of it
      Given "Olivia" has connected the payment gateway
      And the date is now 2027-03-02 12:00 UTC
      When "Olivia" asks to "use the payment gateway integration"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the payment gateway of "Olivia" is suspended
      And nothing has changed
