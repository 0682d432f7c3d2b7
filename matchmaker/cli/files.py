"""Commands from files to files: the two cores alone, without a site or a database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from matchmaker.catalogue.nomenclature.lexicon import LANGUAGES
from matchmaker.matching.engine.command import run_hs, run_match
from matchmaker.meetings.scheduler import run as run_schedule

LANGUAGE = click.Choice(LANGUAGES)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


def _say(line: str) -> None:
    click.echo(line, err=True)


@click.command()
@click.option("--offers", required=True, type=FILE, help="CSV: id,text and optional columns.")
@click.option("--needs", required=True, type=FILE, help="CSV: id,text and optional columns.")
@click.option("--out", required=True, type=OUT, help="CSV of proposals: need_id,rank,offer_id,score,reasons.")
@click.option("--top", default=10, show_default=True, help="Proposals for each need.")
@click.option("--language", type=LANGUAGE, default="en", show_default=True, help="Language of the reasons.")
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


@click.command()
@click.argument("text", required=False)
@click.option("--file", "source", type=FILE, help="CSV with a column text (and id), for many at once.")
@click.option("--out", type=OUT, help="CSV for the answers to --file.")
@click.option("--top", default=5, show_default=True)
@click.option("--language", type=click.Choice(["vi", "en"]), default="en", show_default=True)
def hs(text: str | None, source: Path | None, out: Path | None, top: int, language: str) -> None:
    """Suggest HS codes for a text in any of the eleven languages."""
    sys.exit(run_hs(text, source, out, top, language, _say))


@click.command()
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


COMMANDS = {"match": match, "hs": hs, "schedule": schedule}
