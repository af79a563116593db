@section-0
Feature: 0. Odd cases: unusual payments
  See 0.1_unusual_payments.

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 Unusual payments have defined effects

    @edge @needs-legal
    Scenario Outline: 0.1-76 A bank debit being processed keeps the license open for seven days
      Given "Globex" subscribes through the payment provider
      And staff has activated "Globex"
      And "Globex" now pays by bank debit, which takes the bank 20 days to process
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider's notifications have arrived
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And "Globex" was not notified of a failed payment
      And nothing has changed

      Examples:
        | instant                 | verdict | clauses                         |
        | 2026-04-07 11:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-04-07 12:00 UTC    | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario Outline: 0.1-77 A refund is full when all that was paid has come back
      Given "Globex" subscribes through the payment provider, with a credit of 20.00 USD and a payment of 79.00 USD
      And the date is now 2026-03-05 12:00 UTC
      And the payment provider refunded <amount> of the payment of "Globex"
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | amount    | verdict | clauses                         |
        | 78.99 USD | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 79.00 USD | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario: 0.1-79 A trial ended early by the payment provider leaves nothing paid for
      Given "Globex" starts a 14-day trial through the payment provider
      And the date is now 2026-03-05 12:00 UTC
      And the payment provider ended the trial of "Globex" without a payment
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reasons are FIRST_PAYMENT_PENDING, LICENSE_EXPIRED in this order and the first remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 0.1-80 The debt of an ended subscription does not block a new one
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-04-20 12:00 UTC
      And the payment provider has ended the subscription of "Globex" with an invoice left unpaid
      And the payment provider's notifications have arrived
      And "Globex" subscribes again through the payment provider, with another card
      And the date is now <instant>
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until <end>

      Examples:
        | instant              | end                  |
        | 2026-04-20 12:00 UTC | 2026-05-20 12:00 UTC |
        | 2026-05-20 12:30 UTC | 2026-05-21 12:00 UTC |
        | 2026-05-20 13:00 UTC | 2026-06-19 12:00 UTC |

    @edge @needs-legal
    Scenario: 0.1-81 A subscription billed for usage in arrears opens nothing
      Given "Globex" has paid for a subscription at the payment provider that is billed for usage in arrears
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And an incident of usage billing names the subscription of "Globex"
      And nothing has changed
