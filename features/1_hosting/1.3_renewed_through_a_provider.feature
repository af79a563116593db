@section-1
Feature: 1. A license renewed through the payment provider is in force at all times

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-1.3
  Rule: 1.3 A license renewed at the payment provider has no gap and lasts no longer than the renewed period
    System access lasts only as long as the license is active, at every instant.

    This Rule covers the instants around a renewal that the payment provider collects, or does not, and around a
    cancellation for a certain day.

    @happy @needs-legal
    Scenario Outline: 1.3-08 A renewal through the payment provider keeps the license in force at every instant
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

    @edge @needs-legal
    Scenario Outline: 1.3-09 A license not renewed at the payment provider lapses exactly at the end of its period
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
    Scenario: 1.3-10 Paying stays open after the license has lapsed
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 14:00 UTC
      And the payment provider's notifications have arrived
      When "Greta" asks to "pay for the license"
      Then the answer is ALLOWED by clause 0.1

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

    @edge @needs-legal
    Scenario Outline: 1.3-12 A license canceled for a certain day stays in force over every renewal before that day
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
