@section-0
Feature: 0. No access to source code

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.3
  Rule: 0.3 No access to source code is granted
    The license brings no access to source code.

    Nobody gets the code, for any reason or price. A client's own data and the published documentation are not code.

    @happy @needs-legal
    Scenario Outline: 0.3-01 Every licensed use is possible without source code
      When "Olivia" asks to "<wish>"
      Then the answer is ALLOWED by <clauses>

      Examples:
        | wish                                       | clauses                         |
        | connect a payment gateway                  | clauses 0.1, 1.3 and 2.2        |
        | request an estimate                        | clauses 0.1, 1.3 and 4.1        |
        | read the published interface documentation | clauses 0.1, 1.3, 1.4 and 1.4.b |

    @abuse @needs-legal
    Scenario Outline: 0.3-04 The code is refused, also in escrow and for a review
      When "Olivia" asks <wish>
      Then the answer is DENIED by clause 0.3
      And the reason is NEVER_GRANTED and the remedy is NONE
      And the answer holds indefinitely
      And the refusal is recorded in the journal
      And nothing has changed

      Examples:
        | wish                                            |
        | for "a copy of the repository"                  |
        | for "the source code to be placed in escrow"    |
        | to "read the source code for a security review" |

    @abuse
    Scenario: 0.3-07 Staff acting for the client cannot open the source code either
      When support staff tries to "read the source code for a security review" as support for "Acme"
      Then the answer is DENIED by clause 0.3
      And the refusal is recorded in the journal
      And nothing has changed
