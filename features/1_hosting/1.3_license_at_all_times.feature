@section-1
Feature: 1. A license is required at all times

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-1.3
  Rule: 1.3 A license is required at all times
    System access lasts only as long as the license is active, at every instant.

    @happy
    Scenario Outline: 1.3-01 Work goes on undisturbed while the license lasts
      Given the date is now <instant>
      When "Olivia" asks for "approving invoices"
      Then the answer is ALLOWED by clauses 1.4 and 1.4.b
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | instant                 |
        | 2026-03-29 01:30 UTC    |
        | 2026-12-31 23:59:59 UTC |
        | 2027-02-28 23:59:59 UTC |

    @edge
    Scenario: 1.3-02 A license ending in mid-session ends its rights then
      Given the date is now 2027-02-28 23:59:59 UTC
      And "Olivia" was allowed "approving invoices" before
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks for "approving invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @edge
    Scenario: 1.3-03 A job planned beyond the license does not run
      Given "Olivia" planned "sending reminders" for 2027-03-05 06:00 UTC
      When the planned job comes due
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 1.3-04 The end of a license is read in the time zone the terms name
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And the account of "Globex" names the time zone "Pacific/Auckland"
      And "Globex" has paid the invoice "Globex-1" to the end of the day 2026-12-31
      And the date is now <instant>
      When "Greta" asks for "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                 | verdict | clauses               |
        | 2026-12-31 11:00 UTC    | ALLOWED | clauses 2.3.b and 2.4 |
        | 2026-12-31 23:59:59 UTC | ALLOWED | clauses 2.3.b and 2.4 |
        | 2027-01-01 00:00 UTC    | DENIED  | clauses 0.1 and 1.3   |

    @abuse
    Scenario: 1.3-05 A tab left open does not outlive the license
      Given "Olivia" was allowed "reading invoices" before
      And the date is now 2027-03-01 09:00 UTC
      When "Olivia" asks for "reading invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @abuse
    Scenario: 1.3-06 A clock turned back on the device changes nothing
      Given the date is now 2027-03-01 09:00 UTC
      And "Olivia" turned the clock of her device back to 2026-12-01 09:00 UTC
      When "Olivia" adds the internal user "Ben"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.3-07 One license does not open a second instance
      Given "Acme Outlet" was onboarded as a business operator, owned by "Otto"
      When "Otto" asks for "reading invoices" inside "Acme Outlet"
      Then the answer is DENIED by clauses 0.1 and 2.1
      And nothing has changed
