@section-4
Feature: 4. An estimate states what custom work costs

  Background:
    Given the date is 2026-03-01 12:00 UTC
    And "Acme" is a business operator with a license paid until 2027-03-01 00:00 UTC, owned by "Olivia"
    And "Olivia" has requested an estimate for "A report on returns"

  @clause-4.1
  Rule: 4.1 An estimate states hours, rate and maximum total
    All custom work is a paid development service at 65 US dollars per hour.

    This Rule covers what an estimate says before anybody approves it.

    @happy @needs-legal
    Scenario: 4.1-06 An estimate shows hours, rate and total
      Given support staff has issued an estimate of 24 to 30 hours
      When "Olivia" reads the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the estimate states 24.00 to 30.00 hours at 65.00 USD an hour, at most 1950.00 USD

    @edge @needs-legal
    Scenario: 4.1-07 An estimate says that tax is shown apart
      Given support staff has issued an estimate of 30 hours
      When "Olivia" reads the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the estimate says "Prices exclude tax; tax is shown apart"

    @edge @needs-legal
    Scenario: 4.1-08 The hours of several lines add up to one maximum total
      Given support staff has issued an estimate of 20 hours for "The report" and 10 hours for "Its export"
      When "Olivia" reads the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the estimate states 30.00 to 30.00 hours at 65.00 USD an hour, at most 1950.00 USD

    @abuse
    Scenario: 4.1-09 A discount that the terms do not know is refused
      Given support staff has drafted an estimate of 30 hours at 50.00 USD an hour
      When support staff issues the estimate
      Then the answer is DENIED by clause 4.1
      And the reason is NOT_ISSUABLE
      And the answer says "65.00 USD"
      And nothing has changed

    @abuse
    Scenario Outline: 4.1-10 An estimate at another price is refused: <what>
      Given support staff has drafted an estimate of <price>
      When support staff issues the estimate
      Then the answer is DENIED by clause 4.1
      And the reason is NOT_ISSUABLE
      And nothing has changed

      Examples:
        | what                           | price                         |
        | a rate above that of the terms | 30 hours at 80.00 USD an hour |
        | a fixed price                  | a fixed price                 |
