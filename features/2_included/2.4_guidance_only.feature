@section-2
Feature: 2. Support is guidance and nothing else

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.4
  Rule: 2.4 Support is limited to usage guidance
    Support is guidance on using the system, and nothing else.

    Support explains; it does not do the client's work. Doing it is paid work, however small or urgent, and whatever
    was done as a favor before.

    @happy
    Scenario: 2.4-01 Explaining how the client can do a task is support
      Given "Olivia" has opened the ticket "How do we import our products?"
      And support staff has classified the ticket as "how to use a feature"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @edge @needs-legal
    Scenario: 2.4-02 Doing the task for the client is outside support
      Given "Olivia" has opened the ticket "Import our products for us"
      And support staff has classified the ticket as "a task to be done for us"
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

    @abuse @needs-legal
    Scenario: 2.4-04 A question that asks for work is judged as work
      Given "Olivia" has opened the ticket "How about you import our products?" as "how to use a feature"
      When support staff classifies the ticket as "a task to be done for us"
      Then the answer is CHARGEABLE by clauses 2.4 and 4.1
      And the ticket was proposed as "how to use a feature"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario: 2.4-05 Urgency does not widen support
      Given "Olivia" has opened the ticket "Urgent: import our products by tonight"
      And support staff has classified the ticket as "do the client's task by tonight"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 2.4 and 4.1
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.4-06 A past favor does not widen support
      Given "Olivia" has had 1 ticket "Import our products" answered as "how to use a feature"
      And "Olivia" has opened the ticket "Import our products as last time"
      And support staff has classified the ticket as "do the client's task as last time"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 2.4 and 4.1
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.4-07 What is the client's own to do is answered by saying where it is done
      Given "Olivia" has opened the ticket "Add our new clerk as a user"
      And support staff has classified the ticket as the client's own to do under "Settings, Users"
      When support staff answers the ticket
      Then the answer is ALLOWED by clause 1.5
      And the ticket is resolved as answered
      And "Olivia" reads where it is done: "Settings, Users"
