@section-4
Feature: 4. What counts as written approval

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has requested an estimate for "A report on returns"
    And support staff has issued an estimate of 30 hours

  @clause-4.2
  Rule: 4.2 Approval is written, on the exact text and hours
    Custom work is performed only after the time estimate was approved in writing.

    Approval is given signed in, through a mailed link with a code, or by a signed document that two members of staff
    checked. Silence, speech and automatic replies are no approval.

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
    Scenario Outline: 4.2-14 What does not count as written approval: <what>
      When support staff records <it>
      Then the answer is DENIED by clause 4.2
      And the reason is <reason>
      And nothing has changed

      Examples:
        | what                                          | it                                             | reason          |
        | speech                                        | the voice of "Olivia" saying yes               | NOT_READABLE    |
        | a document signed before the estimate existed | a document that "Olivia" signed the day before | SIGNED_AT_WRONG |

    @abuse @needs-legal
    Scenario: 4.2-16 Whoever recorded a document does not check it
      Given support staff has recorded a document that "Olivia" signed
      When the member of support staff who recorded the document checks it
      Then the answer is DENIED by clause 4.2
      And the reason is SAME_PERSON
      And nothing has changed
