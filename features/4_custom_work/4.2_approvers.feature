@section-4
Feature: 4. Who approves for the client

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Approver" of "Acme" allows its holders to "request an estimate, approve an estimate"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Approver" with a limit of 650.00 USD
    And "Olivia" has requested an estimate for "A report on returns"
    And support staff has issued an estimate of 10 hours

  @clause-4.2
  Rule: 4.2 Approval is the act of an authorized person of the client
    Custom work is performed only after the time estimate was approved in writing.

    Only a user of the client whose role allows it approves, up to the limit of the role. Programs, forwarded links
    and the provider do not.

    @happy @needs-legal
    Scenario: 4.2-19 An estimate that costs just the limit is approved
      When "Ada" approves the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And 10 hours are approved
      And the engagement is authorized

    @abuse @needs-legal
    Scenario: 4.2-21 A user without the right approves nothing
      Given "Ben" is an internal user of "Acme"
      When "Ben" approves the estimate
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.4.b
      And the reason is PERMISSION_MISSING
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-23 A program approves nothing, whatever its key allows
      Given "Olivia" created the key "Robot" for "approve an estimate"
      When the program with the key "Robot" approves the estimate
      Then the answer is DENIED by clause 4.2
      And the reason is NEEDS_SESSION
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-24 A forwarded link opens nothing without the code
      When somebody to whom "Olivia" forwarded the link guesses the code
      Then the answer is DENIED by clause 4.2
      And the reason is CODE_WRONG
      And nothing has changed

    @abuse @needs-legal
    Scenario: 4.2-53 Provider staff cannot approve an estimate that they issued
      When support staff asks to "approve an estimate" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 4.2
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
