@section-0
Feature: 0. Odd cases: nothing without a license
  See 0.1_license_required.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.1
  Rule: 0.1 An active license is required for everything offered

    @edge
    Scenario Outline: 0.1-04 Rights begin at the first instant of the license
      Given "Globex" is a business operator with a license paid from 2026-04-01 until 2027-04-01, owned by "Greta"
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And the answer holds until <change>
      And nothing has changed

      Examples:
        | instant                        | verdict | clauses                         | change               |
        | 2026-03-31 23:59:59.999999 UTC | DENIED  | clauses 0.1 and 1.3             | 2026-04-01 00:00 UTC |
        | 2026-04-01 00:00 UTC           | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 | 2027-04-01 00:00 UTC |

    @edge
    Scenario Outline: 0.1-05 Rights end at the last instant of the license
      Given the date is now <instant>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                        | verdict | clauses                         |
        | 2027-02-28 23:59:59.999999 UTC | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | 2027-03-01 00:00 UTC           | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario: 0.1-07 A license that is paid for but has not started opens nothing
      Given "Globex" is a business operator with a license paid from 2026-04-01 until 2027-04-01, owned by "Greta"
      When "Greta" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.1
      And the reasons are LICENSE_NOT_STARTED, SETUP_INCOMPLETE in this order and the first remedy is WAIT_UNTIL
      And nothing has changed
