@section-1
Feature: 1. The service is hosted and managed by the provider

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"

  @clause-1.1
  Rule: 1.1 The service is hosted on AWS and managed by the provider
    The provider hosts, manages and maintains everything (servers, data storage, system configuration) on secured
    infrastructure in its own controlled AWS environment.

    We run everything in our own AWS environment. A client has nothing to install or upgrade, and cannot have the
    service run anywhere else. Repairing our own defects is part of it and costs nothing.

    @happy
    Scenario: 1.1-01 A new instance is created on AWS by the provider
      When staff adds "Globex" as a business operator
      Then the answer is ALLOWED by clause 1.1
      And the instance of "Globex" runs in the AWS region "us-east-1"

    @happy
    Scenario: 1.1-02 Upgrades require no work from the client
      Given the provider added the operation "print labels" to the platform
      When "Olivia" asks to "print labels"
      Then the answer is ALLOWED by clauses 0.1, 1.3, 1.4 and 1.4.b

    @happy @needs-legal
    Scenario: 1.1-03 Repairing a platform defect is maintenance
      When "Olivia" asks for "a fix for a platform defect"
      Then the answer is ALLOWED by clauses 0.1, 1.1 and 1.3

    @edge @needs-legal
    Scenario: 1.1-04 A request for a specific region is referred to a person
      When "Olivia" asks for "hosting in a region of our choice"
      Then the answer is NEEDS_PERSON by clauses 0.1, 1.3 and 9.3
      And the reason is POLICY_SILENT and the remedy is CONTACT_PROVIDER
      And nothing has changed

    @abuse
    Scenario Outline: 1.1-05 Hosting stays with the provider
      When "Olivia" asks to "<wish>"
      Then the answer is DENIED by <clauses>
      And the reason is NEVER_GRANTED and the remedy is NONE
      And nothing has changed

      Examples:
        | wish                               | clauses             |
        | run the service on our own servers | clause 1.1          |
        | take over the AWS account          | clauses 1.1 and 1.2 |
