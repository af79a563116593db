@section-5
Feature: 5. Customization does not transfer ownership of code

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-5.2
  Rule: 5.2 Customization does not include code ownership
    Customization does not bring ownership of code.

    Paying for a customization buys its use and not its code. What the client put in stays the client's.

    This Rule covers requests for ownership and for code.

    @happy @needs-legal
    Scenario: 5.2-01 A customization is requested without any claim to its code
      When "Olivia" asks to "request an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.1

    @edge @needs-legal
    Scenario: 5.2-02 The client's content remains the client's own
      When "Olivia" asks in one ticket for "an export of the client's data" and for "ownership of custom work"
      Then the answer on "an export of the client's data" is ALLOWED by clause 0.1
      And the answer on "ownership of custom work" is DENIED by clause 5.2
      And nothing has changed

    @abuse @needs-legal
    Scenario: 5.2-03 Payment in full does not open the repository
      When "Olivia" asks for "the repository of a customization paid in full"
      Then the answer is DENIED by clauses 5.2 and 0.3
      And the reasons are NEVER_GRANTED, NEVER_GRANTED in this order and the first remedy is NONE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 5.2-04 A purchase order claiming ownership changes nothing
      When "Olivia" asks for "ownership of custom work" under the heading "custom work"
      Then the answer is DENIED by clauses 4.1 and 5.2
      And the reasons are NEVER_GRANTED, PAID_WORK in this order
      And the refusal is recorded in the journal
      And nothing has changed
