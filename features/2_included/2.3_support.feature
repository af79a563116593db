@section-2
Feature: 2. Support in tickets

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.3.a
  Rule: 2.3.a Support is given through the ticketing system
    Included: the official ticketing system.

    Support is asked for in tickets. A ticket is judged by what it asks for, whatever it is called.

    @happy
    Scenario: 2.3.a-01 A licensed operator's ticket is accepted
      When "Olivia" opens the ticket "How do I print an invoice?"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the ticket is new

    @abuse
    Scenario: 2.3.a-04 A ticket from an unlicensed party is refused
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When "Greta" opens the ticket "How do we begin?"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

  @clause-2.3.b
  Rule: 2.3.b Guidance and basic troubleshooting are included
    Included: how to use features, where to find tools and settings, basic troubleshooting.

    Support explains how to use what is there, where it is, and what to do about simple trouble. It stops where a
    custom plugin or the code begins.

    @happy
    Scenario Outline: 2.3.b-01 Every usage question is answered
      Given the ticket "<ticket>" of "Olivia" is classified as "<usage question>"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

      Examples:
        | ticket                       | usage question               |
        | How do I print an invoice?   | how to use a feature         |
        | Where is the price list?     | where a tool is              |
        | Where do I set the currency? | where a setting is           |
        | The search finds nothing     | why a feature is not working |

    @abuse
    Scenario: 2.3.b-04 Guidance on editing the code is refused
      Given the ticket "How do I edit the code?" of "Olivia", proposed as "how to use a feature", is classified as "guidance on editing the code"
      When support staff declines the ticket
      Then the answer is DENIED by clause 0.3
      And "Olivia" reads that it is never granted by clause 0.3, and is offered nothing
      And nothing has changed but the ticket
