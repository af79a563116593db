@section-9
Feature: 9. Where the text is silent a person decides

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-9.3
  Rule: 9.3 Where the text is silent a person decides
    Where the text is silent, a person decides; silence never bills and never grants.

    @happy
    Scenario: 9.3-01 A request no clause speaks of goes to a person
      When "Olivia" asks for "a visit at our office"
      Then the answer is NEEDS_PERSON by clause 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @edge
    Scenario: 9.3-02 A request half spoken of and half silent goes to a person
      When "Olivia" asks for "a visit at our office" under the name of "how to use a feature"
      Then the answer is NEEDS_PERSON by clause 9.3
      And clauses 2.3.b and 2.4 are named as overruled
      And nothing has changed

    @edge
    Scenario: 9.3-03 A silent request does not go around the license
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "a visit at our office"
      Then the answer is DENIED by clauses 0.1, 1.3 and 9.3
      And nothing has changed

    @abuse
    Scenario Outline: 9.3-04 Silence of the text never bills and never grants
      When "Olivia" asks for "a visit at our office" under the name of "<name>"
      Then the answer is NEEDS_PERSON by <clauses>
      And the license of "Acme" is as before
      And nothing has changed

      Examples:
        | name             | clauses                       |
        | a new theme      | clauses 3.8, 4.1, 5.1 and 9.3 |
        | custom work      | clauses 4.1 and 9.3           |
        | reading invoices | clause 9.3                    |
