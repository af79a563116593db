@section-9
Feature: 9. Odd cases: silence of the text
  See 9.3_silence.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-9.3
  Rule: 9.3 Where the text is silent, a person decides

    @edge @needs-legal
    Scenario: 9.3-02 A request partly addressed by the text is referred to a person
      When "Olivia" asks for "a visit to our office" under the heading "how to use a feature"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-03 Where the text is silent a license is still required
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "a visit to our office"
      Then the answer is DENIED by clauses 0.1, 1.3 and 9.3
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-05 An answer to a question grants nothing by itself
      Given "Olivia" has put the question of "a visit to our office" to the provider
      And support staff has answered the question of "a visit to our office" of "Olivia" by clause 2.4
      When "Olivia" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And "Olivia" reads that clause 2.4 was read
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-06 The same question is one question, whoever puts it
      Given "Mia" is an internal user of "Acme"
      And "Olivia" has put the question of "a visit to our office" to the provider
      And "Olivia" has put the question of "a visit to our office" to the provider
      And "Mia" has put the question of "a visit to our office" to the provider
      When "Mia" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And "Olivia" and "Mia" have put one question
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-07 An answer to one client is offered for the same question of another
      Given "Dune", owned by "Dora", is licensed until 2027-03-01
      And "Olivia" has put the question of "a visit to our office" to the provider
      And support staff has answered the question of "a visit to our office" of "Olivia" by clause 2.4
      And "Dora" has put the question of "a visit to our office" to the provider
      When "Dora" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And staff is offered clause 2.4 for the question of "Dora", without the name of "Acme"
      And nothing has changed
