"""Work to be done: workers lease tasks, effects leave after the commit that decided them, signals are taken in."""
