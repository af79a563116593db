@section-0
Feature: 0. Who is served

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Ada" is an internal user of "Acme" with the role "Clerk" to "read invoices, open a support ticket"

  @clause-0.2
  Rule: 0.2 Only end-users and business operators are served
    The license is for individual clients and is intended for end-users and business operators, not for agencies or
    developers.

    We serve companies and people for their own business. Agencies and developers who work for others are refused, and
    each request is judged by the capacity in which it is made.

    @happy
    Scenario Outline: 0.2-01 The licensed business is served, whether <who> asks
      When "<person>" asks, as <capacity>, "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

      Examples:
        | who                                   | person | capacity            |
        | its owner, for its own business       | Olivia | a business operator |
        | an end-user who works for the company | Ada    | an end-user         |

    @happy
    Scenario: 0.2-03 An end-user with a license of its own is served
      Given "Corner Shop" is an end-user with a license paid until 2027-03-01, owned by "Emil"
      When "Emil" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @abuse @needs-legal
    Scenario Outline: 0.2-07 An agency or a developer is not taken on
      When staff adds "Third Party Ltd" as <kind>
      Then the answer is DENIED by clause 0.2
      And the reason is LICENSEE_NOT_ELIGIBLE and the remedy is NONE
      And nothing has changed

      Examples:
        | kind        |
        | an agency   |
        | a developer |

    @abuse @needs-legal
    Scenario Outline: 0.2-09 An internal user who asks as <capacity> is refused
      When "Ada" asks, as <capacity>, <wish>
      Then the answer is DENIED by clause 0.2
      And nothing has changed

      Examples:
        | capacity    | wish                           |
        | a developer | "why a feature is not working" |
        | an agency   | to "open a support ticket"     |
