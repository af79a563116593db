@section-5
Feature: 5. Odd cases: disputes over customization
  See 5.1_disputes.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.1
  Rule: 5.1 A dispute is decided by somebody else

    @edge @needs-legal
    Scenario: 5.1-10 An overturned exclusion brings the ticket back to support
      Given the ticket "Show our logo on every screen" of "Olivia" is classified as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      When "Sven" of support staff overturns the exclusion, as it is "where a setting is"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the exclusion is overturned
      And the ticket is open
      And both classifications of the ticket remain visible

    @edge @needs-legal
    Scenario: 5.1-11 An overturned exclusion withdraws the request for an estimate
      Given the ticket "Show our logo on every screen" of "Olivia" is classified as "a new theme"
      And support staff has converted the ticket into a request for an estimate
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      When "Sven" of support staff overturns the exclusion, as it is "where a setting is"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And one request for an estimate was withdrawn

    @edge
    Scenario: 5.1-15 What is support already is not disputed
      Given the ticket "Where is the report on sales?" of "Olivia" is classified as "where a tool is"
      When "Olivia" disputes that the ticket is not support
      Then the answer is DENIED by clause 5.1
      And the reason is NOT_DISPUTED
      And nothing has changed
