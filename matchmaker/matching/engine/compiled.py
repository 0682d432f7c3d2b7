"""The shipped lexicon in the form in which it is looked up: compiled once, mapped by every process.

The files stand beside the sources, as Python's own compiled files do, in a folder named by a checksum of the lexicon
and the code that reads it. Where that cannot be written, each process compiles for itself, in seconds.
"""

from __future__ import annotations

import shutil
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock

from matchmaker.catalogue.nomenclature import lexicon as nomenclature
from matchmaker.catalogue.nomenclature.lexicon import DATA, shipped
from matchmaker.matching.engine import storage
from matchmaker.matching.engine.headings import Headings
from matchmaker.matching.engine.labels import Names
from matchmaker.matching.engine.reading import Reader
from matchmaker.matching.engine.translation import Dictionary, learn, lexicon_pairs
from matchmaker.matching.engine.vectors import Vectoriser

HERE = Path(__file__).parent
HEADINGS = "headings.index"
KEPT = 3  # compiled forms that are kept, for processes that still start with an older one
_one_at_a_time = Lock()


def shipped_reader() -> Reader:
    """The reader of the shipped lexicon, one per process, whatever number of threads ask for it first."""
    with _one_at_a_time:
        return _reader()


def shipped_dictionary() -> Dictionary:
    """Word translations learned from the shipped lexicon, one per process."""
    with _one_at_a_time:
        return _dictionary()


@lru_cache(maxsize=1)
def _reader() -> Reader:
    folder = compiled_folder()
    return Reader(shipped(), Names.load(folder) if folder else None)


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    folder = compiled_folder()
    return Dictionary.load(folder) if folder else learn(lexicon_pairs(shipped()))


@lru_cache(maxsize=1)
def shipped_headings() -> Headings:
    """What the shipped lexicon has under each HS heading, one per process."""
    folder = compiled_folder()
    return Headings(**storage.read(folder / HEADINGS)) if folder else _headings(_reader(), _dictionary())


def _headings(reader: Reader, dictionary: Dictionary) -> Headings:
    vectoriser = Vectoriser(reader, dictionary, {})
    named = [
        (concept.hs[:4], name)
        for concept in shipped().products()
        if concept.hs and len(concept.hs) >= 4
        for language in ("vi", "en")
        if (name := "; ".join(concept.labels.get(language, ())))
    ]
    rows = vectoriser.raw([reader.read(name) for _code, name in named], ["0"] * len(named), needs=False)
    vectoriser.learn([rows])
    return Headings.of([code for code, _name in named], rows, vectoriser.idf)


@lru_cache(maxsize=1)
def compiled_folder(parent: Path = HERE / "__compiled__") -> Path | None:
    """The folder of the compiled lexicon, made where it is missing; None where it cannot be."""
    folder = parent / _checksum()
    if not folder.is_dir():
        try:
            parent.mkdir(exist_ok=True)
            _compile(folder)
        except OSError:
            return None
    return folder


def _checksum() -> str:
    sources = [*DATA.glob("*.tsv"), *Path(nomenclature.__file__).parent.glob("*.py"), *HERE.glob("*.py")]
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in sorted(sources))).hexdigest()[:16]


def _compile(folder: Path) -> None:
    part = Path(mkdtemp(dir=folder.parent))
    names = Names.of(shipped())
    dictionary = learn(lexicon_pairs(shipped()))
    names.save(part)
    dictionary.save(part)
    storage.write(part / HEADINGS, vars(_headings(Reader(shipped(), names), dictionary)))
    part.chmod(0o755)
    try:
        part.rename(folder)
    except OSError:  # another process was quicker
        shutil.rmtree(part)
    older = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in older[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
