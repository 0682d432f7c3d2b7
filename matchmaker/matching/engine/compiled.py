"""The shipped lexicon in the form in which it is looked up: compiled once, mapped by every process.

The files stand beside the sources, as Python's own compiled files do, in a folder named by a checksum of the lexicon
and of what reads it; the index of the HS suggestions is added there by its first user. Where they cannot be written or
read, each process compiles for itself, which takes the better part of a minute.
"""

from __future__ import annotations

import logging
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock

from matchmaker.catalogue.nomenclature import lexicon as nomenclature
from matchmaker.catalogue.nomenclature.lexicon import DATA, shipped
from matchmaker.matching.engine import storage
from matchmaker.matching.engine.headings import Headings
from matchmaker.matching.engine.labels import Names
from matchmaker.matching.engine.reading import Reader
from matchmaker.matching.engine.translation import Dictionary, learn, lexicon_pairs
from matchmaker.matching.engine.vectors import Vectoriser

HERE = Path(__file__).parent
PLACE = HERE / "__compiled__"
HEADINGS = "headings.index"
UNFINISHED = "."  # how names of folders begin that are being made or removed
KEPT = 3  # compiled forms that are kept, for processes that still start with an older one
LIBRARIES = ("opencc", "marisa-trie", "numpy", "scipy", "joblib")
UNREADABLE = (OSError, RuntimeError, ValueError, EOFError, KeyError)
_one_at_a_time = RLock()


@dataclass(frozen=True)
class Compiled:
    """All that is derived from the shipped lexicon. ``folder`` is None where it is kept in this process only."""

    names: Names
    dictionary: Dictionary
    headings: Headings
    folder: Path | None = None


def shipped_reader() -> Reader:
    """The reader of the shipped lexicon, one per process, whatever number of threads ask for it first."""
    with _one_at_a_time:
        return _reader()


def compiled() -> Compiled:
    """The compiled shipped lexicon, one per process."""
    with _one_at_a_time:
        return _compiled()


@lru_cache(maxsize=1)
def checksum() -> str:
    """Of the lexicon, the code that reads it and the libraries whose tables and file formats count."""
    sources = [*DATA.glob("*.tsv"), *Path(nomenclature.__file__).parent.glob("*.py"), *HERE.glob("*.py")]
    parts = [sha256(path.read_bytes()).digest() for path in sorted(sources)]
    parts += [f"{name} {version(name)}".encode() for name in LIBRARIES]
    return sha256(b"".join([*parts, unicodedata.unidata_version.encode()])).hexdigest()[:16]


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader(shipped(), _compiled().names)


@lru_cache(maxsize=1)
def _compiled() -> Compiled:
    try:
        return load(kept_in(PLACE, build))
    except UNREADABLE as error:  # a place that cannot be written, or files that are damaged
        logging.getLogger(__name__).warning("the compiled lexicon in %s is not used: %r", PLACE, error)
        return build()


def build() -> Compiled:
    """Derive everything from the shipped lexicon."""
    names = Names.of(shipped())
    dictionary = learn(lexicon_pairs(shipped()))
    return Compiled(names, dictionary, _headings(Reader(shipped(), names), dictionary))


def coded_names() -> Iterator[tuple[str, str, str]]:
    """(concept/language, HS code of 4 or 6 digits, all names) of shipped things, in the languages all of them have."""
    for concept in shipped().products():
        if concept.hs and len(concept.hs) >= 4:
            for language in ("vi", "en"):
                if names := concept.labels.get(language):
                    yield f"{concept.id}/{language}", concept.hs, "; ".join(names)


def load(folder: Path) -> Compiled:
    """Map the files of a compiled lexicon; one of UNREADABLE is raised for damaged ones."""
    headings = Headings(**storage.read(folder / HEADINGS))
    return Compiled(Names.load(folder), Dictionary.load(folder), headings, folder)


def kept_in(place: Path, made: Callable[[], Compiled]) -> Path:
    """The folder of this version in ``place``, filled with what ``made`` gives where it is missing; raises OSError."""
    folder = place / checksum()
    if not folder.is_dir():
        place.mkdir(exist_ok=True)
        part = Path(mkdtemp(prefix=UNFINISHED, dir=place))
        try:
            _save(made(), part)
            part.chmod(0o755)
            try:
                part.rename(folder)
            except OSError:
                if not folder.is_dir():  # else another process was quicker
                    raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
        _remove_older(place, folder)
    return folder


def _save(made: Compiled, folder: Path) -> None:
    made.names.save(folder)
    made.dictionary.save(folder)
    storage.write(folder / HEADINGS, vars(made.headings))


def _remove_older(place: Path, folder: Path) -> None:
    others = [path for path in place.iterdir() if path != folder and not path.name.startswith(UNFINISHED)]
    with suppress(OSError):
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[KEPT - 1 :]:
            going = path.rename(path.with_name(f"{UNFINISHED}{path.name}"))  # no process takes half a folder
            shutil.rmtree(going, ignore_errors=True)


def _headings(reader: Reader, dictionary: Dictionary) -> Headings:
    vectoriser = Vectoriser(reader, dictionary, {})
    named = list(coded_names())
    readings = [reader.read(name) for _identifier, _code, name in named]
    codes = [code[:4] for _identifier, code, _name in named]
    rows = vectoriser.raw(readings, codes, needs=False)
    vectoriser.learn([rows])
    return Headings.of(codes, rows, vectoriser.idf)
