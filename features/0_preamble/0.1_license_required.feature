@section-0
Feature: 0. Everything the service offers needs an active license

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-0.1
  Rule: 0.1 An active subscription license is required for the platform, support and included integrations
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    Without a valid license in good standing the platform, support and included integrations are closed, from the
    very instant it ends. With one, they are open.

    This Rule covers what an active license opens, and that nothing is open before it begins, after it ends, or
    without it.

    @happy
    Scenario Outline: 0.1-01 An active license opens <what>
      When "Olivia" asks <wish>
      Then the answer is ALLOWED by <clauses>
      And the answer holds until 2027-03-01 00:00 UTC

      Examples:
        | what                      | wish                           | clauses                         |
        | the platform              | to "read invoices"             | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | support                   | "how to use a feature"         | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | the included integrations | to "connect a payment gateway" | clauses 0.1, 1.3 and 2.2        |

    @edge
    Scenario Outline: 0.1-04 Rights begin at the first instant of the license
      Given "Globex" is a business operator with a license paid from 2026-04-01 00:00 UTC until 2027-04-01 00:00 UTC, owned by "Greta"
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

    @edge
    Scenario: 0.1-06 A renewal made in time leaves no gap
      Given "Acme" has paid the invoice "Acme-2" for the period from 2027-03-01 00:00 UTC to 2028-03-01 00:00 UTC
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b
      And the answer holds until 2028-03-01 00:00 UTC

    @edge @needs-legal
    Scenario: 0.1-07 A license that is paid for but has not started opens nothing
      Given "Globex" is a business operator with a license paid from 2026-04-01 00:00 UTC until 2027-04-01 00:00 UTC, owned by "Greta"
      When "Greta" asks to "read invoices"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.1
      And the reasons are LICENSE_NOT_STARTED, SETUP_INCOMPLETE in this order and the first remedy is WAIT_UNTIL
      And nothing has changed

    @edge
    Scenario: 0.1-08 A license that was never paid for opens nothing
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When "Greta" asks "how to use a feature"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is FIRST_PAYMENT_PENDING and the remedy is PAY_INVOICE
      And nothing has changed

    @edge @needs-legal
    Scenario: 0.1-09 A client with a lapsed license cannot open a new ticket
      Given the date is now 2027-03-02 09:00 UTC
      When "Olivia" asks to "open a support ticket"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_EXPIRED and the remedy is RENEW
      And nothing has changed

    @abuse
    Scenario: 0.1-10 A canceled license is not revived by signing in
      Given the date is now 2026-03-02 09:00 UTC
      And "Olivia" has canceled the license, effective immediately
      When "Olivia" signs in and asks to "read invoices"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And the reason is LICENSE_CANCELED and the remedy is RENEW
      And nothing has changed

    @abuse @needs-legal
    Scenario: 0.1-11 An integration key issued earlier stops working when the license ends
      Given "Olivia" was given a key to "use the email integration"
      And the date is now 2027-03-01 00:00 UTC
      When "Olivia" signs in and asks to "use the email integration"
      Then the answer is DENIED by clauses 0.1, 1.3 and 2.2
      And the reasons are LICENSE_EXPIRED, INTEGRATION_NOT_CONNECTED in this order and the first remedy is RENEW
      And nothing has changed
