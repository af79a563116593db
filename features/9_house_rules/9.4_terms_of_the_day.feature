@section-9
Feature: 9. The terms of the day

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.4
  Rule: 9.4 The terms in force at the moment of the request decide
    The terms in force for that license at that moment decide; a replay of an old request gives the old answer.

    New terms bind a client only once it has accepted them, and never what was approved before. Asked again, an old
    question gets its old answer.

    @happy @needs-legal
    Scenario: 9.4-01 A request is judged by the terms of its day
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01
      And the date is now 2026-07-02 09:00 UTC
      And "Globex", owned by "Greta", is licensed until 2027-07-01
      When "Greta" asks for "custom work"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3 and 4.1
      And the answer cites the terms "2026-07"
      And the answer says "80.00"
      And nothing has changed

    @abuse @needs-legal
    Scenario: 9.4-05 New terms do not bind a license that never accepted them
      Given the provider offers new terms "2026-07" at $80 per hour, effective 2026-07-01
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
