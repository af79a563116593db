"""Handlers of the effects of access: letters that let somebody in."""
