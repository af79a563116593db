@section-1
Feature: 1. A license at all times

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.3
  Rule: 1.3 A license is required at all times
    System access lasts only as long as the license is active, at every instant.

    The license is looked at whenever something is done, not only at sign-in. Sessions, scheduled jobs, turned-back
    clocks and second instances do not outlive or extend it.

    @happy
    Scenario Outline: 1.3-01 Work continues without interruption while the license lasts
      Given the date is now <instant>
      When "Olivia" asks to "approve invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | instant                 |
        | 2026-12-31 23:59:59 UTC |
        | 2027-02-28 23:59:59 UTC |

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
