"""The compiled lexicon and saved indexes: made once, read by all, made anew where they are damaged or of another version."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchmaker.matching.engine import Matcher, Offer, compiled, storage
from matchmaker.matching.engine.compiled import Compiled
from matchmaker.matching.engine.matcher import CHECKSUM


def shipped() -> Compiled:
    """What this process compiled or mapped; making it anew takes too long for a test."""
    return compiled.compiled()


def test_it_is_made_once_and_old_ones_go(tmp_path: Path) -> None:
    for name in ("a", "b", "c", ".unfinished"):
        (tmp_path / name).mkdir()
    made: list[Compiled] = []

    def once() -> Compiled:
        made.append(shipped())
        return made[-1]

    folder = compiled.kept_in(tmp_path, once)
    assert compiled.kept_in(tmp_path, once) == folder
    assert len(made) == 1
    assert len(list(tmp_path.iterdir())) == compiled.KEPT + 1
    loaded = compiled.load(folder)
    assert loaded.names.written.get("gừng") == shipped().names.written.get("gừng") != []
    assert loaded.dictionary.translations("gừng") == shipped().dictionary.translations("gừng") != ()
    assert loaded.headings.codes == shipped().headings.codes


def test_the_slower_of_two_takes_what_the_quicker_made(tmp_path: Path) -> None:
    def slower() -> Compiled:
        compiled.kept_in(tmp_path, shipped)
        return shipped()

    assert compiled.load(compiled.kept_in(tmp_path, slower)).headings.codes
    assert [path.name for path in tmp_path.iterdir()] == [compiled.checksum()]


def test_nothing_is_left_of_a_failed_one(tmp_path: Path) -> None:
    def failing() -> Compiled:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        compiled.kept_in(tmp_path, failing)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["words.trie", "units.starts.npy", compiled.HEADINGS])
def test_damaged_files_are_told_from_whole_ones(tmp_path: Path, damage: str) -> None:
    folder = compiled.kept_in(tmp_path, shipped)
    content = (folder / damage).read_bytes()
    (folder / damage).write_bytes(content[: len(content) // 2])
    with pytest.raises(compiled.UNREADABLE):
        compiled.load(folder)


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index"
    Matcher().fit([Offer("a", "gừng")], []).save(path)
    assert len(Matcher.load(path).offers_.items) == 1
    state = storage.read(path)
    for other in (
        {**state, CHECKSUM: "0"},
        {name: value for name, value in state.items() if name != CHECKSUM},
    ):
        storage.write(path, other)
        with pytest.raises(ValueError, match="another version"):
            Matcher.load(path)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
