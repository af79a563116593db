@section-2
Feature: 2. Standard integrations are included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.2
  Rule: 2.2 Standard integrations are included: payment gateway, email, financial settings
    Included: payment gateway connection, email configuration, financial settings setup.

    @happy
    Scenario Outline: 2.2-01 Every standard integration is included
      When "Olivia" asks for "<standard integration>"
      Then the answer is ALLOWED by clause 2.2

      Examples:
        | standard integration          |
        | connecting a payment gateway  |
        | configuring email             |
        | setting up financial settings |

    @happy
    Scenario Outline: 2.2-02 Support helps with a standard integration
      When support staff tries "<help>" as support for "Acme"
      Then the answer is ALLOWED by clause 2.2

      Examples:
        | help                             |
        | connecting a payment gateway     |
        | help with a standard integration |

    @edge @needs-legal
    Scenario: 2.2-03 Reconnecting after the gateway's keys expire is included
      When "Olivia" asks for "reconnecting the payment gateway after its keys expired"
      Then the answer is ALLOWED by clause 2.2

    @edge @needs-legal
    Scenario: 2.2-04 Changing from one supported gateway to another is included
      When "Olivia" asks for "changing to another supported payment gateway"
      Then the answer is ALLOWED by clause 2.2

    @edge
    Scenario: 2.2-05 A gateway outage is troubleshooting and not a new connection
      When "Olivia" asks for "finding out why the payment gateway is out"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4

    @edge
    Scenario: 2.2-06 An integration that was never connected cannot be used
      When "Olivia" asks for "using the email integration"
      Then the answer is DENIED by clause 2.2
      And the reason is INTEGRATION_NOT_CONNECTED and the remedy is FINISH_SETUP
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.2-07 A gateway that needs new code is not standard
      When "Olivia" asks for "connecting a payment gateway that needs new code"
      Then the answer is CHARGEABLE by clauses 3.6, 4.1 and 5.1
      And clause 2.2 is named as overruled
      And nothing has changed

    @abuse
    Scenario: 2.2-08 A connection asked with a new checkout design is split in two answers
      When "Olivia" asks in one ticket for "connecting a payment gateway" and for "a new checkout design"
      Then the answer on "connecting a payment gateway" is ALLOWED by clause 2.2
      And the answer on "a new checkout design" is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And nothing has changed
