@section-3
Feature: 3. Odd cases: call system integrations
  See 3.2_call_systems.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.2
  Rule: 3.2 Call system integrations

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
      Given the ticket "How do I dial a customer from the list?" of "Olivia" is classified as "how to use the dial link built into the platform"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge
    Scenario: 3.2-06 What the software takes a ticket for decides nothing
      When "Olivia" opens the ticket "Please integrate our call center phone system"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a
      And the software proposes to support staff that it is "call recording", and nobody has confirmed it
      And the ticket is new
