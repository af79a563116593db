@section-5
Feature: 5. Customization in a ticket

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.1
  Rule: 5.1 Support does not include customization
    Support does not include customization.

    Customization asked for in a ticket is offered as paid work, and the rest of the ticket is still answered.

    @happy @needs-legal
    Scenario: 5.1-01 Customization requested in a ticket leads to an estimate
      Given the ticket "Let two managers approve an order" of "Olivia" is classified as "a changed approval sequence"
      When "Olivia" accepts the offer of an estimate
      Then the answer is CHARGEABLE by clauses 3.7, 4.1 and 5.1
      And the ticket is resolved as converted
      And one request for an estimate is open
      And nothing has changed but the ticket and its request for an estimate

    @abuse @needs-legal
    Scenario: 5.1-07 A ticket for several things is split before it is answered
      Given "Olivia" has opened the ticket "Our reports"
      And support staff has classified the ticket as several requests
      When support staff answers the ticket
      Then the answer is DENIED by clause 5.1
      And the reason is TICKET_MIXED
      And nothing has changed

    @abuse
    Scenario: 5.1-08 Guidance is not sold
      Given the ticket "Where is the report on sales?" of "Olivia" is classified as "where a tool is"
      When support staff converts the ticket into a request for an estimate
      Then the answer is DENIED by clause 5.1
      And the reason is NOT_CONVERTED
      And nothing has changed
