@section-5
Feature: 5. No ownership of code

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-5.2
  Rule: 5.2 Customization does not include code ownership
    Customization does not bring ownership of code.

    Paying for a customization buys its use and not its code. What the client put in stays the client's.

    @happy @needs-legal
    Scenario: 5.2-01 A customization is requested without any claim to its code
      When "Olivia" asks to "request an estimate"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.1

    @abuse @needs-legal
    Scenario: 5.2-04 A purchase order claiming ownership changes nothing
      When "Olivia" asks for "ownership of custom work" under the heading "custom work"
      Then the answer is DENIED by clauses 4.1 and 5.2
      And the reasons are NEVER_GRANTED, PAID_WORK in this order
      And the refusal is recorded in the journal
      And nothing has changed
