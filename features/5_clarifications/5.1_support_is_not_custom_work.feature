@section-5
Feature: 5. Support does not include customization

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-5.1
  Rule: 5.1 Support does not include customization
    Support does not include customization.

    Customization asked for in a ticket is not done as support. It is offered as paid work, and the rest of the
    ticket is still answered.

    This Rule covers how customization leaves a ticket: split off, and led to an estimate.

    @happy @needs-legal
    Scenario: 5.1-01 Customization requested in a ticket leads to an estimate
      Given "Olivia" has opened the ticket "Let two managers approve an order"
      And support staff has classified the ticket as "a changed approval sequence"
      When "Olivia" accepts the offer of an estimate
      Then the answer is CHARGEABLE by clauses 3.7, 4.1 and 5.1
      And the ticket is resolved as converted
      And one request for an estimate is open
      And nothing has changed but the ticket and its request for an estimate

    @edge @needs-legal
    Scenario: 5.1-02 A ticket mixing both is answered in two parts
      Given "Olivia" has opened the ticket "Our reports"
      And support staff has split the ticket into "Where is the report on sales?" and "A report on returns"
      When support staff classifies the parts as "where a tool is" and "development of a custom feature"
      Then the answer on "Where is the report on sales?" is ALLOWED by clauses 2.3.b and 2.4
      And the answer on "A report on returns" is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 5.1-03 Explaining how to use a delivered customization is support
      Given "Olivia" has opened the ticket "How do we use the report that you built for us?"
      And support staff has classified the ticket as "how to use a delivered customization"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 5.1-04 Calling customization troubleshooting does not make it support
      Given "Olivia" has opened the ticket "The theme is not working: it is not ours" as "why a feature is not working"
      And support staff has classified the ticket as "a new theme"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario: 5.1-05 Converting a ticket again yields the same request
      Given "Olivia" has opened the ticket "A report on returns"
      And support staff has classified the ticket as "development of a custom feature"
      And support staff has converted the ticket into a request for an estimate
      When support staff converts the ticket into a request for an estimate again
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And one request for an estimate is open
      And nothing has changed

    @edge @needs-legal
    Scenario: 5.1-06 A declined ticket is still converted when the client accepts the offer
      Given "Olivia" has opened the ticket "A report on returns"
      And support staff has classified the ticket as "development of a custom feature"
      And support staff has declined the ticket
      When "Olivia" accepts the offer of an estimate
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And the ticket is resolved as converted
      And one request for an estimate is open
      And nothing has changed but the ticket and its request for an estimate

    @abuse @needs-legal
    Scenario: 5.1-07 A ticket that asks for several things is not answered before it was split
      Given "Olivia" has opened the ticket "Our reports"
      And support staff has classified the ticket as several requests
      When support staff answers the ticket
      Then the answer is DENIED by clause 5.1
      And the reason is TICKET_MIXED
      And nothing has changed

    @abuse
    Scenario: 5.1-08 Guidance is not sold
      Given "Olivia" has opened the ticket "Where is the report on sales?"
      And support staff has classified the ticket as "where a tool is"
      When support staff converts the ticket into a request for an estimate
      Then the answer is DENIED by clause 5.1
      And the reason is NOT_CONVERTED
      And nothing has changed
