@section-0
Feature: 0. Terms may leave a debt some days of grace

  Background:
    Given the date is 2026-02-28 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 Where the terms give grace, a debt leaves the license open for its days, and no longer
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    @happy @needs-legal
    Scenario: 0.1-70 A debt paid within its grace was never felt
      Given the provider offers terms "2026-03" with 7 days of grace for debts of at most 30 days, from 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" subscribes through the payment provider
      And "Greta" has accepted the terms offered
      And the bank declines the card of "Globex"
      And the date is now 2026-04-05 12:00 UTC
      And "Globex" pays its open invoice by another card
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @edge @needs-legal
    Scenario Outline: 0.1-71 Grace counts from the declined payment and ends at its very instant
      Given the provider offers terms "2026-03" with <grace> days of grace for debts of at most <oldest> days, from 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" subscribes through the payment provider
      And "Greta" has accepted the terms offered
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider told its news
      And the date is now <instant>
      When "Greta" asks for "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | grace | oldest | instant                 | verdict | clauses               |
        | 7     | 30     | 2026-03-31 13:00 UTC    | ALLOWED | clauses 2.3.b and 2.4 |
        | 7     | 30     | 2026-04-07 12:59:59 UTC | ALLOWED | clauses 2.3.b and 2.4 |
        | 7     | 30     | 2026-04-07 13:00 UTC    | DENIED  | clause 0.1            |
        | 7     | 3      | 2026-04-03 12:59:59 UTC | ALLOWED | clauses 2.3.b and 2.4 |
        | 7     | 3      | 2026-04-03 13:00 UTC    | DENIED  | clause 0.1            |
        | 0     | 30     | 2026-03-31 13:00 UTC    | DENIED  | clause 0.1            |

    @edge @needs-legal
    Scenario: 0.1-72 Who never paid before has no grace
      Given the provider offers terms "2026-03" with 7 days of grace for debts of at most 30 days, from 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" begins a trial of 14 days at the payment provider
      And "Greta" has accepted the terms offered
      And the bank declines the card of "Globex"
      And the date is now 2026-03-15 13:00 UTC
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is DENIED by clause 0.1
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 0.1-73 Terms with grace that nobody accepted give none
      Given the provider offers terms "2026-03" with 7 days of grace for debts of at most 30 days, from 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is DENIED by clause 0.1
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed
