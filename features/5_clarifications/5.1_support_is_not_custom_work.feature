@section-5
Feature: 5. Support does not include customization

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-5.1
  Rule: 5.1 Support does not include customization
    Support does not include customization.

    @happy @needs-legal
    Scenario: 5.1-01 Customization requested in a ticket leads to an estimate
      When "Olivia" asks for "a changed approval sequence" under the heading "open a support ticket"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.7, 4.1 and 5.1
      And the reason is NOT_INCLUDED and the remedy is REQUEST_ESTIMATE
      And nothing has changed

    @edge @needs-legal
    Scenario: 5.1-02 A ticket mixing both is answered in two parts
      When "Olivia" asks in one ticket "how to use a feature" and for "development of a custom feature"
      Then the answer on "how to use a feature" is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer on "development of a custom feature" is CHARGEABLE by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And nothing has changed

    @edge @needs-legal
    Scenario: 5.1-03 Explaining how to use a delivered customization is support
      When "Olivia" asks "how to use a delivered customization"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

    @abuse @needs-legal
    Scenario: 5.1-04 Calling customization troubleshooting does not make it support
      When "Olivia" asks for "a new theme" under the heading "why a feature is not working"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed
