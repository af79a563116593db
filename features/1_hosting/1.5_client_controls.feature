@section-1
Feature: 1. Users and roles belong to the client

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And the role "Clerk" of "Acme" allows its holders to "read invoices"
    And "Ada" is an internal user of "Acme"

  @clause-1.5
  Rule: 1.5 User access and roles are controlled by the client
    User access and role configuration belong to the client alone, inside the system interface.

    The client alone decides who uses its instance and with which roles. Support shows where that is done, and does
    not do it.

    @happy
    Scenario Outline: 1.5-01 The client's administrator <what> unaided
      When "Olivia" <does it>
      Then the answer is ALLOWED by <clauses>
      And <outcome>

      Examples:
        | what          | does it                           | clauses                         | outcome                     |
        | adds a user   | adds the internal user "Ben"      | clauses 0.1, 1.3, 1.4.a and 1.5 | "Acme" has 3 internal users |
        | blocks a user | blocks the user "Ada"             | clauses 1.4.a and 1.5           | the user "Ada" is blocked   |
        | gives a role  | assigns the role "Clerk" to "Ada" | clauses 0.1, 1.3, 1.4.b and 1.5 | "Ada" may "read invoices"   |

    @happy @needs-legal
    Scenario: 1.5-04 Until activation staff may create the first users
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When support staff adds the internal user "Gil" at "Globex"
      Then the answer is ALLOWED by clause 2.1

    @abuse @needs-legal
    Scenario Outline: 1.5-09 After activation staff <what>, whoever wishes it
      When support staff <does it> at "Acme"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is STAFF_MAY_NOT and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

      Examples:
        | what          | does it                           |
        | gives no role | assigns the role "Clerk" to "Ada" |
        | adds no user  | adds the internal user "Ben"      |

    @abuse
    Scenario: 1.5-11 A former administrator has no authority
      Given "Ada" holds the role "Owner"
      And "Olivia" has blocked the user "Ada"
      When "Ada" adds the internal user "Ben"
      Then the answer is DENIED by clauses 0.1, 1.3 and 1.5
      And the reason is USER_DEACTIVATED and the remedy is ASK_ADMINISTRATOR
      And nothing has changed

    @abuse
    Scenario: 1.5-12 A stranger learns nothing about a client's license
      Given "Acme Outlet" was onboarded as a business operator, owned by "Otto"
      And the date is now 2027-03-02 12:00 UTC
      When "Otto" asks to "read invoices" inside "Acme"
      Then the answer is DENIED by clauses 1.4.b and 1.5
      And the reason is USER_UNKNOWN
      And the answer holds indefinitely
      And nothing has changed
