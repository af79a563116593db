"""The vocabulary that every context shares: ids, instants, money, periods, actors, errors, journal, unit of work."""
