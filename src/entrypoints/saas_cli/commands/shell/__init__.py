"""What belongs to the shell itself, and to no context."""

from __future__ import annotations

from saas_cli.rows import Row

ROWS = (
    Row("Begin", "demo", "demo", "Tell the whole story on a database of its own, each line with verdict and clause."),
    Row("Begin", "init", "init", "Prepare the database and make the first member of staff."),
    Row("Begin", "doctor", "doctor", "Look whether everything is in order, and say what to do."),
    Row("Provider", "serve", "serve", "Serve the HTTP entrance, where Stripe tells its news."),
    Row("This shell", "profile", "profile", "Whose key the commands use: list, use."),
    Row("This shell", "completion", "completion", "Completion of words in bash, zsh and fish."),
)
