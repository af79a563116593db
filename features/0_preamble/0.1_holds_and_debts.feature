@section-0
Feature: 0. Holds and debts are separate

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-0.1
  Rule: 0.1 Neither a hold nor a debt lifts the other, and only the provider records either
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    This Rule covers how a hold of the provider and a debt of the client close the license independently of each other,
    who may place, lift and record them, and how long an announced renewal is waited for.

    @happy
    Scenario: 0.1-40 Lifting a hold reopens the platform
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      And the provider has lifted the hold on the license of "Acme"
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario: 0.1-41 A hold lifted after the paid period leaves the license expired
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      And the date is now 2027-03-02 09:00 UTC
      And the provider has lifted the hold on the license of "Acme"
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-42 A refusal lists the hold before the debt
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      And the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reasons are LICENSE_ON_HOLD, LICENSE_EXPIRED in this order
      And nothing has changed

    @edge
    Scenario: 0.1-43 A license canceled and then resumed in time continues
      Given "Olivia" has canceled the license, effective at the end of the paid period
      And "Olivia" has resumed the license
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 00:00 UTC to 2028-03-01 00:00 UTC
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse
    Scenario: 0.1-44 A client cannot lift its own hold
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      When "Olivia" tries to lift the hold on the license of "Acme"
      Then the answer is DENIED by clause 1.1
      And nothing has changed

    @abuse
    Scenario: 0.1-45 A client cannot record its own payment
      When "Olivia" tries to record a payment of the invoice "Acme-2" for the period until 2028-03-01 00:00 UTC
      Then the answer is DENIED by clause 1.1
      And nothing has changed

    @abuse
    Scenario: 0.1-46 Staff without billing rights cannot record a payment
      When support staff tries to record a payment of the invoice "Acme-2" of "Acme" for the period until 2028-03-01 00:00 UTC
      Then the answer is DENIED by clause 1.1
      And the reason is STAFF_MAY_NOT and the remedy is ASK_STAFF_ADMINISTRATOR
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 0.1-47 An announced renewal may be up to 24 hours late and no later
      Given the payment provider announced that the license of "Acme" renews automatically
      And the date is now <instant>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                        | verdict | clauses                         |
        | 2027-03-01 23:59:59.999999 UTC | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | 2027-03-02 00:00 UTC           | DENIED  | clauses 0.1 and 1.3             |

    @abuse @needs-legal
    Scenario: 0.1-48 A renewal that never arrived is reported as such
      Given the payment provider announced that the license of "Acme" renews automatically
      And the date is now 2027-03-02 02:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is RENEWAL_UNCONFIRMED and the remedy is UPDATE_PAYMENT_METHOD
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-82 A payment disputed at the bank is cleared up with the provider
      Given the invoice "Acme-1" of "Acme" is disputed at the bank
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is PAYMENT_DISPUTED and the remedy is CONTACT_PROVIDER
      And nothing has changed
