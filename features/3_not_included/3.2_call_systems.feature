@section-3
Feature: 3. Call system integrations are not included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-3.2
  Rule: 3.2 Call system integrations
    Not included in standard support: call system integrations.

    Connecting a telephone system is custom work, whoever sells it and in however many small requests it is asked for.
    Saying how the platform's own dial link is used is guidance.

    @happy @needs-legal
    Scenario: 3.2-01 A telephone system integration is not included
      Given "Olivia" has opened the ticket "Connect our telephone system"
      And support staff has classified the ticket as "connect a telephone system"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 3.2, and is offered an estimate
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario Outline: 3.2-02 The vendor's name makes no difference to a call integration
      Given "Olivia" has opened the ticket "Connect <vendor>"
      When support staff classifies the ticket as "connect a <vendor> telephone system"
      Then the answer is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And nothing has changed but the ticket

      Examples:
        | vendor   |
        | Ringwell |
        | Dialmore |

    @edge @needs-legal
    Scenario: 3.2-03 Explaining a built-in dial link is guidance
      Given "Olivia" has opened the ticket "How do I dial a customer from the list?"
      And support staff has classified the ticket as "how to use the dial link built into the platform"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 3.2-04 A call integration split into small requests is judged as one
      Given "Olivia" has opened the ticket "Three small wishes about calls"
      And support staff has split the ticket into "A number to call from", "A list of calls" and "Recorded calls"
      When support staff classifies the parts as "an outbound calling number", "a call log" and "call recording"
      Then the answer on "A number to call from" is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And the answer on "A list of calls" is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And the answer on "Recorded calls" is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 3.2-05 A call integration performed as support is refused
      Given "Olivia" has opened the ticket "Our calls do not reach the system" as "why a feature is not working"
      And support staff has classified the ticket as "connect a telephone system"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And nothing has changed

    @edge
    Scenario: 3.2-06 What the software takes a ticket for decides nothing
      When "Olivia" opens the ticket "Please integrate our call center phone system"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the software proposes to support staff that it is "call recording", and nobody has confirmed it
      And the ticket is new

    @abuse @needs-legal
    Scenario Outline: 3.2-07 A call system is not connected like a standard integration
      When "Olivia" connects "<call system>"
      Then the answer is CHARGEABLE by clauses <clauses>
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

      Examples:
        | call system        | clauses                      |
        | a telephone system | 0.1, 1.3, 3.2, 4.1 and 5.1   |
        | a call system      | 0.1, 1.3, 3.2, 4.1 and 5.1   |
