"""Background work: workers lease tasks, effects run after the commit that decided them, signals are received."""
