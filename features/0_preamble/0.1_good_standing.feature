@section-0
Feature: 0. A license is in good standing while what was paid for it stays paid

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-0.1
  Rule: 0.1 A debt, a refund or a dispute ends good standing, and a payment restores it
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    This Rule covers what "valid and in good standing" means when an invoice is overdue, refunded or disputed, when the
    license is a trial or canceled, and what stays open to a client that is not in good standing.

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
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 00:00 UTC to 2028-03-01 00:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer holds until 2028-03-01 00:00 UTC

    @edge @needs-legal
    Scenario: 0.1-22 A license suspended for non-payment is not active
      Given the date is now 2027-03-01 00:00 UTC
      And the invoice "Acme-2" of "Acme" is overdue
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is PAYMENT_OVERDUE and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-23 An overdue invoice does not shorten a period already paid for
      Given the invoice "Acme-2" of "Acme" is overdue
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer holds until 2027-03-01 00:00 UTC

    @edge @needs-legal
    Scenario Outline: 0.1-24 A license canceled at the end of the period lasts until the last paid instant
      Given "Olivia" has canceled the license, effective at the end of the paid period
      And the date is now <instant>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | instant                        | verdict | clauses                         |
        | 2027-02-28 23:59:59.999999 UTC | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | 2027-03-01 00:00 UTC           | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario Outline: 0.1-25 A reversed payment ends good standing; other payment events do not
      Given the invoice "Acme-1" of "Acme" <event>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | event                   | verdict | clauses                         |
        | was refunded in full    | DENIED  | clauses 0.1 and 1.3             |
        | was refunded in part    | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | is disputed at the bank | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario Outline: 0.1-26 The outcome of a dispute determines good standing
      Given the invoice "Acme-1" of "Acme" is disputed at the bank
      And the dispute over the invoice "Acme-1" of "Acme" was <outcome>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | outcome | verdict | clauses                         |
        | won     | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | lost    | DENIED  | clauses 0.1 and 1.3             |

    @edge @needs-legal
    Scenario Outline: 0.1-27 Paying, reading, exporting and appealing stay open without a license
      Given the date is now 2027-06-01 09:00 UTC
      When "Olivia" asks <wish>
      Then the answer is ALLOWED by clause 0.1

      Examples:
        | wish                                    |
        | to "pay for the license"                |
        | to "view the client's own license"      |
        | to "view the client's own invoices"     |
        | for "an export of the client's data"    |
        | for "a ticket about the license itself" |

    @abuse @needs-legal
    Scenario: 0.1-28 A payment received under a hold leaves the hold in place
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      And "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 00:00 UTC to 2028-03-01 00:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_ON_HOLD and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-74 A refund that the bank returns restores good standing
      Given the invoice "Acme-1" of "Acme" was refunded in full
      And the invoice "Acme-1" of "Acme" had its refund returned by the bank
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And nothing has changed
