"""The command line: `matchmaker COMMAND`. Commands call operations and queries, and write through them only."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker import __version__, clock
from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.operations import check_password_rules, create_user
from matchmaker.accounts.queries import find_user_by_email
from matchmaker.companies.models import Company
from matchmaker.companies.operations import refresh_search_text
from matchmaker.companies.queries import find_actor
from matchmaker.errors import DomainError, Invalid
from matchmaker.matching.engine.command import run_hs, run_match
from matchmaker.matching.rebuilding import rebuild
from matchmaker.meetings.queries import companies_that_met
from matchmaker.meetings.scheduler import run as run_schedule
from matchmaker.schema import migrate
from matchmaker.stewardship import demo
from matchmaker.stewardship import operations as stewardship
from matchmaker.stewardship.demo import story as demo_story
from matchmaker.stewardship.labels import PROBLEMS, REASONS
from matchmaker.stewardship.sheets import read_sheet
from matchmaker.web.errors import message_of
from matchmaker.web.transaction import Application

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


def load_app() -> Application:
    """The application for the environment's settings; loaded by name, so that nothing happens at import."""
    app: Application = import_module("wsgi").application
    return app


def _say(line: str) -> None:
    click.echo(line, err=True)


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
    arguments = ["--bind", f"{host}:{port}", "--worker-class", "gthread", "--no-control-socket",
                 "--config", "python:matchmaker.serving", *shape]  # fmt: skip
    os.chdir(settings.root)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments, "wsgi:application"])


@main.command()
@click.option("--offers", required=True, type=FILE, help="CSV: id,text and optional columns.")
@click.option("--needs", required=True, type=FILE, help="CSV: id,text and optional columns.")
@click.option("--out", required=True, type=OUT, help="CSV of proposals: need_id,rank,offer_id,score,reasons.")
@click.option("--top", default=10, show_default=True, help="Proposals for each need.")
@click.option("--language", default="en", show_default=True, help="Language of the reasons: vi or en.")
@click.option(
    "--lexicon", multiple=True, type=FILE, help="More words: CSV concept,language,label,broader, or SKOS."
)
@click.option(
    "--parallel",
    multiple=True,
    type=FILE,
    help="Translated pairs to learn from: CSV, one column per language.",
)
def match(
    offers: Path,
    needs: Path,
    out: Path,
    top: int,
    language: str,
    lexicon: tuple[Path, ...],
    parallel: tuple[Path, ...],
) -> None:
    """Match offers with needs, from files to a file. A bad row is named by its line; the others go on."""
    sys.exit(run_match(offers, needs, top, out, language, lexicon, parallel, _say))


@main.command()
@click.argument("text", required=False)
@click.option("--file", "source", type=FILE, help="CSV with a column text (and id), for many at once.")
@click.option("--out", type=OUT, help="CSV for the answers to --file.")
@click.option("--top", default=5, show_default=True)
@click.option("--language", default="en", show_default=True)
def hs(text: str | None, source: Path | None, out: Path | None, top: int, language: str) -> None:
    """Suggest HS codes for a text in any of the eleven languages."""
    sys.exit(run_hs(text, source, out, top, language, _say))


@main.command()
@click.argument("problem", type=FILE)
@click.option("--out", required=True, type=OUT, help="JSON of the schedule.")
@click.option("--seconds", type=float, help="Search for so long at most.")
@click.option(
    "--work", type=float, help="Search with so much work: the same input and seed give the same answer."
)
@click.option("--seed", default=0, show_default=True)
@click.option("--previous", type=FILE, help="A schedule to repair.")
@click.option("--repair", type=click.Choice(["nothing-moves", "few-moves"]), help="How to repair it.")
def schedule(
    problem: Path,
    out: Path,
    seconds: float | None,
    work: float | None,
    seed: int,
    previous: Path | None,
    repair: str | None,
) -> None:
    """Schedule meetings, from a problem file to a schedule file, with a bound on what is possible."""
    sys.exit(
        run_schedule(
            problem,
            out,
            seconds=seconds,
            work=work,
            seed=seed,
            previous_path=previous,
            repair_mode=repair,
            echo=_say,
        )
    )


@main.command("create-admin")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.password_option()
def create_admin(email: str, name: str, password: str) -> None:
    """Make an administrator's account."""
    app = load_app()
    try:
        with app.database.begin() as session:
            check_password_rules(password, name=name, email=email)
            hashed = app.extensions["passwords"].hash(password)
            create_user(
                session,
                now=clock.now(),
                name=name,
                role=Role.ADMINISTRATOR,
                email=email,
                password_hash=hashed,
                verified=True,
            )
    except Invalid as error:
        with app.app_context():
            raise click.ClickException(message_of(error)) from None
    click.echo(f"{email} can sign in")


@main.group("demo")
def demo_group() -> None:
    """Load or remove the demonstration data."""


@demo_group.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are accounts already.")
def demo_load(if_empty: bool) -> None:
    """70 invented firms, 40 invented buyers, a past event and a coming one."""
    app = load_app()
    with app.database.read() as session:
        if not demo.is_empty(session):
            if if_empty:
                return
            raise click.ClickException(
                "There are accounts already; demo data goes into an empty installation only."
            )
    click.echo("demo: companies, offers and needs …")
    with app.database.begin() as session:
        counted = demo.load(session, now=clock.now(), hash_password=app.extensions["passwords"].hash)
    click.echo(
        f"demo: {counted['companies']} companies, {counted['offers']} offers, {counted['needs']} needs; matching …"
    )
    rebuild(app.database, now=clock.now())
    click.echo("demo: answers, a past event and a coming one …")
    with app.database.begin() as session:
        demo_story.tell(session, now=clock.now())
    click.echo("demo: ready")


@demo_group.command("remove")
def demo_remove() -> None:
    """Remove all that is marked as demo, and only that."""
    app = load_app()
    with app.database.begin() as session:
        click.echo(f"demo: {demo.remove(session, now=clock.now())} companies removed")


@main.command("import")
@click.argument("sheet", type=FILE)
@click.option("--officer", required=True, help="E-mail of the officer in whose office's name it is done.")
@click.option(
    "--apply",
    "apply_now",
    is_flag=True,
    help="Apply it: problems are skipped, sure twins merged, the rest is new.",
)
def import_sheet(sheet: Path, officer: str, apply_now: bool) -> None:
    """Read a sheet of companies (XLSX or CSV), tell its problems and likely twins, and with --apply import it."""
    app = load_app()
    now = clock.now()
    try:
        rows = read_sheet(sheet.read_bytes())
        with app.database.begin() as session, app.app_context():
            actor = officer_actor(session, officer)
            reviewed = stewardship.review_rows(session, rows)
            for row in reviewed:
                for cell, code in row["problems"].items():
                    click.echo(
                        f"line {row['line']}: {cell} {PROBLEMS[code]}: {row['values'][cell]!r}", err=True
                    )
                if row["twin"]:
                    why = f"{REASONS[row['twin']['why']]}, {row['twin']['score']:.0f}"
                    click.echo(
                        f"line {row['line']}: likely known ({why}): {row['values']['legal_name']}", err=True
                    )
            if apply_now:
                made = stewardship.begin_import(session, actor=actor, now=now, content=sheet.read_bytes(), name=sheet.name,
                                                folder=app.extensions["settings"].data_folder)  # fmt: skip
                stewardship.store_review(session, import_id=made.id, rows=reviewed)
                stewardship.request_apply(session, actor=actor, now=now, import_id=made.id)
                counted = stewardship.apply_import(session, actor=actor, now=now, import_id=made.id)
                click.echo(", ".join(f"{count} {name}" for name, count in counted.items()))
            else:
                click.echo(
                    f"{len(reviewed)} rows, {sum(bool(row['problems']) for row in reviewed)} with problems; nothing changed"
                )
    except DomainError as error:
        with app.app_context():
            raise click.ClickException(message_of(error) or error.code) from None


def officer_actor(session: Session, email: str) -> Actor:
    """The officer with this address; an error for the command line otherwise."""
    user = find_user_by_email(session, email)
    actor = find_actor(session, user.id) if user is not None else None
    if actor is None or not actor.officer:
        raise click.ClickException(f"{email} is no officer here")
    return actor


@main.command()
def reindex() -> None:
    """Bring search columns up to date and match everything anew."""
    app = load_app()
    with app.database.begin() as session:
        for company in session.scalars(select(Company)):
            refresh_search_text(company)
    now = clock.now()
    with app.database.read() as session:
        met = companies_that_met(session, now=now)
    counted = rebuild(app.database, now=now, met=met, folder=app.extensions["settings"].data_folder)
    click.echo(f"proposals: {counted['added']} new, {counted['changed']} changed, {counted['dropped']} gone")


if __name__ == "__main__":
    main()
