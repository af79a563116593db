@section-1
Feature: 1. Odd cases: staff access under a grant
  See 1.5_break_glass.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices"
    And "Ada" is an internal user of "Acme"
    And support staff asked to view the users of "Acme" until 2026-03-01 14:00 UTC

  @clause-1.5
  Rule: 1.5 A grant opens users and roles to one member of staff for hours

    @edge @needs-legal
    Scenario: 1.5-26 An unapproved grant opens nothing
      When support staff views the users of "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-27 A grant ends at its stated instant
      Given administrative staff has approved the request for "Acme"
      And the date is now 2026-03-01 14:00 UTC
      When support staff views the users of "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-28 The client's owner can end a grant
      Given administrative staff has approved the request for "Acme"
      And "Olivia" has ended the grant
      When support staff views the users of "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And "Olivia" sees that the grant is ended
      And nothing has changed

    @edge @needs-legal
    Scenario: 1.5-29 A grant to view does not permit changes
      Given administrative staff has approved the request for "Acme"
      When support staff assigns the role "Clerk" to "Ada" at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
