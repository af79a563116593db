@section-4
Feature: 4. Nothing without written approval

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-4.2
  Rule: 4.2 Work starts only after written approval of the time estimate
    Custom work is performed only after the time estimate was approved in writing.

    Nothing is worked or billed before an authorized person of the client approved the hours in writing. The
    provider's own staff approve nothing.

    @happy @needs-legal
    Scenario: 4.2-01 An authorized approver of the client may approve an estimate
      Given "Ada" is an internal user of "Acme" with the role "Approver" to "approve an estimate"
      When "Ada" asks to "approve an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2

    @abuse
    Scenario: 4.2-04 Work without an approved estimate does not start
      When support staff asks to "perform custom work" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is NOT_APPROVED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @happy @needs-legal
    Scenario: 4.2-10 The owner approves any amount
      When "Olivia" asks to "approve an estimate" of 1000000.00 USD
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
