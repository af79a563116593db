@section-0
Feature: 0. A license follows what the payment provider received

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 A license paid for through a payment provider covers what was paid, whatever happens to the notifications
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    Here a client pays through a provider, whose notifications may be late, doubled, out of order, lost or unreadable.

    @happy
    Scenario: 0.1-60 The first payment opens the license
      Given "Globex" subscribes through the payment provider
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-03-31 12:00 UTC

    @happy
    Scenario: 0.1-61 A renewal that was collected leaves no gap in the license
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @happy
    Scenario: 0.1-62 A debt paid later restores everything immediately
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 14:00 UTC
      And "Globex" pays its open invoice with another card
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @edge
    Scenario: 0.1-63 Nothing is open before the first payment
      Given "Globex" was sent to the payment provider and has not paid
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-64 A declined card ends the license at the end of the paid period
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

    @edge @needs-legal
    Scenario: 0.1-66 A license canceled at the payment provider lasts until the last paid instant
      Given "Globex" subscribes through the payment provider
      And "Globex" cancels at the payment provider, effective at the end of the period
      And the payment provider's notifications have arrived
      And the date is now 2026-03-31 12:00 UTC
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_CANCELED and the remedy is RENEW
      And nothing has changed

    @edge
    Scenario: 0.1-67 Notifications that arrive twice and out of order lead to the same license
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

    @abuse
    Scenario: 0.1-69 A notification that cannot be understood changes nothing
      Given "Globex" subscribes through the payment provider
      And the payment provider sends a notification about the subscription of "Globex" that cannot be understood
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-03-31 12:00 UTC
