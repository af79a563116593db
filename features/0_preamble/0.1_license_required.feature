@section-0
Feature: 0. Nothing without a license

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.1
  Rule: 0.1 An active license is required for everything offered
    The platform, the support services and the included integrations are open only while the client's subscription
    license is valid and in good standing.

    Without a valid license in good standing everything is closed, from the very instant it ends. With one, everything
    is open.

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
