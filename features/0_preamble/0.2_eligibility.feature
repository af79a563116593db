@section-0
Feature: 0. Only end-users and business operators are served

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And the role "Clerk" of "Acme" allows its holders to "read invoices, open a support ticket"
    And "Ada" is an internal user of "Acme"
    And "Ada" holds the role "Clerk"

  @clause-0.2
  Rule: 0.2 Only end-users and business operators are served, not agencies or developers
    The license is for individual clients and is intended for end-users and business operators, not for agencies or
    developers.

    We serve companies and people who use the service for their own business. Agencies and developers who work for
    others are refused, whoever invited them, and each request is judged by the capacity in which it is made.

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
      Given "Corner Shop" is an end-user with a license paid until 2027-03-01 00:00 UTC, owned by "Emil"
      When "Emil" asks to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario Outline: 0.2-04 A person with two roles is judged by the capacity in which they ask
      When "Ada" asks, as <capacity>, "where a setting is"
      Then the answer is <verdict> by <clauses>
      And nothing has changed

      Examples:
        | capacity            | verdict | clauses                         |
        | a business operator | ALLOWED | clauses 0.1, 1.3, 2.3.b and 2.4 |
        | a developer         | DENIED  | clause 0.2                      |

    @edge @needs-legal
    Scenario: 0.2-05 An operator in the web design trade is served for its own business
      Given "Pixel Studio" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Pia"
      When "Pia" asks, as a business operator, to "read invoices"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @edge @needs-legal
    Scenario: 0.2-06 A franchise group counts as one operator
      Given "Acme" has the departments "Northern Branch, Southern Branch"
      When "Olivia" asks to "read invoices" in the department "Southern Branch"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4, 1.4.b and 1.4.c

    @abuse @needs-legal
    Scenario Outline: 0.2-07 An agency or a developer is not taken on as a client
      When staff adds "Third Party Ltd" as <kind>
      Then the answer is DENIED by clause 0.2
      And the reason is LICENSEE_NOT_ELIGIBLE and the remedy is NONE
      And nothing has changed

      Examples:
        | kind        |
        | an agency   |
        | a developer |

    @abuse @needs-legal
    Scenario: 0.2-08 An agency asking on behalf of its client is refused
      When "Ada" asks, as an agency, to "connect a payment gateway"
      Then the answer is DENIED by clauses 0.2 and 1.4.b
      And the reasons are LICENSEE_NOT_ELIGIBLE, PERMISSION_MISSING in this order and the first remedy is NONE
      And nothing has changed

    @abuse @needs-legal
    Scenario: 0.2-09 A freelance developer asking for technical help is refused
      When "Ada" asks, as a developer, "why a feature is not working"
      Then the answer is DENIED by clause 0.2
      And nothing has changed

    @abuse @needs-legal
    Scenario: 0.2-10 An agency worker invited as an internal user receives no support
      When "Ada" asks, as an agency, to "open a support ticket"
      Then the answer is DENIED by clause 0.2
      And nothing has changed
