@section-3
Feature: 3. Call system integrations

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-3.2
  Rule: 3.2 Call system integrations
    Not included in standard support: call system integrations.

    Connecting a telephone system is custom work, whoever sells it and in however many small requests it is asked for.
    Saying how the platform's own dial link is used is guidance.

    @happy @needs-legal
    Scenario: 3.2-01 A telephone system integration is not included
      Given the ticket "Connect our telephone system" of "Olivia" is classified as "connect a telephone system"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 3.2, 4.1 and 5.1
      And "Olivia" reads that it is not included by clause 3.2, and is offered an estimate
      And nothing has changed but the ticket

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
      Given the ticket "Our calls do not reach the system" of "Olivia", proposed as "why a feature is not working", is classified as "connect a telephone system"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And nothing has changed

    @abuse @needs-legal
    Scenario: 3.2-07 A telephone system is not connected like a standard integration
      When "Olivia" connects "a telephone system"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.2, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
