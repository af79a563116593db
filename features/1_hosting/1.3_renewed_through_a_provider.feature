@section-1
Feature: 1. A license that the payment provider renews is there at all times

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-1.3
  Rule: 1.3 A license renewed at the payment provider lasts without a gap, and no instant longer than it was renewed
    System access lasts only as long as the license is active, at every instant.

    @happy
    Scenario Outline: 1.3-08 A renewal through the payment provider keeps the license at every instant
      Given "Globex" subscribes through the payment provider
      And the date is now <instant>
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until <end>

      Examples:
        | instant                 | end                  |
        | 2026-03-31 11:59:59 UTC | 2026-03-31 12:00 UTC |
        | 2026-03-31 12:00 UTC    | 2026-03-31 13:00 UTC |
        | 2026-03-31 13:00 UTC    | 2026-04-30 12:00 UTC |

    @edge
    Scenario Outline: 1.3-09 A license that is not renewed at the payment provider lapses at the very end of its period
      Given "Globex" subscribes through the payment provider
      And "Globex" cancels at the payment provider to the end of the period
      And the payment provider told its news
      And the date is now <instant>
      When "Greta" asks for "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                 | verdict | clauses               |
        | 2026-03-31 11:59:59 UTC | ALLOWED | clauses 2.3.b and 2.4 |
        | 2026-03-31 12:00 UTC    | DENIED  | clauses 0.1 and 1.3   |

    @edge
    Scenario: 1.3-10 Paying stays open after the license has lapsed
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 14:00 UTC
      And the payment provider told its news
      When "Greta" asks for "paying for the license"
      Then the answer is ALLOWED by clause 0.1

    @happy
    Scenario: 1.3-11 A license that has lapsed is restored by the payment
      Given "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-04-02 12:00 UTC
      And the payment provider told its news
      And "Globex" pays its open invoice by another card
      And the payment provider told its news
      When "Greta" asks for "how to use a feature"
      Then the answer is ALLOWED by clauses 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC
