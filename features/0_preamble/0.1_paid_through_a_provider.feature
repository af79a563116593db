@section-0
Feature: 0. A license follows what the payment provider really received

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 A license paid through a payment provider is good for what was paid, whatever becomes of the messages
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    @happy
    Scenario: 0.1-60 The first payment opens the license
      Given "Globex" subscribes through the payment provider
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-03-31 12:00 UTC

    @happy
    Scenario: 0.1-61 A renewal that was collected leaves no gap
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @happy
    Scenario: 0.1-62 A debt paid later restores everything at once
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 14:00 UTC
      And "Globex" pays its open invoice by another card
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @edge
    Scenario: 0.1-63 Before the first payment nothing is open
      Given "Globex" was led to the payment provider and has not paid
      When "Greta" asks for "how to use a feature"
      Then the answer is DENIED by clause 0.1
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-64 A declined card stops the license at the end of what was paid
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 14:00 UTC
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is DENIED by clause 0.1
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 0.1-65 Money that the bank takes back stops the license until it is won back
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-05 12:00 UTC
      And <event>
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | event                                                          | verdict | clauses               |
        | the payment provider gave the payment of "Globex" back         | DENIED  | clause 0.1            |
        | the bank disputes the payment of "Globex"                      | DENIED  | clause 0.1            |
        | the bank disputed the payment of "Globex" and the client won   | DENIED  | clause 0.1            |
        | the bank disputed the payment of "Globex" and the provider won | ALLOWED | clauses 2.3.b and 2.4 |

    @edge @needs-legal
    Scenario: 0.1-66 A cancellation made at the payment provider lasts to the last paid instant
      Given "Globex" subscribes through the payment provider
      And "Globex" cancels at the payment provider to the end of the period
      And the payment provider told its news
      And the date is now 2026-03-31 12:00 UTC
      When "Greta" asks for "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_CANCELED and the remedy is RENEW
      And nothing has changed

    @edge
    Scenario: 0.1-67 News that comes twice and in the wrong order ends in the same license
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-31 13:00 UTC
      And the news of the payment provider came twice and in the wrong order
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @edge
    Scenario: 0.1-68 News that was lost is found by looking
      Given "Globex" subscribes through the payment provider
      And the date is now 2026-03-05 12:00 UTC
      And the payment provider gave the payment of "Globex" back
      And the news of the payment provider was lost
      And the date is now 2026-03-05 13:00 UTC
      And the provider looked at all accounts, as it does every hour
      When "Greta" asks for "how to use a feature"
      Then the answer is DENIED by clause 0.1
      And the reason is PAYMENT_REFUNDED and the remedy is RENEW
      And nothing has changed

    @abuse
    Scenario: 0.1-69 News that nobody understands changes nothing
      Given "Globex" subscribes through the payment provider
      And the payment provider says of the subscription of "Globex" what nobody understands
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-03-31 12:00 UTC
