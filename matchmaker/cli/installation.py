"""Commands on an installation. They call operations and queries, and write through them only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker import clock
from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.operations import check_password_rules, create_user
from matchmaker.accounts.queries import find_user_by_email
from matchmaker.cli import load_app
from matchmaker.companies.models import Company
from matchmaker.companies.operations import refresh_search_text
from matchmaker.companies.queries import find_actor
from matchmaker.errors import DomainError, Invalid
from matchmaker.matching.rebuilding import rebuild
from matchmaker.meetings.queries import companies_that_met
from matchmaker.schema import migrate
from matchmaker.stewardship import demo
from matchmaker.stewardship import operations as stewardship
from matchmaker.stewardship.demo import story as demo_story
from matchmaker.stewardship.labels import PROBLEMS, REASONS
from matchmaker.stewardship.sheets import read_sheet
from matchmaker.web.errors import message_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("migrate")
def migrate_command() -> None:
    """Create the database, or bring it to the newest schema."""
    app = load_app()
    migrate(app.extensions["settings"].root, app.database)
    click.echo("database: ready")


@click.command()
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


@click.command("create-admin")
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


@click.group("demo")
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
    rebuild(app.database, now=clock.now(), folder=app.extensions["settings"].data_folder)
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


@click.command("import")
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


@click.command()
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


COMMANDS = {
    "create-admin": create_admin,
    "demo": demo_group,
    "import": import_sheet,
    "migrate": migrate_command,
    "reindex": reindex,
    "serve": serve,
}
