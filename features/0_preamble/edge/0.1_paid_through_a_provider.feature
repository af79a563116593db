@section-0
Feature: 0. Odd cases: payment through a provider
  See 0.1_paid_through_a_provider.

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 A license covers what the payment provider received

    @edge
    Scenario: 0.1-63 Nothing is open before the first payment
      Given "Globex" was sent to the payment provider and has not paid
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-64 A declined card ends the license with the paid period
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 14:00 UTC
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 0.1-65 A reversed payment suspends the license until the money is recovered
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-05 12:00 UTC
      And <event>
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | event                                                          | verdict | clauses                         |
        | the payment provider refunded the payment of "Globex"          | DENIED  | clauses 0.1 and 1.3             |
        | the bank disputes the payment of "Globex"                      | DENIED  | clauses 0.1 and 1.3             |
        | the bank disputed the payment of "Globex" and the client won   | DENIED  | clauses 0.1 and 1.3             |
        | the bank disputed the payment of "Globex" and the provider won | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |

    @edge
    Scenario: 0.1-67 Notifications twice and out of order lead to the same license
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider's notifications have arrived twice and out of order
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @edge @needs-legal
    Scenario: 0.1-68 The hourly check makes up for lost notifications
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-05 12:00 UTC
      And the payment provider refunded the payment of "Globex"
      And the payment provider's notifications were lost
      And the date is now 2026-03-05 13:00 UTC
      And the provider has begun its hourly check of all accounts
      And the date is now 2026-03-05 14:00 UTC
      And the provider has finished its hourly check of all accounts
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is PAYMENT_REFUNDED and the remedy is RENEW
      And nothing has changed

    @edge
    Scenario: 0.1-69 A notification that cannot be understood changes nothing
      Given "Globex" subscribes through the payment provider
      And the payment provider sends a notification about the subscription of "Globex" that cannot be understood
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-03-31 12:00 UTC
