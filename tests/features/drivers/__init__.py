"""Drivers: how the steps reach the application, one way per entrance and store; see `driver`."""
