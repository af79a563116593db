"""Puts the parts together: settings, containers and the Application that every entrance calls."""
