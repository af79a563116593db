@section-0
Feature: 0. No access to source code

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-0.3
  Rule: 0.3 No access to source code is granted
    The license brings no access to source code.

    Nobody gets the code, for any reason or price, in escrow or for review. A client's own data and the published
    documentation are no code.

    @happy
    Scenario Outline: 0.3-01 Every licensed use is possible without source code
      When "Olivia" asks to "<wish>"
      Then the answer is ALLOWED by <clauses>

      Examples:
        | wish                      | clauses                         |
        | read invoices             | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | manage users              | clauses 0.1, 1.3, 1.4.a and 1.5 |
        | open a support ticket     | clauses 0.1, 1.3 and 2.3.a      |
        | connect a payment gateway | clauses 0.1, 1.3 and 2.2        |
        | request an estimate       | clauses 0.1, 1.3 and 4.1        |

    @edge
    Scenario: 0.3-02 A client's own data is not source code
      When "Olivia" asks for "an export of the client's data"
      Then the answer is ALLOWED by clause 0.1

    @edge @needs-legal
    Scenario: 0.3-03 Published interface documentation is not source code
      When "Olivia" asks to "read the published interface documentation"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse
    Scenario: 0.3-04 A request for the repository is refused
      When "Olivia" asks for "a copy of the repository"
      Then the answer is DENIED by clause 0.3
      And the reason is NEVER_GRANTED and the remedy is NONE
      And the answer holds indefinitely
      And the refusal is recorded in the journal
      And nothing has changed

    @abuse @needs-legal
    Scenario: 0.3-05 A request to place the code in escrow is refused
      When "Olivia" asks for "the source code to be placed in escrow"
      Then the answer is DENIED by clause 0.3
      And the reason is NEVER_GRANTED and the remedy is NONE
      And nothing has changed

    @abuse
    Scenario: 0.3-06 A security review does not open the source code
      When "Olivia" asks to "read the source code for a security review"
      Then the answer is DENIED by clause 0.3
      And the reason is NEVER_GRANTED and the remedy is NONE
      And nothing has changed

    @abuse
    Scenario: 0.3-07 Staff acting for the client cannot open the source code either
      When support staff tries to "read the source code for a security review" as support for "Acme"
      Then the answer is DENIED by clause 0.3
      And the refusal is recorded in the journal
      And nothing has changed
