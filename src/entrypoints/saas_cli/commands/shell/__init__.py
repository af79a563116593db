"""Commands of the shell itself, outside any context."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Begin", "demo", "demo", "Tell the whole story on its own database, with verdict and clause on each line."),
    Row("Begin", "init", "init", "Prepare the database and add the first member of staff."),
    Row("Begin", "doctor", "doctor", "Check that everything is in order, and say what to do."),
    Row("Provider", "serve", "serve", "Serve the HTTP interface, including Stripe's webhooks."),
    Row("This shell", "profile", "profile", "The profile whose key is used: list, use."),
    Row("This shell", "completion", "completion", "Tab completion in bash, zsh and fish."),
)
