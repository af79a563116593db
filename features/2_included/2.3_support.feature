@section-2
Feature: 2. Support through the ticketing system is included

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.3.a
  Rule: 2.3.a Support is given through the ticketing system
    Included: the official ticketing system.

    @happy
    Scenario: 2.3.a-01 A licensed operator's ticket is accepted
      When "Olivia" asks to "open a support ticket"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a

    @edge @needs-legal
    Scenario: 2.3.a-02 A ticket with three questions receives three verdicts
      When "Olivia" asks in one ticket "how to use a feature", for "a new theme" and for "backend access"
      Then the answer on "how to use a feature" is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
      And the answer on "a new theme" is CHARGEABLE by clauses 0.1, 1.3, 3.8, 4.1 and 5.1
      And the answer on "backend access" is DENIED by clause 1.2
      And nothing has changed

    @edge
    Scenario: 2.3.a-03 A ticket can be opened before the instance is activated
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      And "Globex" has paid the invoice "Globex-1" for the period from 2026-03-01 00:00 UTC to 2027-03-01 00:00 UTC
      When "Greta" asks to "open a support ticket"
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 2.3.a

    @abuse @needs-legal
    Scenario: 2.3.a-04 A ticket from an unlicensed party is refused
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When "Greta" asks to "open a support ticket"
      Then the answer is DENIED by clauses 0.1 and 1.3
      And clause 2.3.a is listed as overruled
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.3.a-05 A ticket titled as support is judged by its content
      When "Olivia" asks for "development of a custom feature" under the heading "open a support ticket"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.5, 4.1 and 5.1
      And clause 2.3.a is listed as overruled
      And nothing has changed

  @clause-2.3.b
  Rule: 2.3.b Guidance on features, locating tools and settings, basic troubleshooting
    Included: how to use features, where to find tools and settings, basic troubleshooting.

    @happy
    Scenario Outline: 2.3.b-01 Every usage question is answered
      When "Olivia" asks "<usage question>"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4

      Examples:
        | usage question               |
        | how to use a feature         |
        | where a tool is              |
        | where a setting is           |
        | why a feature is not working |

    @edge @needs-legal
    Scenario: 2.3.b-02 Troubleshooting stops where a custom plugin begins
      When "Olivia" asks "why a custom plugin is not working"
      Then the answer is CHARGEABLE by clauses 0.1, 1.3, 3.4, 4.1 and 5.1
      And clauses 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @edge @needs-legal
    Scenario: 2.3.b-03 A platform defect found while troubleshooting costs the client nothing
      When "Olivia" asks for "a fix for a platform defect" under the heading "why a feature is not working"
      Then the answer is ALLOWED by clauses 0.1, 1.1, 1.3, 2.3.b and 2.4

    @abuse @needs-legal
    Scenario: 2.3.b-04 Guidance on editing the code is refused
      When "Olivia" asks for "guidance on editing the code"
      Then the answer is DENIED by clause 0.3
      And clauses 1.4, 2.3.b and 2.4 are listed as overruled
      And nothing has changed

    @abuse
    Scenario: 2.3.b-05 Asking the same question repeatedly does not turn guidance into work
      Given "Olivia" has asked "how to use a feature" 20 times before
      When "Olivia" asks "how to use a feature"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 2.3.b and 2.4
