@section-1
Feature: 1. No access behind the system interface

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.2
  Rule: 1.2 No direct server, root or backend access
    No individual license holder gets direct server, root or backend access.

    All work is done in the system interface, and nobody gets behind it: not for a day, for payment, or as owner of
    the account.

    @happy
    Scenario Outline: 1.2-01 Everything the client may do is done in the system interface
      When "Olivia" asks to "<wish>"
      Then the answer is ALLOWED by <clauses>

      Examples:
        | wish             | clauses                         |
        | approve invoices | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | manage roles     | clauses 0.1, 1.3, 1.4.b and 1.5 |
        | read the journal | clauses 0.1, 1.3 and 1.4        |
        | configure email  | clauses 0.1, 1.3 and 2.2        |

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

    @abuse @needs-legal
    Scenario Outline: 1.2-08 Backend access is refused for one day, and without a license
      Given the date is now <instant>
      When "Olivia" asks for "<access>"
      Then the answer is DENIED by clause 1.2
      And the reason is NEVER_GRANTED
      And nothing has changed

      Examples:
        | instant              | access                     |
        | 2026-03-02 09:00 UTC | backend access for one day |
        | 2027-03-02 09:00 UTC | backend access             |
