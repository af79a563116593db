@section-4
Feature: 4. What counts as written approval

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has requested an estimate for "A report on returns"
    And support staff has issued an estimate of 30 hours

  @clause-4.2
  Rule: 4.2 Approval is written, on the exact text and hours
    Custom work is performed only after the time estimate was approved in writing.

    This file covers the ways in which an approval is given, and what does not count as one.

    @happy @needs-legal
    Scenario Outline: 4.2-12 Work starts once the estimate is approved <how>
      Given <what happened>
      When support staff starts work on the engagement
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 30 hours are approved

      Examples:
        | how                          | what happened                                                                                                  |
        | by a person who is signed in | "Olivia" has approved the estimate                                                                             |
        | through the mailed link      | "Olivia" has approved the estimate through the mailed link                                                     |
        | by a checked document        | support staff has recorded a document that "Olivia" signed, and another member of support staff has checked it |

    @abuse @needs-legal
    Scenario Outline: 4.2-13 Work does not start after <what does not count>
      Given <what happened>
      When support staff starts work on the engagement
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

      Examples:
        | what does not count                          | what happened                                               |
        | silence                                      | nobody has answered the estimate for 20 days                |
        | a link that programs opened                  | the link mailed to "Olivia" was opened 3 times              |
        | a reader who has decided nothing             | "Olivia" has read the estimate                              |
        | a code that was entered with nothing decided | "Olivia" has read the estimate through the mailed link      |
        | a document that nobody checked               | support staff has recorded a document that "Olivia" signed  |
        | an automatic reply                           | the mailbox of "Olivia" has answered the estimate by itself |
        | a refusal                                    | "Olivia" has declined the estimate, because "Too much"      |

    @abuse @needs-legal
    Scenario: 4.2-14 Speech is not written approval
      When support staff records the voice of "Olivia" saying yes
      Then the answer is DENIED by clause 4.2
      And the reason is NOT_READABLE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-15 A document signed before the estimate existed is void
      When support staff records a document that "Olivia" signed the day before
      Then the answer is DENIED by clause 4.2
      And the reason is SIGNED_AT_WRONG
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-16 Whoever recorded a document does not check it
      Given support staff has recorded a document that "Olivia" signed
      When the member of support staff who recorded the document checks it
      Then the answer is DENIED by clause 4.2
      And the reason is SAME_PERSON
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-17 Approval without the sentences on ownership is no approval
      Given "Olivia" has read the estimate
      When "Olivia" approves the estimate without accepting the sentences on ownership
      Then the answer is DENIED by clause 4.2
      And the reason is NOT_ACCEPTED
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-18 Approving twice gives one approval
      Given "Olivia" has read the estimate through the mailed link
      And "Olivia" has approved the estimate
      When "Olivia" approves the estimate through the mailed link
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And both receipts name the same approval
      And 30 hours are approved
