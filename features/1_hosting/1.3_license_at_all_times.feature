@section-1
Feature: 1. A license is required at all times

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-1.3
  Rule: 1.3 A license is required at all times
    System access lasts only as long as the license is active, at every instant.

    A license is looked at whenever something is done, not only at sign-in. What was begun before it ended goes no
    further.

    This Rule covers sessions, scheduled jobs, clocks and second instances, none of which outlives or extends the
    license.

    @happy
    Scenario Outline: 1.3-01 Work continues without interruption while the license lasts
      Given the date is now <instant>
      When "Olivia" asks to "approve invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | instant                 |
        | 2026-03-29 01:30 UTC    |
        | 2026-12-31 23:59:59 UTC |
        | 2027-02-28 23:59:59 UTC |

    @edge
    Scenario: 1.3-02 A license that ends during a session ends the rights under it at that instant
      Given the date is now 2027-02-28 23:59:59 UTC
      And "Olivia" was allowed to "approve invoices" earlier
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks to "approve invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @edge
    Scenario: 1.3-03 A job scheduled after the license ends does not run
      Given "Olivia" scheduled a job to "send reminders" at 2027-03-05 06:00 UTC
      When the scheduled job comes due
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 1.3-04 The end of a license is determined in the time zone named in the terms
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And the account of "Globex" is set to the time zone "Pacific/Auckland"
      And "Globex" has paid the invoice "Globex-1" through the end of the day on 2026-12-31
      And the date is now <instant>
      When "Greta" asks "how to use a feature"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                 | verdict | clauses                         |
        | 2026-12-31 11:00 UTC    | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2026-12-31 23:59:59 UTC | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | 2027-01-01 00:00 UTC    | DENIED  | clauses 0.1 and 1.3             |

    @abuse
    Scenario: 1.3-05 A tab left open does not outlive the license
      Given "Olivia" was allowed to "read invoices" earlier
      And the date is now 2027-03-01 09:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @abuse
    Scenario: 1.3-06 Turning back the clock on a device changes nothing
      Given the date is now 2027-03-01 09:00 UTC
      And "Olivia" set the clock on her device back to 2026-12-01 09:00 UTC
      When "Olivia" adds the internal user "Ben"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.3-07 One license does not open a second instance
      Given "Acme Outlet" was onboarded as a business operator, owned by "Otto"
      When "Otto" asks to "read invoices" inside "Acme Outlet"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.1
      And nothing has changed
