@section-0
Feature: 0. Odd cases: holds and debts
  See 0.1_holds_and_debts.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.1
  Rule: 0.1 Neither a hold nor a debt lifts the other

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
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 to 2028-03-01
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario Outline: 0.1-47 An announced renewal may be 24 hours late
      Given the payment provider announced that the license of "Acme" renews automatically
      And the date is now <instant>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                        | verdict | clauses                         |
        | 2027-03-01 23:59:59.999999 UTC | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | 2027-03-02 00:00 UTC           | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
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
