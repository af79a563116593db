@section-4
Feature: 4. Odd cases: who approves for the client
  See 4.2_approvers.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Approver" of "Acme" allows its holders to "request an estimate, approve an estimate"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Approver" with a limit of 650.00 USD
    And "Olivia" has requested an estimate for "A report on returns"
    And support staff has issued an estimate of 10 hours

  @clause-4.2
  Rule: 4.2 Approval is the act of an authorized person of the client

    @edge @needs-legal
    Scenario: 4.2-20 Approval above the limit is refused, and who may is told
      Given support staff has issued an estimate of 30 hours
      When "Ada" approves the estimate
      Then the answer is DENIED by clauses 0.1, 1.3, 1.4.b and 4.2
      And the reason is OVER_LIMIT and the remedy is ASK_ADMINISTRATOR
      And "Ada" is told that "Olivia" may approve it
      And nothing has changed
