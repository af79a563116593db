@section-1
Feature: 1. Bulletins inside the instance

  @clause-1.4
  Rule: 1.4 A client tells its own people what it likes
    Inside its licensed instance a client has full operational rights.

    @happy
    Scenario: 1.4-90 A bulletin is posted by whoever manages the account
      When the owner posts the bulletin "The archive moves on Friday."
      Then the bulletin "The archive moves on Friday." is listed
      And the journal names the change without its text

    @abuse
    Scenario: 1.4-91 A user without the right posts nothing
      When the clerk posts the bulletin "Free lunch for everybody."
      Then it is DENIED by clauses 0.1, 1.3 and 1.4.b
      And no bulletin is listed
