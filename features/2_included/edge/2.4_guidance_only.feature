@section-2
Feature: 2. Odd cases: guidance and nothing else
  See 2.4_guidance_only.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.4
  Rule: 2.4 Support is limited to usage guidance

    @edge @needs-legal
    Scenario: 2.4-02 Doing the task for the client is outside support
      Given the ticket "Import our products for us" of "Olivia" is classified as "a task to be done for us"
      When support staff declines the ticket
      Then the answer is CHARGEABLE by clauses 2.4 and 4.1
      And the ticket is resolved as declined
      And "Olivia" reads that it is not included by clause 2.4, and is offered an estimate
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 2.4-03 Training a whole team is more than usage guidance
      Given "Olivia" has opened the ticket "Train our team of thirty" as "how to use a feature"
      When support staff classifies the ticket as something of which no clause speaks
      Then the answer is NEEDS_PERSON by clause 9.3
      And the ticket is open
      And nothing has changed but the ticket

    @edge @needs-legal
    Scenario: 2.4-07 What is the client's own to do is answered by saying where
      Given "Olivia" has opened the ticket "Add our new clerk as a user"
      And support staff has classified the ticket as the client's own to do under "Settings, Users"
      When support staff answers the ticket
      Then the answer is ALLOWED by clause 1.5
      And the ticket is resolved as answered
      And "Olivia" reads where it is done: "Settings, Users"
