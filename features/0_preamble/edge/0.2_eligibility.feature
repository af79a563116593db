@section-0
Feature: 0. Odd cases: who is served
  See 0.2_eligibility.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Ada" is an internal user of "Acme" with the role "Clerk" to "read invoices, open a support ticket"

  @clause-0.2
  Rule: 0.2 Only end-users and business operators are served

    @edge @needs-legal
    Scenario: 0.2-05 A web design business is served for itself
      Given "Pixel Studio", owned by "Pia", is licensed until 2027-03-01
      When "Pia" asks, as a business operator, to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario: 0.2-06 A franchise group counts as one operator
      Given "Acme" has the departments "Northern Branch, Southern Branch"
      When "Olivia" asks to "read invoices" in the department "Southern Branch"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c
