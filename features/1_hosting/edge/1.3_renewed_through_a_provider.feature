@section-1
Feature: 1. Odd cases: renewals at the payment provider
  See 1.3_renewed_through_a_provider.

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-1.3
  Rule: 1.3 A renewed license has no gap and no excess

    @edge @needs-legal
    Scenario Outline: 1.3-09 A license not renewed lapses exactly at the end of its period
      Given "Globex" subscribes through the payment provider
      And "Globex" cancels at the payment provider, effective at the end of the period
      And the payment provider's notifications have arrived
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                 | verdict | clauses                         |
        | 2026-03-31 11:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-03-31 12:00 UTC    | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario Outline: 1.3-12 A license canceled for a certain day stays in force until that day
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-05 12:00 UTC
      And "Globex" cancels at the payment provider, effective 2026-05-10 12:00 UTC
      And the payment provider's notifications have arrived
      And the date is now <renewal>
      And the payment provider's notifications have arrived
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | renewal              | instant                 | verdict | clauses                         |
        | 2026-03-31 12:30 UTC | 2026-03-31 12:30 UTC    | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-04-30 13:00 UTC | 2026-05-10 11:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-04-30 13:00 UTC | 2026-05-10 12:00 UTC    | DENIED  | clauses 0.1 and 1.3             |
