@section-1
Feature: 1. Odd cases: no access behind the system interface
  See 1.2_no_backend_access.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.2
  Rule: 1.2 No direct server, root or backend access

    @edge
    Scenario Outline: 1.2-02 Direct access of any kind is refused to a licensed client
      When "Olivia" asks for "<kind>"
      Then the answer is DENIED by clause 1.2
      And the reason is NEVER_GRANTED and the remedy is NONE
      And the answer holds indefinitely
      And the refusal is recorded in the journal
      And nothing has changed

      Examples:
        | kind                          |
        | direct access to a server     |
        | root access                   |
        | backend access                |
        | direct access to the database |

    @edge @needs-legal
    Scenario: 1.2-03 A data export provides data, not database access
      When "Olivia" asks in one ticket for "an export of the client's data" and for "direct access to the database"
      Then the answer on "an export of the client's data" is ALLOWED by clause 0.1
      And the answer on "direct access to the database" is DENIED by clause 1.2
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.2-04 A published interface call is not backend access
      When "Olivia" asks to "call the published interface"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
