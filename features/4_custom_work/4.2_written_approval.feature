@section-4
Feature: 4. Custom work requires written approval

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-4.2
  Rule: 4.2 Work starts only after written approval of the time estimate
    Custom work is performed only after the time estimate was approved in writing.

    Nothing is worked or billed before an authorized person of the client approved the hours in writing. Silence, an
    automatic reply or the provider's own staff approve nothing.

    This Rule covers who may approve and what is worked, as the policy answers it before anything is done.

    @happy @needs-legal
    Scenario: 4.2-01 An authorized approver of the client may approve an estimate
      Given the role "Approver" of "Acme" allows its holders to "approve an estimate"
      And "Ada" is an internal user of "Acme"
      And "Ada" holds the role "Approver"
      When "Ada" asks to "approve an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @edge @needs-legal
    Scenario: 4.2-02 A user without the right to approve cannot approve
      Given "Ada" is an internal user of "Acme"
      When "Ada" asks to "approve an estimate"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And clause 4.2 is listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 4.2-03 No work continues while the license is inactive
      Given the date is now 2027-03-02 09:00 UTC
      When support staff asks to "perform custom work" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reasons are LICENSE_EXPIRED, NOT_APPROVED in this order
      And nothing has changed

    @abuse
    Scenario: 4.2-04 Work without an approved estimate does not start
      When support staff asks to "perform custom work" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-05 Silence is not approval
      Given "Olivia" has asked to "request an estimate" once before
      And the date is now 2026-05-30 12:00 UTC
      When support staff asks to "perform custom work" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-06 Provider staff cannot approve for the client
      When support staff asks to "approve an estimate" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @happy @needs-legal
    Scenario: 4.2-07 An approver with a limit may approve up to that limit
      Given the role "Approver" of "Acme" allows its holders to "approve an estimate"
      And "Ada" is an internal user of "Acme"
      And "Ada" holds the role "Approver" with a limit of 650.00 USD
      When "Ada" asks to "approve an estimate" of 650.00 USD
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

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
    Scenario: 4.2-09 Without an amount, the answer states whether the user may approve at all
      Given the role "Approver" of "Acme" allows its holders to "approve an estimate"
      And "Ada" is an internal user of "Acme"
      And "Ada" holds the role "Approver" with a limit of 650.00 USD
      When "Ada" asks to "approve an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @happy @needs-legal
    Scenario: 4.2-10 The owner approves any amount
      When "Olivia" asks to "approve an estimate" of 1000000.00 USD
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @abuse
    Scenario: 4.2-11 Work on an unapproved engagement does not start
      When support staff asks to "perform custom work" on an unknown engagement at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed
