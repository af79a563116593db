@section-9
Feature: 9. Cited clauses

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.1
  Rule: 9.1 Every answer cites the clause that decided it
    Every answer names the clause or clauses that decided it, those they overruled, and the version of the terms.

    Whoever is answered can look up why: which clauses decided, which gave way, and under which version of the terms.

    @happy @needs-legal
    Scenario: 9.1-01 An answer cites its clause and the terms in force
      When "Olivia" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer cites the terms "2026-02"
      And no clause is listed as overruled

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
