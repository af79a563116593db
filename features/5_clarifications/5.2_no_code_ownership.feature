@section-5
Feature: 5. Customization brings no ownership of code

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-5.2
  Rule: 5.2 Customization does not include code ownership
    Customization does not bring ownership of code.

    @happy
    Scenario: 5.2-01 A customization is asked for without any claim to its code
      When "Olivia" asks for "asking for an estimate"
      Then the answer is ALLOWED by clause 4.1

    @edge @needs-legal
    Scenario: 5.2-02 The client's own content stays its own
      When "Olivia" asks in one ticket for "exporting the own data" and for "ownership of custom work"
      Then the answer on "exporting the own data" is ALLOWED by clause 0.1
      And the answer on "ownership of custom work" is DENIED by clause 5.2
      And nothing has changed

    @abuse
    Scenario: 5.2-03 Payment in full does not open the repository
      When "Olivia" asks for "the repository of a customization paid in full"
      Then the answer is DENIED by clauses 5.2 and 0.3
      And the reasons are NEVER_GRANTED, NEVER_GRANTED in this order and the first remedy is NONE
      And nothing has changed

    @abuse
    Scenario: 5.2-04 A purchase order claiming ownership changes nothing
      When "Olivia" asks for "ownership of custom work" under the name of "custom work"
      Then the answer is DENIED by clauses 4.1 and 5.2
      And the reasons are NEVER_GRANTED, PAID_WORK in this order
      And the refusal is kept in the journal
      And nothing has changed
