"""The command line: `matchmaker COMMAND`. Each command's module is loaded when it is asked for, so that those on files
start without the site's libraries."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import click

from matchmaker import __version__

if TYPE_CHECKING:
    from matchmaker.web.transaction import Application

MODULES = {
    "match": "files", "hs": "files", "schedule": "files",
    "create-admin": "installation", "demo": "installation", "import": "installation", "migrate": "installation",
    "reindex": "installation", "serve": "installation",
}  # fmt: skip


class Commands(click.Group):
    """Commands of this package's modules, and those that other packages attach by the entry point matchmaker.commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*MODULES, *entry_points(group="matchmaker.commands").names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        attached = entry_points(group="matchmaker.commands", name=cmd_name)
        if attached:
            command: click.Command = next(iter(attached)).load()
            return command
        if cmd_name not in MODULES:
            return None
        found: click.Command = import_module(f"matchmaker.cli.{MODULES[cmd_name]}").COMMANDS[cmd_name]
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """Matchmaker pairs local producers with foreign buyers and runs the meetings between them.

    `match`, `hs` and `schedule` work on files and need no installation; all other commands work on the installation
    that the MATCHMAKER_… environment variables describe (docs/operating.md).
    """
    context.obj = load_app


def load_app() -> Application:
    """The application for the environment's settings; loaded by name, so that nothing happens at import."""
    app: Application = import_module("wsgi").application
    return app
