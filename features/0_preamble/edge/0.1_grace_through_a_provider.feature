@section-0
Feature: 0. Odd cases: days of grace
  See 0.1_grace_through_a_provider.

  Background:
    Given the date is 2026-02-28 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 A debt leaves the license open for the days of grace that the terms allow

    @edge @needs-legal
    Scenario Outline: 0.1-71 The grace period starts and ends at exact instants
      Given the provider offers terms "2026-03" with a grace period of <grace> days for debts no older than <oldest> days, effective 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" subscribes through the payment provider
      And "Greta" has accepted the terms offered
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider's notifications have arrived
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | grace | oldest | instant                 | verdict | clauses                         |
        | 7     | 30     | 2026-03-31 13:00 UTC    | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 7     | 30     | 2026-04-07 12:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 7     | 30     | 2026-04-07 13:00 UTC    | DENIED  | clauses 0.1 and 1.3             |
        | 7     | 3      | 2026-04-03 12:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 7     | 3      | 2026-04-03 13:00 UTC    | DENIED  | clauses 0.1 and 1.3             |
        | 0     | 30     | 2026-03-31 13:00 UTC    | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario: 0.1-72 A client that has never paid gets no grace period
      Given the provider offers terms "2026-03" with a grace period of 7 days for debts no older than 30 days, effective 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" starts a 14-day trial through the payment provider
      And "Greta" has accepted the terms offered
      And the bank declines the card of "Globex"
      And the date is now 2026-03-15 13:00 UTC
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 0.1-75 For a client that pays by hand, grace starts when the paid period ends
      Given the provider offers terms "2026-03" with a grace period of 7 days for debts no older than 30 days, effective 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 12:00 UTC to 2026-03-31 12:00 UTC
      And "Greta" has accepted the terms offered
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                 | verdict | clauses                         |
        | 2026-03-31 12:00 UTC    | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-04-07 11:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-04-07 12:00 UTC    | DENIED  | clauses 0.1 and 1.3             |
