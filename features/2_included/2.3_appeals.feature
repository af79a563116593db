@section-2
Feature: 2. Appeals about the license

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-2.3.a
  Rule: 2.3.a An appeal is about the license and carries no support
    Included: the official ticketing system.

    One ticket can be opened without a license: about the license itself.

    @happy @needs-legal
    Scenario Outline: 2.3.a-14 An appeal about the license is opened <when>
      Given <what happened>
      When "Olivia" opens the appeal "Our payment has arrived at your bank"
      Then the answer is ALLOWED by clause 0.1
      And the ticket is open

      Examples:
        | when              | what happened                                                                  |
        | without a license | the date is now 2027-03-02 09:00 UTC                                           |
        | under a hold      | the provider has placed a hold on the license of "Acme" for "unlawful content" |

    @abuse @needs-legal
    Scenario Outline: 2.3.a-16 An appeal brings no <what>
      Given the date is now 2027-03-02 09:00 UTC
      And "Olivia" has opened the appeal "How do I print an invoice?"
      When <somebody tries>
      Then the answer is DENIED by clause <clause>
      And the reason is <reason>
      And nothing has changed

      Examples:
        | what                    | somebody tries                                                  | clause | reason        |
        | second appeal beside it | "Olivia" opens the appeal "Please look at it again"             | 0.1    | APPEAL_OPEN   |
        | support                 | licensing staff classifies the ticket as "how to use a feature" | 0.1    | APPEAL_ONLY   |
        | answer of support staff | support staff answers the ticket                                | 1.1    | STAFF_MAY_NOT |
