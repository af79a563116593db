"""Step definitions by topic; all of them speak to the application through a driver."""

from features.steps import answers, asking, clients, clock, doors, licenses, paying, people, questions, terms

STEP_MODULES = (answers, asking, clients, clock, doors, licenses, paying, people, questions, terms)
"""The modules that define steps; the conftest registers them."""
