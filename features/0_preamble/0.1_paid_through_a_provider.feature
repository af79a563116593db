@section-0
Feature: 0. Payment through a provider

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Globex" was onboarded as a business operator, owned by "Greta"

  @clause-0.1
  Rule: 0.1 A license covers what the payment provider received
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    The license covers what the payment provider received. Notices that are late, doubled, lost or unreadable change
    nothing about that.

    @happy
    Scenario: 0.1-60 The first payment opens the license
      Given "Globex" subscribes through the payment provider
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-03-31 12:00 UTC
