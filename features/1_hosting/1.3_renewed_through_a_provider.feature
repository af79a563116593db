@section-1
Feature: 1. Renewals at the payment provider

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-1.3
  Rule: 1.3 A renewed license has no gap and no excess
    System access lasts only as long as the license is active, at every instant.

    A renewal that was collected leaves no gap, and one that was not ends the license to the instant.

    @happy @needs-legal
    Scenario Outline: 1.3-08 A renewal keeps the license in force at every instant
      Given "Globex" subscribes through the payment provider
      And the date is now <instant>
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until <end>

      Examples:
        | instant                 | end                  |
        | 2026-03-31 11:59:59 UTC | 2026-03-31 12:00 UTC |
        | 2026-03-31 12:00 UTC    | 2026-04-01 12:00 UTC |
        | 2026-03-31 13:00 UTC    | 2026-04-30 12:00 UTC |

    @happy
    Scenario: 1.3-11 A lapsed license is restored by payment
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-04-02 12:00 UTC
      And the payment provider's notifications have arrived
      And "Globex" pays its open invoice with another card
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC
