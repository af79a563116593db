"""Step definitions by topic; all of them speak to the application through a driver."""

from features.steps import answers, asking, clients, clock, doors, licenses, paying, people, questions, terms, tickets

STEP_MODULES = (answers, asking, clients, clock, doors, licenses, paying, people, questions, terms, tickets)
"""The modules that define steps; the conftest registers them."""
