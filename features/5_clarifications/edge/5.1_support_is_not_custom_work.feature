@section-5
Feature: 5. Odd cases: customization in a ticket
  See 5.1_support_is_not_custom_work.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.1
  Rule: 5.1 Support does not include customization

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
      Given the ticket "How do we use the report that you built for us?" of "Olivia" is classified as "how to use a delivered customization"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 5.1-05 Converting a ticket again yields the same request
      Given the ticket "A report on returns" of "Olivia" is classified as "development of a custom feature"
      And support staff has converted the ticket into a request for an estimate
      When support staff converts the ticket into a request for an estimate again
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And one request for an estimate is open
      And nothing has changed

    @edge @needs-legal
    Scenario: 5.1-06 A declined ticket is still converted when the client accepts
      Given the ticket "A report on returns" of "Olivia" is classified as "development of a custom feature"
      And support staff has declined the ticket
      When "Olivia" accepts the offer of an estimate
      Then the answer is CHARGEABLE by clauses 3.5, 4.1 and 5.1
      And the ticket is resolved as converted
      And one request for an estimate is open
      And nothing has changed but the ticket and its request for an estimate
