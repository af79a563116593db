@section-0
Feature: 0. Unusual payments

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 Unusual payments have defined effects
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    Rare ways to pay are read by what was really paid, and for which time.

    @happy @needs-legal
    Scenario Outline: 0.1-78 A trial moved by the payment provider lasts until its new end
      Given "Globex" starts a 14-day trial through the payment provider
      And the payment provider moved the end of the trial of "Globex" to <end>
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until <end>

      Examples:
        | end                  |
        | 2026-03-10 12:00 UTC |
        | 2026-03-20 12:00 UTC |
