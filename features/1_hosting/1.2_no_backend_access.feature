@section-1
Feature: 1. No access behind the system interface

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-1.2
  Rule: 1.2 No direct server, root or backend access
    No individual license holder gets direct server, root or backend access.

    All work is done in the system interface. Nobody gets behind it, not for a day, not for payment, and not as the
    owner of the account. An export of the client's data or a published interface call is no way behind it.

    @happy
    Scenario Outline: 1.2-01 Everything the client may do can be done inside the system interface
      When "Olivia" asks to "<wish>"
      Then the answer is ALLOWED by <clauses>

      Examples:
        | wish             | clauses                         |
        | approve invoices | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | manage roles     | clauses 0.1, 1.3, 1.4.b and 1.5 |
        | read the journal | clauses 0.1, 1.3 and 1.4        |
        | configure email  | clauses 0.1, 1.3 and 2.2        |

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

    @abuse @needs-legal
    Scenario: 1.2-05 Owning the account does not grant root access
      When "Olivia" asks for "root access as the account owner"
      Then the answer is DENIED by clause 1.2
      And clause 1.4 is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.2-06 Paying for customization does not grant backend access
      When "Olivia" asks for "backend access" under the heading "custom work"
      Then the answer is DENIED by clauses 1.2 and 4.1
      And the reasons are NEVER_GRANTED, PAID_WORK in this order
      And nothing has changed

    @abuse
    Scenario: 1.2-07 Access for one day only is refused
      When "Olivia" asks for "backend access for one day"
      Then the answer is DENIED by clause 1.2
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.2-08 A client with an expired license is refused backend access under the clause that never grants it
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks for "backend access"
      Then the answer is DENIED by clause 1.2
      And the reason is NEVER_GRANTED
      And nothing has changed
