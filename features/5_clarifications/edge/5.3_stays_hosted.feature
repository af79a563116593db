@section-5
Feature: 5. Odd cases: enhancements stay hosted
  See 5.3_stays_hosted.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.3
  Rule: 5.3 All enhancements remain part of the hosted environment

    @edge @needs-legal
    Scenario: 5.3-02 An enhancement stops with the license
      Given the provider added the operation "count loyalty points" to the platform
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks to "count loyalty points"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @edge @needs-legal
    Scenario: 5.3-03 An enhancement returns when the license is renewed
      Given the provider added the operation "count loyalty points" to the platform
      And the date is now 2027-04-01 00:00 UTC
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-04-01 to 2028-04-01
      When "Olivia" asks to "count loyalty points"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
