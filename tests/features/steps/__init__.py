"""Step definitions by topic; all of them speak to the application through a driver."""

from features.steps import (
    answers,
    asking,
    clients,
    clock,
    connecting,
    deciding,
    doors,
    estimates,
    invoices,
    licenses,
    paying,
    people,
    questions,
    terms,
    tickets,
    work,
)

STEP_MODULES = (
    answers,
    asking,
    clients,
    clock,
    connecting,
    deciding,
    doors,
    estimates,
    invoices,
    licenses,
    paying,
    people,
    questions,
    terms,
    tickets,
    work,
)
"""The modules that define steps; the conftest registers them."""
