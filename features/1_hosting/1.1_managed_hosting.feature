@section-1
Feature: 1. Hosting by the provider

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01

  @clause-1.1
  Rule: 1.1 The service is hosted on AWS and managed by the provider
    The provider hosts, manages and maintains everything (servers, data storage, system configuration) on secured
    infrastructure in its own controlled AWS environment.

    We run everything in our own AWS environment; a client has nothing to install, and cannot have it run elsewhere.
    Repairing our own defects costs nothing.

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
