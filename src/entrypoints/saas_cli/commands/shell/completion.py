"""`saas completion`: tab completion in the shell."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from saas_cli.contexts import served
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.root import branch, examples
from saas_cli.root import shell as shell_of

app = branch(
    "completion",
    "Completion of commands and options in the shell.",
    "saas completion show bash > ~/.local/share/bash-completion/completions/saas",
    "saas completion install zsh",
)

Shell = Literal["bash", "zsh", "fish"]
_SHELL = Parameter(help="bash, zsh or fish; default: the current shell.")


@app.command(help_epilogue=examples("saas completion show bash", "saas completion show fish"))
def show(shell: Annotated[Shell | None, _SHELL] = None, /, *, common: Common = READING) -> None:
    """Write the completion script to stdout."""
    script = shell_of(served()).generate_completion(shell=shell)
    screen(as_json=common.as_json).answer({"shell": shell, "script": script}, script)


@app.command(help_epilogue=examples("saas completion install bash", "saas completion install"))
def install(shell: Annotated[Shell | None, _SHELL] = None, /, *, common: Common = READING) -> None:
    """Install the completion script for your account."""
    path = shell_of(served()).install_completion(shell=shell)
    screen(as_json=common.as_json).answer(
        {"shell": shell, "file": str(path)}, f"Completion installed in {path}; open a new shell to use it."
    )
