@section-9
Feature: 9. Odd cases: cited clauses
  See 9.1_cited.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.1
  Rule: 9.1 Every answer cites the clause that decided it

    @edge @needs-legal
    Scenario: 9.1-04 A refusal lists every reason, not only the first
      Given "Ada" is an internal user of "Acme"
      And the date is now 2027-03-02 09:00 UTC
      When "Ada" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reasons are LICENSE_EXPIRED, PERMISSION_MISSING in this order
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 9.1-06 A request without a proper name is also answered under a clause
      When "Olivia" asks for "<wish>"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the answer cites the terms "2026-02"
      And nothing has changed

      Examples:
        | wish                                |
        | nothing in particular               |
        | a request ten thousand letters long |
