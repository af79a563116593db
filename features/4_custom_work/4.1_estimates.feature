@section-4
Feature: 4. What an estimate states

  Background:
    Given on 2026-03-01 12:00 UTC "Acme", owned by "Olivia", is licensed until 2027-03-01
    And "Olivia" has requested an estimate for "A report on returns"

  @clause-4.1
  Rule: 4.1 An estimate states hours, rate and maximum total
    All custom work is a paid development service at 65 US dollars per hour.

    Before anybody approves it, an estimate states hours, the rate of the terms and a maximum total.

    @happy @needs-legal
    Scenario Outline: 4.1-06 An estimate over <lines> shows hours, rate and one maximum total
      Given support staff has issued an estimate of <work>
      When "Olivia" reads the estimate
      Then the answer is ALLOWED by clauses 0.1, 1.3 and 4.2
      And the estimate states <hours> at 65.00 USD an hour, at most 1950.00 USD
      And the estimate says "Prices exclude tax; tax is shown apart"

      Examples:
        | lines     | work                                                    | hours                |
        | one line  | 24 to 30 hours                                          | 24.00 to 30.00 hours |
        | two lines | 20 hours for "The report" and 10 hours for "Its export" | 30.00 to 30.00 hours |

    @abuse
    Scenario Outline: 4.1-10 An estimate at another price is refused: <what>
      Given support staff has drafted an estimate of <price>
      When support staff issues the estimate
      Then the answer is DENIED by clause 4.1
      And the reason is NOT_ISSUABLE
      And the answer says "<why>"
      And nothing has changed

      Examples:
        | what                             | price                         | why         |
        | a discount the terms do not know | 30 hours at 50.00 USD an hour | 65.00 USD   |
        | a rate above that of the terms   | 30 hours at 80.00 USD an hour | 65.00 USD   |
        | a fixed price                    | a fixed price                 | by the hour |
