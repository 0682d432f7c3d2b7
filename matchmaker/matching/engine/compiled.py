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
from matchmaker.matching.engine.labels import Names
from matchmaker.matching.engine.reading import Reader
from matchmaker.matching.engine.translation import Dictionary, learn, lexicon_pairs

HERE = Path(__file__).parent
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
    Names.of(shipped()).save(part)
    learn(lexicon_pairs(shipped())).save(part)
    part.chmod(0o755)
    try:
        part.rename(folder)
    except OSError:  # another process was quicker
        shutil.rmtree(part)
    older = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in older[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
