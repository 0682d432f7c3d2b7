"""The compiled lexicon: made once, read by all, left out where it cannot be written."""

from __future__ import annotations

from pathlib import Path

from matchmaker.matching.engine import compiled
from matchmaker.matching.engine.labels import Names


def test_it_is_made_once_and_old_ones_go(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    folder = compiled.compiled_folder.__wrapped__(tmp_path)
    assert folder is not None
    assert len(list(tmp_path.iterdir())) == compiled.KEPT
    made = folder.stat().st_mtime_ns
    assert compiled.compiled_folder.__wrapped__(tmp_path) == folder
    assert folder.stat().st_mtime_ns == made
    assert Names.load(folder).written.get("gừng") == compiled.shipped_reader().names.written.get("gừng") != []


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.touch()
    assert compiled.compiled_folder.__wrapped__(occupied) is None
