"""Translated texts: one small .po file a domain, merged and compiled at set-up.

English is the language of the source. ``python -m matchmaker.i18n.catalogue check`` lists what lacks a
translation or is no longer used; ``update DOMAIN`` adds the domain's new texts to its file, to be translated;
``compile`` writes what the site reads.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FRAGMENTS = ROOT / "matchmaker" / "i18n"
COMPILED = FRAGMENTS / "compiled"
LOCALES = ("vi",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "_l": None,
    "_ln": (1, 2),
    "lazy_gettext": None,
}
METHODS = [("matchmaker/**.py", "python"), ("workers/**.py", "python"), ("templates/**.*", "jinja2")]
SKIPPED = {"static", "node_modules", "__pycache__"}
Key = Any  # a text, or a tuple of singular and plural


def extract(root: Path = ROOT) -> dict[Key, list[str]]:
    """Every text in code and templates -> the files it stands in, relative to ``root``."""
    found: dict[Key, list[str]] = {}
    for folder in ("matchmaker", "workers", "templates"):
        methods = [
            (pattern.split("/", 1)[1], method) for pattern, method in METHODS if pattern.startswith(folder)
        ]
        for name, _line, message, _comments, _context in extract_from_dir(
            root / folder,
            methods,
            options_map={"**.*": {"silent": "false"}},
            keywords=KEYWORDS,
            directory_filter=lambda path: Path(path).name not in SKIPPED,
        ):
            key: Key = tuple(message) if isinstance(message, (list, tuple)) else message
            found.setdefault(key, []).append(f"{folder}/{name}")
    return found


def domain_of(path: str) -> str:
    """The domain a file belongs to: its folder below matchmaker/ or templates/, else ``site``."""
    parts = Path(path).parts
    named = parts[1] if len(parts) > 2 else "site"
    return named if named not in {"layouts", "components", "errors", "web"} else "site"


def fragments(locale: str) -> Iterator[tuple[str, Catalog]]:
    """(domain, catalogue) of each .po file of a locale, in order of name."""
    for path in sorted((FRAGMENTS / locale).glob("*.po")):
        with path.open("rb") as stream:
            yield path.stem, read_po(stream, locale=locale, domain=path.stem)


def translated(message: Message) -> bool:
    """True when every form of the message has a text."""
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(message.id) and all(texts) and not message.fuzzy


def check(locale: str) -> list[str]:
    """What is wrong with a locale: a line for each text missing, unused or standing in two files."""
    wanted = extract()
    seen: dict[Key, str] = {}
    problems: list[str] = []
    for domain, catalogue in fragments(locale):
        for message in catalogue:
            if not message.id:
                continue
            if message.id in seen:
                problems.append(f"{domain}.po: {message.id!r} stands in {seen[message.id]}.po too")
            seen[message.id] = domain
            if message.id not in wanted:
                problems.append(f"{domain}.po: {message.id!r} is used nowhere")
            elif not translated(message):
                problems.append(f"{domain}.po: {message.id!r} is not translated")
            problems += [f"{domain}.po: {message.id!r}: {error}" for error in message.check(catalogue)]
    missing = sorted(set(wanted) - set(seen), key=str)
    return problems + [f"{domain_of(wanted[key][0])}: {key!r} is missing" for key in missing]


def update(domain: str, locale: str) -> int:
    """Add the domain's new texts to its file, drop those used nowhere; return how many await translation."""
    wanted = extract()
    elsewhere: set[Key] = set()
    own = Catalog(locale=locale)
    for name, catalogue in fragments(locale):
        if name == domain:
            own = catalogue
        else:
            elsewhere |= {message.id for message in catalogue if message.id}
    kept = Catalog(locale=locale, fuzzy=False)
    for message in own:
        if message.id and message.id in wanted and message.id not in elsewhere:
            kept.add(message.id, message.string)
    for key, places in wanted.items():
        if key not in elsewhere and key not in kept and domain_of(places[0]) == domain:
            kept.add(key)
    path = FRAGMENTS / locale / f"{domain}.po"
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, kept, width=110, omit_header=False, sort_output=True)
    return sum(1 for message in kept if message.id and not translated(message))


def compile_all() -> None:
    """Merge the fragments of each locale into the one catalogue the site reads."""
    for locale in LOCALES:
        merged = Catalog(locale=locale, fuzzy=False)
        for _domain, catalogue in fragments(locale):
            for message in catalogue:
                if message.id and translated(message):
                    merged.add(message.id, message.string)
        folder = COMPILED / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "messages.mo").open("wb") as stream:
            write_mo(stream, merged)


def main(arguments: list[str]) -> int:
    """The small command line described above; returns the exit status."""
    match arguments:
        case ["compile"]:
            compile_all()
        case ["check"]:
            problems = [problem for locale in LOCALES for problem in check(locale)]
            print("\n".join(problems) or "all texts are translated")
            return 1 if problems else 0
        case ["update", domain]:
            for locale in LOCALES:
                print(f"{locale}/{domain}.po: {update(domain, locale)} texts await translation")
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
