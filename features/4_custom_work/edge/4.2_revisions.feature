@section-4
Feature: 4. Odd cases: changed estimates
  See 4.2_revisions.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has requested an estimate for "A report on returns"

  @clause-4.2
  Rule: 4.2 A changed, withdrawn or expired estimate is not approved

    @edge @needs-legal
    Scenario Outline: 4.2-27 A changed estimate needs a new approval, read <where>
      Given support staff has issued an estimate of 30 hours
      And "Olivia" <read it>
      And support staff has issued an estimate of 40 hours
      When "Olivia" <approves it>
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_SUPERSEDED
      And nothing has changed

      Examples:
        | where                   | read it                                       | approves it                                   |
        | signed in               | has read the estimate                         | approves the estimate                         |
        | through the mailed link | has read the estimate through the mailed link | approves the estimate through the mailed link |

    @edge @needs-legal
    Scenario: 4.2-29 An estimate is approved in its last second
      Given support staff has issued an estimate of 30 hours, valid through 2026-03-10
      And the date is now 2026-03-10 23:59:59 UTC
      When "Olivia" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @edge @needs-legal
    Scenario: 4.2-31 An estimate that was withdrawn is not approved
      Given support staff has issued an estimate of 30 hours
      And support staff has withdrawn the estimate
      When "Olivia" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_WITHDRAWN
      And both sides were told that the estimate was withdrawn
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-32 A part wanted alone needs a revision
      Given support staff has issued an estimate of 20 hours for "The report" and 10 hours for "Its export"
      And "Olivia" has declined the estimate, because "We want the report alone"
      And support staff has issued an estimate of 20 hours
      When "Olivia" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 20 hours are approved

    @edge @needs-legal
    Scenario: 4.2-54 Both sides are told that an estimate has expired
      Given support staff has issued an estimate of 30 hours, valid through 2026-03-10
      And the estimate has expired at 2026-03-11 00:00 UTC
      When "Olivia" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is LINK_EXPIRED
      And both sides were told that the estimate has expired
      And nothing has changed
