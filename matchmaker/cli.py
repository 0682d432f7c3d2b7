"""The command line: `matchmaker COMMAND`. Commands call operations and queries, and write through them only."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import entry_points

import click

from matchmaker import __version__
from matchmaker.schema import migrate
from matchmaker.web.transaction import Application


def load_app() -> Application:
    """The application for the environment's settings; loaded by name, so that nothing happens at import."""
    app: Application = import_module("wsgi").application
    return app


class Commands(click.Group):
    """Commands of this module and those that other packages attach by the entry point matchmaker.commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group="matchmaker.commands").names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        attached = entry_points(group="matchmaker.commands", name=cmd_name)
        if attached:
            command: click.Command = next(iter(attached)).load()
            ctx.obj = load_app  # called by the command, so that --help needs no installation
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Matchmaker pairs local producers with foreign buyers and runs the meetings between them.

    `match` and `schedule` work on files and need no installation; all other commands work on the installation
    that the MATCHMAKER_… environment variables describe (docs/operating.md).
    """


@main.command("migrate")
def migrate_command() -> None:
    """Create the database, or bring it to the newest schema."""
    app = load_app()
    migrate(app.extensions["settings"].root, app.database)
    click.echo("database: ready")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, envvar="PORT")
def serve(host: str, port: int) -> None:
    """Serve the site (gunicorn). Demo mode listens on this machine only."""
    settings = load_app().extensions["settings"]
    if settings.demo and host not in {"127.0.0.1", "localhost", "::1"}:
        raise click.ClickException(
            "Demo mode listens on 127.0.0.1 only: its passwords are known to everybody."
        )
    shape = (
        ["--workers", "1", "--threads", "8"] if settings.embedded else ["--workers", "2", "--threads", "4"]
    )
    arguments = ["--bind", f"{host}:{port}", "--worker-class", "gthread", *shape, "wsgi:application"]
    os.chdir(settings.root)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])


if __name__ == "__main__":
    main()
