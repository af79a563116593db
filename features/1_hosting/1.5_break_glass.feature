@section-1
Feature: 1. Staff sees a client's users under two pairs of eyes, for hours, in the client's sight

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows "reading invoices"
    And "Ada" is an internal user of "Acme"
    And support staff asked to see the users of "Acme" until 2026-03-01 14:00 UTC

  @clause-1.5
  Rule: 1.5 A grant opens users and roles to one member of staff for a while
    User access and role configuration belong to the client alone, inside the system interface.

    @happy @needs-legal
    Scenario: 1.5-24 What two members of staff agreed on is open to the one who asked
      Given administration staff has approved it for "Acme"
      When support staff looks at the users of "Acme"
      Then the answer is ALLOWED by clause 1.5
      And the answer holds until 2026-03-01 14:00 UTC
      And the journal of "Acme" names the grant in its last entry
      And "Olivia" sees that the grant is open

    @happy @needs-legal
    Scenario: 1.5-25 A client locked out of its users is helped under a grant for changes
      Given support staff asked to change the users of "Acme" until 2026-03-01 14:00 UTC
      And administration staff has approved it for "Acme"
      When support staff gives the role "Clerk" to "Ada" at "Acme"
      Then the answer is ALLOWED by clauses 1.4.b and 1.5
      And the journal of "Acme" names the grant in its last entry
      And "Ada" may do "reading invoices"

    @edge
    Scenario: 1.5-26 A grant that nobody approved opens nothing
      When support staff looks at the users of "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.5-27 A grant is over at its instant
      Given administration staff has approved it for "Acme"
      And the date is now 2026-03-01 14:00 UTC
      When support staff looks at the users of "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @edge
    Scenario: 1.5-28 The client's owner ends a grant
      Given administration staff has approved it for "Acme"
      And "Olivia" has ended it
      When support staff looks at the users of "Acme"
      Then the answer is DENIED by clause 1.5
      And "Olivia" sees that the grant is ended
      And nothing has changed

    @edge
    Scenario: 1.5-29 A grant to see changes nothing
      Given administration staff has approved it for "Acme"
      When support staff gives the role "Clerk" to "Ada" at "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.5-30 Nobody approves what they asked for themselves
      Given administration staff asked to see the users of "Acme" until 2026-03-01 14:00 UTC
      When administration staff approves it for "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is SECOND_PERSON
      And nothing has changed

    @abuse
    Scenario: 1.5-31 A grant opens nothing to another member of staff
      Given administration staff has approved it for "Acme"
      When billing staff looks at the users of "Acme"
      Then the answer is DENIED by clause 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed
