@section-4
Feature: 4. The hourly rate

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.1
  Rule: 4.1 Customization costs $65 per hour
    All custom work is a paid development service at 65 US dollars per hour.

    Every hour of custom work costs the same. Included work is never billed by the hour.

    @happy
    Scenario: 4.1-01 Custom work is offered at the rate of the terms
      When "Olivia" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the reason is PAID_WORK and the remedy is REQUEST_ESTIMATE
      And the answer says "65.00"
      And nothing has changed

    @abuse @needs-legal
    Scenario Outline: 4.1-04 Included work is never billed by the hour
      When support staff tries to <included work> as support for "Acme"
      Then the answer is ALLOWED by <clauses>

      Examples:
        | included work                         | clauses                         |
        | explain "how to use a feature"        | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | "connect a payment gateway"           | clauses 0.1, 1.3 and 2.2        |
        | provide "a fix for a platform defect" | clauses 0.1, 1.1 and 1.3        |

    @abuse
    Scenario: 4.1-05 Custom work presented as support is refused
      When support staff tries to provide "custom work" as support for "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.1
      And the reason is PAID_WORK and the remedy is REQUEST_ESTIMATE
      And nothing has changed
