@section-1
Feature: 1. Staff access under a grant

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices"
    And "Ada" is an internal user of "Acme"
    And support staff asked to view the users of "Acme" until 2026-03-01 14:00 UTC

  @clause-1.5
  Rule: 1.5 A grant opens users and roles to one member of staff for hours
    User access and role configuration belong to the client alone, inside the system interface.

    The provider's only way in: once a second person has approved it, one member of staff may see or change users and
    roles for a few hours. The client sees it all, and can end it.

    @happy @needs-legal
    Scenario: 1.5-24 An approved request opens access to the one who made it
      Given administrative staff has approved the request for "Acme"
      When support staff views the users of "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 1.5
      And the answer holds until 2026-03-01 14:00 UTC
      And the last entry in the journal of "Acme" names the grant
      And "Olivia" sees that the grant is open

    @happy @needs-legal
    Scenario: 1.5-25 A client locked out is helped under a grant for changes
      Given support staff asked to change the users of "Acme" until 2026-03-01 14:00 UTC
      And administrative staff has approved the request for "Acme"
      When support staff assigns the role "Clerk" to "Ada" at "Acme"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4.b and 1.5
      And the last entry in the journal of "Acme" names the grant
      And "Ada" may "read invoices"

    @abuse @needs-legal
    Scenario: 1.5-30 Nobody can approve their own request
      Given administrative staff asked to view the users of "Acme" until 2026-03-01 14:00 UTC
      When administrative staff approves the request for "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is SECOND_PERSON
      And nothing has changed

    @abuse @needs-legal
    Scenario: 1.5-31 A grant opens nothing to another member of staff
      Given administrative staff has approved the request for "Acme"
      When billing staff views the users of "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
