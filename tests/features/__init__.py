"""The policy as scenarios: bound to steps, run over a driver, and linted."""
