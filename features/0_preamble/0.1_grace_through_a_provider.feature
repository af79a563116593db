@section-0
Feature: 0. Days of grace

  Background:
    Given the date is 2026-02-28 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 A debt leaves the license open for the days of grace that the terms allow
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    Days of grace exist only in terms that the client accepted, and the shipped terms have none. They begin with the
    debt, and end on time.

    @happy @needs-legal
    Scenario: 0.1-70 A debt paid within the grace period changes nothing
      Given the provider offers terms "2026-03" with a grace period of 7 days for debts no older than 30 days, effective 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" subscribes through the payment provider
      And "Greta" has accepted the terms offered
      And the bank declines the card of "Globex"
      And the date is now 2026-04-05 12:00 UTC
      And "Globex" pays its open invoice with another card
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-04-30 12:00 UTC

    @abuse @needs-legal
    Scenario: 0.1-73 Terms that nobody accepted give no grace period
      Given the provider offers terms "2026-03" with a grace period of 7 days for debts no older than 30 days, effective 2026-03-01 12:00 UTC
      And the date is now 2026-03-01 12:00 UTC
      And "Globex" subscribes through the payment provider
      And the bank declines the card of "Globex"
      And the date is now 2026-03-31 13:00 UTC
      And the payment provider's notifications have arrived
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed
