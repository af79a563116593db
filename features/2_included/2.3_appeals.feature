@section-2
Feature: 2. One ticket about the license needs no license

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-2.3.a
  Rule: 2.3.a An appeal is about the license and carries no support
    Included: the official ticketing system.

    This Rule covers the one ticket that can be opened without a license.

    @happy @needs-legal
    Scenario: 2.3.a-14 An appeal about the license is opened without a license
      Given "Globex" was onboarded as a business operator, owned by "Greta"
      When "Greta" opens the appeal "Our payment has arrived at your bank"
      Then the answer is ALLOWED by clause 0.1
      And the ticket is open

    @edge @needs-legal
    Scenario: 2.3.a-15 An appeal is opened under a hold
      Given the provider has placed a hold on the license of "Acme" for "unlawful content"
      When "Olivia" opens the appeal "The content was removed"
      Then the answer is ALLOWED by clause 0.1
      And the ticket is open

    @abuse @needs-legal
    Scenario: 2.3.a-16 A second appeal beside an open one is refused
      Given the date is now 2027-03-02 09:00 UTC
      And "Olivia" has opened the appeal "Our payment has arrived at your bank"
      When "Olivia" opens the appeal "Please look at it again"
      Then the answer is DENIED by clause 0.1
      And the reason is APPEAL_OPEN
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.3.a-17 An appeal does not bring support
      Given the date is now 2027-03-02 09:00 UTC
      And "Olivia" has opened the appeal "How do I print an invoice?"
      When licensing staff classifies the ticket as "how to use a feature"
      Then the answer is DENIED by clause 0.1
      And the reason is APPEAL_ONLY
      And nothing has changed

    @abuse @needs-legal
    Scenario: 2.3.a-18 An appeal is not answered by support staff
      Given the date is now 2027-03-02 09:00 UTC
      And "Olivia" has opened the appeal "Our payment has arrived at your bank"
      When support staff answers the ticket
      Then the answer is DENIED by clause 1.1
      And nothing has changed
