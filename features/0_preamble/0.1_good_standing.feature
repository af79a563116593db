@section-0
Feature: 0. Reversed and late payments

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.1
  Rule: 0.1 A debt, a refund or a dispute ends good standing
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    What was paid can be reversed: an overdue, refunded or disputed invoice closes the service, and paying it opens it
    again. Paying, reading and exporting stay open throughout.

    @happy @needs-legal
    Scenario: 0.1-20 A trial is a valid license
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has a trial until 2026-03-15 12:00 UTC
      When "Greta" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer holds until 2026-03-15 12:00 UTC

    @happy
    Scenario: 0.1-21 A late payment restores everything immediately
      Given the date is now 2027-03-05 10:00 UTC
      And the invoice "Acme-2" of "Acme" is overdue
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 to 2028-03-01
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer holds until 2028-03-01 00:00 UTC

    @abuse @needs-legal
    Scenario: 0.1-28 A payment received under a hold leaves the hold in place
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 to 2028-03-01
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_ON_HOLD and the remedy is CONTACT_PROVIDER
      And nothing has changed
