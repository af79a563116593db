@section-3
Feature: 3. Advanced third-party integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.6
  Rule: 3.6 Third-party advanced integrations
    Not included in standard support: advanced integrations with third parties.

    Any service beside the three standard integrations is connected as custom work. What the client does by itself
    through the published interface needs no service.

    @happy @needs-legal
    Scenario: 3.6-01 An accounting suite integration is not included
      Given "Olivia" has opened the ticket "Connect our accounting suite"
      And support staff has classified the ticket as "connect an accounting suite"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.6, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.6, and is offered an estimate
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario Outline: 3.6-02 The three standard integrations are never caught by this exclusion
      Given "Olivia" has opened the ticket "How do we <standard integration>?"
      And support staff has classified the ticket as "help with a standard integration"
      When support staff answers the ticket
      Then the answer is ALLOWED by clause 2.2
      And the ticket is resolved as answered

      Examples:
        | standard integration      |
        | connect a payment gateway |
        | configure email           |
        | set up financial settings |

    @edge @needs-legal
    Scenario: 3.6-03 A connection the client makes itself through the published interface requires no service
      When "Olivia" asks to "connect our own tool through the published interface"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse @needs-legal
    Scenario: 3.6-04 A vendor's engineer asking for server keys is refused
      When "Olivia" asks for "server keys for a vendor's engineer" under the heading "connect an accounting suite"
      Then the answer is DENIED by clauses 1.2, 3.6, 4.1 and 5.1
      And the reasons are NEVER_GRANTED, NOT_INCLUDED in this order
      And nothing has changed

    @edge
    Scenario: 3.6-05 What is never granted is declined without an offer
      Given "Olivia" has opened the ticket "Our vendor needs the keys of your server"
      And support staff has classified the ticket as "server keys for a vendor's engineer"
      When support staff declines the ticket
      Then the answer is DENIED by clause 1.2
      And the ticket is resolved as declined
      And "Olivia" reads that it is never granted by clause 1.2, and is offered nothing
      And nothing has changed but the ticket

    @edge
    Scenario: 3.6-06 Asking where connections are listed is guidance
      Given "Olivia" has opened the ticket "Where do I see which connections there are?"
      And support staff has classified the ticket as "where a setting is"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 3.6-07 An accounting suite is not connected like a standard integration
      When "Olivia" connects "an accounting suite"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.6, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario: 3.6-08 A service that no clause names goes to a person
      When "Olivia" connects "a weather vane"
      Then the answer is NEEDS_PERSON by clause 9.3
      And nothing has changed
