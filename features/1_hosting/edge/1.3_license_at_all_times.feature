@section-1
Feature: 1. Odd cases: a license at all times
  See 1.3_license_at_all_times.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.3
  Rule: 1.3 A license is required at all times

    @edge
    Scenario: 1.3-03 A job scheduled after the license ends does not run
      Given "Olivia" scheduled a job to "send reminders" at 2027-03-05 06:00 UTC
      When the scheduled job comes due
      Then the answer is DENIED by clauses 0.1 and 1.3
      And nothing has changed

    @edge @needs-legal
    Scenario Outline: 1.3-04 A license ends in the time zone of the terms
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
