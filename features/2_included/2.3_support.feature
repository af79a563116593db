@section-2
Feature: 2. Support through the ticketing system is included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.3.a
  Rule: 2.3.a Support is given through the ticketing system
    Included: the official ticketing system.

    Support is asked for in tickets, and a ticket is judged by what it asks for, whatever it is called.

    This Rule covers how a ticket is opened, and by what it is judged.

    @happy
    Scenario: 2.3.a-01 A licensed operator's ticket is accepted
      When "Olivia" opens the ticket "How do I print an invoice?"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the ticket is new

    @edge @needs-legal
    Scenario: 2.3.a-02 A ticket with three questions receives three verdicts
      Given "Olivia" has opened the ticket "Printing, a theme and the server"
      And support staff has split the ticket into "How do I print?", "A theme of our own" and "Access to the server"
      When support staff classifies the parts as "how to use a feature", "a new theme" and "backend access"
      Then the answer on "How do I print?" is ALLOWED by clauses 2.3.b and 2.4
      And the answer on "A theme of our own" is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the answer on "Access to the server" is DENIED by clause 1.2
      And nothing has changed but the ticket

    @edge
    Scenario: 2.3.a-03 A ticket can be opened before the instance is activated
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" opens the ticket "How do we begin?"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the ticket is new

    @abuse
    Scenario: 2.3.a-04 A ticket from an unlicensed party is refused
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When "Greta" opens the ticket "How do we begin?"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.3.a-05 A ticket titled as support is judged by its content
      Given "Olivia" has opened the ticket "A question to support" as "how to use a feature"
      When support staff classifies the ticket as "development of a custom feature"
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And the ticket was proposed as "how to use a feature"
      And nothing has changed but the ticket

  @clause-2.3.b
  Rule: 2.3.b Guidance on features, locating tools and settings, basic troubleshooting
    Included: how to use features, where to find tools and settings, basic troubleshooting.

    Support explains how to use what is there, where it is found, and what to do about simple trouble. It stops
    where a custom plugin or the code begins.

    @happy
    Scenario Outline: 2.3.b-01 Every usage question is answered
      Given "Olivia" has opened the ticket "<ticket>"
      And support staff has classified the ticket as "<usage question>"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

      Examples:
        | ticket                       | usage question               |
        | How do I print an invoice?   | how to use a feature         |
        | Where is the price list?     | where a tool is              |
        | Where do I set the currency? | where a setting is           |
        | The search finds nothing     | why a feature is not working |

    @edge @needs-legal
    Scenario: 2.3.b-02 Troubleshooting stops where a custom plugin begins
      Given "Olivia" has opened the ticket "Our own plugin shows an error" as "why a feature is not working"
      When support staff classifies the ticket as "configuration of a custom plugin"
      Then the answer is CHARGEABLE by clauses 3.4, 4.1 and 5.1
      And the ticket was proposed as "why a feature is not working"
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 2.3.b-03 A platform defect found while troubleshooting costs the client nothing
      Given "Olivia" has opened the ticket "The search finds nothing" as "why a feature is not working"
      And support staff has classified the ticket as "a fix for a platform defect"
      When support staff reports that the defect is repaired
      Then the answer is ALLOWED by clause 1.1
      And the ticket is resolved as repaired
      And nothing has changed but the ticket

    @abuse
    Scenario: 2.3.b-04 Guidance on editing the code is refused
      Given "Olivia" has opened the ticket "How do I edit the code?" as "how to use a feature"
      And support staff has classified the ticket as "guidance on editing the code"
      When support staff declines the ticket
      Then the answer is DENIED by clause 0.3
      And "Olivia" reads that it is never granted by clause 0.3, and is offered nothing
      And nothing has changed but the ticket

    @abuse
    Scenario: 2.3.b-05 Asking the same question repeatedly does not turn guidance into work
      Given "Olivia" has had 20 tickets "How do I print an invoice?" answered as "how to use a feature"
      And "Olivia" has opened the ticket "How do I print an invoice?"
      And support staff has classified the ticket as "how to use a feature"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered
