@section-9
Feature: 9. The order of judgement

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.2
  Rule: 9.2 An exclusion outranks an inclusion, and the license comes before both
    Order of judgement: never-granted rights, then eligibility, then staff holds, then the license, then exclusions,
    then inclusions, then the client's own roles. An exclusion outranks an inclusion.

    What comes earlier in this order cannot be outweighed by what comes later.

    @happy @needs-legal
    Scenario: 9.2-01 The license is judged before what it would open
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "a new theme"
      Then the answer is DENIED by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And the reasons are LICENSE_EXPIRED, NOT_INCLUDED in this order
      And nothing has changed

    @abuse @needs-legal
    Scenario: 9.2-05 Wording a request as an inclusion does not avoid an exclusion
      When "Olivia" asks for "installation of a custom plugin" under the heading "how to use a feature"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.3, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed
