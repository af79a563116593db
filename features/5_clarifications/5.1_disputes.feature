@section-5
Feature: 5. A client may dispute that its request is customization

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-5.1
  Rule: 5.1 A dispute is decided by somebody else
    Support does not include customization.

    This Rule covers disputes over an exclusion: who decides them, and what follows.

    @happy @needs-legal
    Scenario: 5.1-09 A disputed exclusion is upheld by somebody other than who found it
      Given "Olivia" has opened the ticket "Show our logo on every screen"
      And support staff has classified the ticket as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      When "Sven" of support staff upholds the exclusion
      Then the answer is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the exclusion is upheld
      And the ticket is resolved as declined
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 5.1-10 An overturned exclusion brings the ticket back to support
      Given "Olivia" has opened the ticket "Show our logo on every screen"
      And support staff has classified the ticket as "a new theme"
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
      Given "Olivia" has opened the ticket "Show our logo on every screen"
      And support staff has classified the ticket as "a new theme"
      And support staff has converted the ticket into a request for an estimate
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      When "Sven" of support staff overturns the exclusion, as it is "where a setting is"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And one request for an estimate was withdrawn

    @abuse @needs-legal
    Scenario: 5.1-12 Who found the exclusion does not decide the dispute over it
      Given "Olivia" has opened the ticket "Show our logo on every screen"
      And support staff has classified the ticket as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      When the member of support staff who classified it upholds the exclusion
      Then the answer is DENIED by clause 5.1
      And the reason is DISPUTE_BY_CLASSIFIER
      And nothing has changed

    @abuse @needs-legal
    Scenario: 5.1-13 No request for an estimate is made while the exclusion is disputed
      Given "Olivia" has opened the ticket "Show our logo on every screen"
      And support staff has classified the ticket as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      When support staff converts the ticket into a request for an estimate
      Then the answer is DENIED by clause 5.1
      And the reason is DISPUTE_OPEN
      And nothing has changed

    @abuse @needs-legal
    Scenario: 5.1-14 An exclusion that was upheld is not disputed a second time
      Given "Olivia" has opened the ticket "Show our logo on every screen"
      And support staff has classified the ticket as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      And "Sven" of support staff has upheld the exclusion
      When "Olivia" disputes again that the ticket is not support
      Then the answer is DENIED by clause 5.1
      And the reason is NOT_DISPUTED
      And nothing has changed

    @abuse
    Scenario: 5.1-15 What is support already is not disputed
      Given "Olivia" has opened the ticket "Where is the report on sales?"
      And support staff has classified the ticket as "where a tool is"
      When "Olivia" disputes that the ticket is not support
      Then the answer is DENIED by clause 5.1
      And the reason is NOT_DISPUTED
      And nothing has changed
