@section-5
Feature: 5. Disputes over customization

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.1
  Rule: 5.1 A dispute is decided by somebody else
    Support does not include customization.

    A client may dispute that its request is customization; another member of staff decides, once.

    @happy @needs-legal
    Scenario: 5.1-09 A disputed exclusion is upheld by somebody else
      Given the ticket "Show our logo on every screen" of "Olivia" is classified as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      When "Sven" of support staff upholds the exclusion
      Then the answer is CHARGEABLE by clauses 3.8, 4.1 and 5.1
      And the exclusion is upheld
      And the ticket is resolved as declined
      And nothing has changed but the ticket

    @abuse @needs-legal
    Scenario Outline: 5.1-12 While an exclusion is disputed, <what>
      Given the ticket "Show our logo on every screen" of "Olivia" is classified as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      When <somebody tries>
      Then the answer is DENIED by clause 5.1
      And the reason is <reason>
      And nothing has changed

      Examples:
        | what                               | somebody tries                                                      | reason                |
        | who found it does not decide       | the member of support staff who classified it upholds the exclusion | DISPUTE_BY_CLASSIFIER |
        | no request for an estimate is made | support staff converts the ticket into a request for an estimate    | DISPUTE_OPEN          |

    @abuse @needs-legal
    Scenario: 5.1-14 An exclusion that was upheld is not disputed a second time
      Given the ticket "Show our logo on every screen" of "Olivia" is classified as "a new theme"
      And support staff has declined the ticket
      And "Olivia" has disputed that the ticket is not support
      And "Sven" is another member of support staff
      And "Sven" of support staff has upheld the exclusion
      When "Olivia" disputes again that the ticket is not support
      Then the answer is DENIED by clause 5.1
      And the reason is NOT_DISPUTED
      And nothing has changed
