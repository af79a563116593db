@section-4
Feature: 4. Custom work is billed by the hour

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-4.1
  Rule: 4.1 Customization costs $65 per hour
    All custom work is a paid development service at 65 US dollars per hour.

    Custom work costs the same for every hour, and the price does not depend on how the work is cut up. Included
    work is never billed by the hour.

    This Rule covers what is custom work, and that it is offered at the rate of the terms.

    @happy
    Scenario: 4.1-01 Custom work is offered at the rate of the terms
      When "Olivia" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the reason is PAID_WORK and the remedy is REQUEST_ESTIMATE
      And the answer says "65.00"
      And nothing has changed

    @happy @needs-legal
    Scenario: 4.1-02 Asking for an estimate is free
      When "Olivia" asks to "request an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.1

    @edge @needs-legal
    Scenario: 4.1-03 Custom work is not offered without a license
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "custom work"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.1
      And the reasons are LICENSE_EXPIRED, PAID_WORK in this order
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
