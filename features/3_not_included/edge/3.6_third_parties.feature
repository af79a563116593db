@section-3
Feature: 3. Odd cases: advanced third-party integrations
  See 3.6_third_parties.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.6
  Rule: 3.6 Third-party advanced integrations

    @edge @needs-legal
    Scenario Outline: 3.6-02 The three standard integrations are never caught by this exclusion
      Given the ticket "How do we <standard integration>?" of "Olivia" is classified as "help with a standard integration"
      When support staff answers the ticket
      Then the answer is ALLOWED by clause 2.2
      And the ticket is resolved as answered

      Examples:
        | standard integration      |
        | connect a payment gateway |
        | configure email           |
        | set up financial settings |

    @edge @needs-legal
    Scenario: 3.6-03 A connection the client makes itself requires no service
      When "Olivia" asks to "connect our own tool through the published interface"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge
    Scenario: 3.6-05 What is never granted is declined without an offer
      Given the ticket "Our vendor needs the keys of your server" of "Olivia" is classified as "server keys for a vendor's engineer"
      When support staff declines the ticket
      Then the answer is DENIED by clause 1.2
      And "Olivia" reads that it is never granted by clause 1.2, and is offered nothing
      And nothing has changed but the ticket

    @edge
    Scenario: 3.6-06 Asking where connections are listed is guidance
      Given the ticket "Where do I see which connections there are?" of "Olivia" is classified as "where a setting is"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 3.6-08 A service that no clause names goes to a person
      When "Olivia" connects "a weather vane"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And nothing has changed
