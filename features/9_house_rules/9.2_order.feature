@section-9
Feature: 9. The order of judgement

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-9.2
  Rule: 9.2 Nobody unlicensed or excluded is served, and an exclusion outranks an inclusion
    Order of judgement: never-granted rights, then eligibility, then staff holds, then the license, then exclusions,
    then inclusions, then the client's own roles. An exclusion outranks an inclusion.

    What is never granted comes first, then who asks, then holds and the license, then exclusions before inclusions,
    and the client's own roles last. What comes earlier cannot be outweighed by what comes later.

    @happy @needs-legal
    Scenario: 9.2-01 The license is judged before what it would open
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "a new theme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And the reasons are LICENSE_EXPIRED, NOT_INCLUDED in this order
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.2-02 A request both included and excluded is not included
      When "Olivia" asks "why a custom plugin is not working"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.2-03 The order of the clauses in the terms does not change any answer
      Given the provider offers the same terms in a different order as "2026-03", effective 2026-03-02 00:00 UTC
      And the date is now 2026-03-03 09:00 UTC
      And "Globex" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Greta"
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

    @abuse @needs-legal
    Scenario: 9.2-05 Wording a request as an inclusion does not avoid an exclusion
      When "Olivia" asks for "installation of a custom plugin" under the heading "how to use a feature"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.2-06 Whom the license does not serve is refused before the license is asked
      Given the date is now 2026-03-02 09:00 UTC
      When "Olivia" asks, as an agency, "how to use a feature"
      Then the answer is DENIED by clause 0.2
      And the reason is LICENSEE_NOT_ELIGIBLE and the remedy is NONE
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed
