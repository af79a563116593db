@section-9
Feature: 9. The terms in force on the day decide

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-9.4
  Rule: 9.4 The terms in force at the moment of the request decide
    The terms in force for that license at that moment decide; a replay of an old request gives the old answer.

    New terms bind a client only once it has accepted them, and never what was approved before. Asked again, an old
    question gets its old answer.

    @happy @needs-legal
    Scenario: 9.4-01 A request is judged by the terms of its day
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01 00:00 UTC
      And the date is now 2026-07-02 09:00 UTC
      And "Globex" is a business operator with a license paid until 2027-07-01 00:00 UTC, owned by "Greta"
      When "Greta" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-07"
      And the answer says "80.00"
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 9.4-02 The last moment of old terms and the first of new ones never overlap
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01 00:00 UTC
      And the date is now <instant>
      And "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has a trial until 2026-12-01 00:00 UTC
      When "Greta" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "<terms>"
      And the answer says "<rate>"
      And nothing has changed

      Examples:
        | instant                        | terms   | rate  |
        | 2026-06-30 23:59:59.999999 UTC | 2026-02 | 65.00 |
        | 2026-07-01 00:00 UTC           | 2026-07 | 80.00 |

    @edge @needs-legal
    Scenario: 9.4-03 Replaying an old request gives its old answer
      Given the date is now 2027-03-02 09:00 UTC
      When the request of "Olivia" to "read invoices" is judged again as of 2026-03-05 09:00 UTC
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer cites the terms "2026-02"

    @edge @needs-legal
    Scenario: 9.4-04 Replaying an old refusal gives the same refusal, regardless of later payments
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And the date is now 2026-03-10 09:00 UTC
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When the request of "Greta" asking "how to use a feature" is judged again as of 2026-03-05 09:00 UTC and as known then
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 9.4-05 New terms do not bind a license that never accepted them
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01 00:00 UTC
      And the date is now 2026-07-02 09:00 UTC
      When "Olivia" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-02"
      And the answer says "65.00"
      And nothing has changed

    @abuse @needs-legal
    Scenario: 9.4-06 Terms once published are never rewritten
      When staff rewrites the terms "2026-02" at $95 per hour
      Then the answer is DENIED by clause 9.4
      And the reason is TERMS_FROZEN
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.4-07 New terms bind a license from the instant of their acceptance
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01 00:00 UTC
      And the date is now 2026-07-02 09:00 UTC
      And "Olivia" has accepted the terms offered
      When "Olivia" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-07"
      And the answer says "80.00"
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.4-08 Accepted terms have no effect before their acceptance
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01 00:00 UTC
      And the date is now 2026-07-02 09:00 UTC
      And "Olivia" has accepted the terms offered
      When the request of "Olivia" for "custom work" is judged again as of 2026-07-02 08:59:59 UTC
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-02"
      And the answer says "65.00"
      And nothing has changed
