@section-9
Feature: 9. Odd cases: the terms of the day
  See 9.4_terms_of_the_day.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.4
  Rule: 9.4 The terms in force at the moment of the request decide

    @edge @needs-legal
    Scenario Outline: 9.4-02 Old and new terms never overlap
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01
      And the date is now <instant>
      And "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has a trial until 2026-12-01
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
    Scenario: 9.4-04 Replaying an old refusal gives the same refusal
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And the date is now 2026-03-10 09:00 UTC
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 to 2027-03-01
      When the request of "Greta" asking "how to use a feature" is judged again as of 2026-03-05 09:00 UTC and as known then
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.4-07 New terms bind a license from the instant of their acceptance
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01
      And the date is now 2026-07-02 09:00 UTC
      And "Olivia" has accepted the terms offered
      When "Olivia" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-07"
      And the answer says "80.00"
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.4-08 Accepted terms have no effect before their acceptance
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01
      And the date is now 2026-07-02 09:00 UTC
      And "Olivia" has accepted the terms offered
      When the request of "Olivia" for "custom work" is judged again as of 2026-07-02 08:59:59 UTC
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-02"
      And the answer says "65.00"
      And nothing has changed
