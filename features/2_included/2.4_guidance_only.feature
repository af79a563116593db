@section-2
Feature: 2. Guidance and nothing else

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.4
  Rule: 2.4 Support is limited to usage guidance
    Support is guidance on using the system, and nothing else.

    Support explains, and does not do the client's work. Doing it is paid work, however small or urgent.

    @happy
    Scenario: 2.4-01 Explaining how the client can do a task is support
      Given the ticket "How do we import our products?" of "Olivia" is classified as "how to use a feature"
      When support staff answers the ticket
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the ticket is resolved as answered

    @abuse @needs-legal
    Scenario: 2.4-04 A question that asks for work is judged as work
      Given "Olivia" has opened the ticket "How about you import our products?" as "how to use a feature"
      When support staff classifies the ticket as "a task to be done for us"
      Then the answer is CHARGEABLE by clauses 2.4 and 4.1
      And the ticket was proposed as "how to use a feature"
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario Outline: 2.4-05 Support is not widened by <what>
      Given "Olivia" has had 1 ticket "Import our products" answered as "how to use a feature"
      And the ticket "<ticket>" of "Olivia" is classified as "<work>"
      When support staff answers the ticket
      Then the answer is DENIED by clauses 0.1, 1.3, 2.4 and 4.1
      And nothing has changed

      Examples:
        | what         | ticket                                 | work                              |
        | urgency      | Urgent: import our products by tonight | do the client's task by tonight   |
        | a past favor | Import our products as last time       | do the client's task as last time |
