@section-1
Feature: 1. Odd cases: hosting by the provider
  See 1.1_managed_hosting.

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.1
  Rule: 1.1 The service is hosted on AWS and managed by the provider

    @edge @needs-legal
    Scenario: 1.1-04 A request for a specific region is referred to a person
      When "Olivia" asks for "hosting in a region of our choice"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed
