@section-0
Feature: 0. Odd cases: reversed and late payments
  See 0.1_good_standing.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-0.1
  Rule: 0.1 A debt, a refund or a dispute ends good standing

    @edge @needs-legal
    Scenario Outline: 0.1-22 The paid period is neither cut short nor outlasted when <what>
      Given <it happened>
      And the date is now <instant>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | what                    | it happened                                                                | instant                        | verdict | clauses                         |
        | an invoice is overdue   | the invoice "Acme-2" of "Acme" is overdue                                  | 2027-02-28 23:59:59.999999 UTC | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | an invoice is overdue   | the invoice "Acme-2" of "Acme" is overdue                                  | 2027-03-01 00:00 UTC           | DENIED  | clauses 0.1 and 1.3             |
        | the license is canceled | "Olivia" has canceled the license, effective at the end of the paid period | 2027-02-28 23:59:59.999999 UTC | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | the license is canceled | "Olivia" has canceled the license, effective at the end of the paid period | 2027-03-01 00:00 UTC           | DENIED  | clauses 0.1 and 1.3             |

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
    Scenario Outline: 0.1-26 Good standing returns if the money does
      Given the invoice "Acme-1" of "Acme" <event>
      And <outcome>
      When "Olivia" asks to "read invoices"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | event                   | outcome                                                            | verdict | clauses                         |
        | is disputed at the bank | the dispute over the invoice "Acme-1" of "Acme" was won            | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |
        | is disputed at the bank | the dispute over the invoice "Acme-1" of "Acme" was lost           | DENIED  | clauses 0.1 and 1.3             |
        | was refunded in full    | the invoice "Acme-1" of "Acme" had its refund returned by the bank | ALLOWED | clauses 0.1, 1.3, 1.4 and 1.4.b |

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
