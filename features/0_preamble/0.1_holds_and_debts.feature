@section-0
Feature: 0. Holds and debts

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.1
  Rule: 0.1 Neither a hold nor a debt lifts the other
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    The provider's hold and the client's debt close the license independently; each is lifted by its own cure. Only
    the provider records holds and payments.

    @happy
    Scenario: 0.1-40 Lifting a hold reopens the platform
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      And the provider has lifted the hold on the license of "Acme"
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse
    Scenario Outline: 0.1-44 A client cannot <what>
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      When "Olivia" tries to <do it>
      Then the answer is DENIED by clause 1.1
      And nothing has changed

      Examples:
        | what                   | do it                                                                    |
        | lift its own hold      | lift the hold on the license of "Acme"                                   |
        | record its own payment | record a payment of the invoice "Acme-2" for the period until 2028-03-01 |

    @abuse
    Scenario: 0.1-46 Staff without billing rights cannot record a payment
      When support staff tries to record a payment of the invoice "Acme-2" of "Acme" for the period until 2028-03-01
      Then the answer is DENIED by clause 1.1
      And the reason is STAFF_MAY_NOT and the remedy is ASK_STAFF_ADMINISTRATOR
      And nothing has changed
