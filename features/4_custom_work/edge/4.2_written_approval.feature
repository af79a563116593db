@section-4
Feature: 4. Odd cases: nothing without written approval
  See 4.2_written_approval.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.2
  Rule: 4.2 Work starts only after written approval of the time estimate

    @edge @needs-legal
    Scenario: 4.2-03 No work continues while the license is inactive
      Given the date is now 2027-03-02 09:00 UTC
      When support staff asks to "perform custom work" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reasons are LICENSE_EXPIRED, NOT_APPROVED in this order
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-08 One cent over the limit is refused
      Given the role "Approver" of "Acme" allows its holders to "approve an estimate"
      And "Ada" is an internal user of "Acme"
      And "Ada" holds the role "Approver" with a limit of 650.00 USD
      When "Ada" asks to "approve an estimate" of 650.01 USD
      Then the answer is DENIED by clauses 0.1, 1.3, 1.4.b and 4.2
      And the reason is OVER_LIMIT and the remedy is ASK_ADMINISTRATOR
      And the answer says "650.00 USD"
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-09 Without an amount, the answer says whether the user approves at all
      Given the role "Approver" of "Acme" allows its holders to "approve an estimate"
      And "Ada" is an internal user of "Acme"
      And "Ada" holds the role "Approver" with a limit of 650.00 USD
      When "Ada" asks to "approve an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @edge
    Scenario: 4.2-11 Work on an unapproved engagement does not start
      When support staff asks to "perform custom work" on an unknown engagement at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
