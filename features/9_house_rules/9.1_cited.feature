@section-9
Feature: 9. Every answer cites its clauses

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-9.1
  Rule: 9.1 Every answer cites the clause that decided it
    Every answer names the clause or clauses that decided it, those they overruled, and the version of the terms.

    Whoever is answered can look up why: the clauses that decided, those that gave way, and the version of the
    terms.

    @happy @needs-legal
    Scenario: 9.1-01 An answer cites its clause and the terms in force
      When "Olivia" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer cites the terms "2026-02"

    @edge @needs-legal
    Scenario Outline: 9.1-02 An answer cites every clause that it rests on, those of the license too
      When "Olivia" asks to "<wish>"
      Then the answer is ALLOWED by <clauses>
      And no clause is listed as overruled

      Examples:
        | wish                  | clauses                         |
        | read invoices         | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | open a support ticket | clauses 0.1, 1.3 and 2.3.a      |

    @edge @needs-legal
    Scenario: 9.1-03 A clause overruled by another is listed as overruled
      When "Olivia" asks for "bulk SMS messaging" under the heading "how to use a feature"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.1, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.1-04 A refusal lists every reason, not only the first
      Given "Ada" is an internal user of "Acme"
      And the date is now 2027-03-02 09:00 UTC
      When "Ada" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reasons are LICENSE_EXPIRED, PERMISSION_MISSING in this order
      And nothing has changed

    @abuse @needs-legal
    Scenario Outline: 9.1-05 An answer without a clause is never sent
      When "Olivia" asks <wish>
      Then the answer is <verdict> by <clauses>
      And the answer cites the terms "2026-02"
      And nothing has changed

      Examples:
        | wish                  | verdict      | clauses                            |
        | to "read invoices"    | ALLOWED      | clauses 0.1, 1.3, 1.4 and 1.4.b    |
        | for "backend access"  | DENIED       | clause 1.2                         |
        | for "a new theme"     | CHARGEABLE   | clauses 0.1, 1.3, 3.8, 4.1 and 5.1 |
        | to "teleport parcels" | NEEDS_PERSON | clauses 0.1, 1.3 and 9.3           |

    @abuse @needs-legal
    Scenario Outline: 9.1-06 A request with no name or an overlong name is also answered under a clause
      When "Olivia" asks for "<wish>"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the answer cites the terms "2026-02"
      And nothing has changed

      Examples:
        | wish                                |
        | nothing in particular               |
        | a request ten thousand letters long |

    @edge @needs-legal
    Scenario: 9.1-08 An answer for which no license was asked does not cite the license
      When "Olivia" asks for "root access"
      Then the answer is DENIED by clause 1.2
      And clause 1.4 is listed as overruled
      And nothing has changed
