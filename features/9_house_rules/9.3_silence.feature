@section-9
Feature: 9. Where the text is silent, a person decides

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-9.3
  Rule: 9.3 Where the text is silent, a person decides
    Where the text is silent, a person decides; silence never bills and never grants.

    If no clause speaks of a request, the software neither allows it nor sells it. A person answers, and the answer
    is kept beside the clause that was read.

    @happy @needs-legal
    Scenario: 9.3-01 A request that no clause addresses is referred to a person
      When "Olivia" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-02 A request only partly addressed by the text is referred to a person
      When "Olivia" asks for "a visit to our office" under the heading "how to use a feature"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-03 A request on which the text is silent still requires a license
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "a visit to our office"
      Then the answer is DENIED by clauses 0.1, 1.3 and 9.3
      And nothing has changed

    @abuse @needs-legal
    Scenario Outline: 9.3-04 Silence in the text never bills and never grants
      When "Olivia" asks for "a visit to our office" under the heading "<name>"
      Then the answer is NEEDS_PERSON by <clauses>
      And the license of "Acme" is unchanged
      And nothing has changed

      Examples:
        | name          | clauses                                 |
        | a new theme   | clauses 0.1, 1.3, 3.8, 4.1, 5.1 and 9.3 |
        | custom work   | clauses 0.1, 1.3, 4.1 and 9.3           |
        | read invoices | clauses 0.1, 1.3 and 9.3                |

    @edge @needs-legal
    Scenario: 9.3-05 A question put to the provider is answered by a clause, and the answer by itself grants nothing
      Given "Olivia" has put the question of "a visit to our office" to the provider
      And support staff has answered the question of "a visit to our office" of "Olivia" by clause 2.4
      When "Olivia" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And "Olivia" reads that clause 2.4 was read
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-06 The same question is one question, whoever puts it and however often
      Given "Mia" is an internal user of "Acme"
      And "Olivia" has put the question of "a visit to our office" to the provider
      And "Olivia" has put the question of "a visit to our office" to the provider
      And "Mia" has put the question of "a visit to our office" to the provider
      When "Mia" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And "Olivia" and "Mia" have put one question
      And nothing has changed

    @edge @needs-legal
    Scenario: 9.3-07 An answer to one client is offered to whoever answers the same question of another
      Given "Dune" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Dora"
      And "Olivia" has put the question of "a visit to our office" to the provider
      And support staff has answered the question of "a visit to our office" of "Olivia" by clause 2.4
      And "Dora" has put the question of "a visit to our office" to the provider
      When "Dora" asks for "a visit to our office"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And staff is offered clause 2.4 for the question of "Dora", without the name of "Acme"
      And nothing has changed
