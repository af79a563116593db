"""The license policy of a hosted SaaS platform as running software: the core, on attrs, cattrs and the standard library."""
