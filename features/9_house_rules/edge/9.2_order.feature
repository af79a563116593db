@section-9
Feature: 9. Odd cases: the order of judgement
  See 9.2_order.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.2
  Rule: 9.2 An exclusion outranks an inclusion, and the license comes before both

    @edge @needs-legal
    Scenario: 9.2-03 The order of clauses in the terms changes no answer
      Given the provider offers the same terms in a different order as "2026-03", effective 2026-03-02
      And the date is now 2026-03-03 09:00 UTC
      And "Globex", owned by "Greta", is licensed until 2027-03-01
      When "Greta" asks "why a custom plugin is not working"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And the answer cites the terms "2026-03"
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.2-04 Every step of the order is listed, most fundamental first
      Given "Ada" is an internal user of "Acme"
      And the provider has placed a hold on the license of "Acme" for "unlawful content"
      And the date is now 2027-03-02 09:00 UTC
      When "Ada" asks, as an agency, to "read invoices"
      Then the answer is DENIED by clauses 0.1, 0.2, 1.3 and 1.4.b
      And the reasons are LICENSEE_NOT_ELIGIBLE, LICENSE_ON_HOLD, LICENSE_EXPIRED, PERMISSION_MISSING in this order
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.2-06 Whom the license does not serve is refused first
      Given the date is now 2026-03-02 09:00 UTC
      When "Olivia" asks, as an agency, "how to use a feature"
      Then the answer is DENIED by clause 0.2
      And the reason is LICENSEE_NOT_ELIGIBLE and the remedy is NONE
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed
