"""The file commands: what they read, write and say."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from matchmaker.matching.engine.command import run_hs, run_match


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "offers.csv").write_text(
        "id,text,hs_code,origin,markets,capacity,unit\n1,xoài sấy dẻo,0804.50,VN,KR;JP,20,t\n2,mật ong,,VN,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "needs.csv").write_text("id,text,market\na,dried mango,KR\nb,蜂蜜,\n", encoding="utf-8")
    return tmp_path


def match(
    folder: Path, *, lexicons: list[Path] | None = None, parallel: list[Path] | None = None
) -> tuple[int, list[str]]:
    said: list[str] = []
    code = run_match(
        folder / "offers.csv", folder / "needs.csv", 10, folder / "out.csv", "vi", lexicons or [], parallel or [], said.append
    )  # fmt: skip
    return code, said


def proposals(folder: Path) -> list[dict[str, str]]:
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_proposals_with_reasons(files: Path) -> None:
    code, said = match(files)
    assert code == 0
    rows = proposals(files)
    assert [(row["need_id"], row["rank"], row["offer_id"]) for row in rows] == [
        ("a", "1", "1"),
        ("b", "1", "2"),
    ]
    for row in rows:
        reasons = json.loads(row["reasons"])
        assert sum(reason["contribution"] for reason in reasons) == pytest.approx(
            float(row["score"]), abs=1e-9
        )
        assert all({"code", "contribution", "text", "spans"} == set(reason) for reason in reasons)
    assert said[-1].startswith("2 needs, 2 offers")


def test_bad_rows_are_named_and_the_others_go_on(files: Path) -> None:
    with (files / "offers.csv").open("a", encoding="utf-8") as stream:
        stream.write(",x,,,,,\n1,again,,,,,\n3,,,,,,\n4,gừng,abc,Vietnam,,many,sack\n")
    code, said = match(files)
    assert code == 1
    assert len(proposals(files)) == 2
    assert [line.split(":")[1] for line in said if line.startswith("offers.csv")] == [
        " line 4", " line 5", " line 6", " line 7", " line 7", " line 7", " line 7",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name\nx\n", b""])
def test_unreadable_files_end_with_a_message(files: Path, content: bytes) -> None:
    (files / "needs.csv").write_bytes(content)
    code, said = match(files)
    assert code == 2
    assert said[0].startswith("needs.csv")
    assert not (files / "out.csv").exists()


def test_word_lists_and_parallel_texts_teach(files: Path) -> None:
    (files / "offers.csv").write_text("id,text\n1,zorbal tươi ngon\n2,dweezorp\n", encoding="utf-8")
    (files / "needs.csv").write_text("id,text\na,quimby\nb,snaverik\n", encoding="utf-8")
    match(files)
    assert proposals(files) == []
    words = files / "words.csv"
    words.write_text("concept,language,label,broader\nz,vi,zorbal,\nz,en,quimby,\n", encoding="utf-8")
    pairs = files / "pairs.csv"
    pairs.write_text("vi,en\ndweezorp,snaverik\ndweezorp,snaverik\n", encoding="utf-8")
    assert match(files, lexicons=[words], parallel=[pairs])[0] == 0
    assert [(row["need_id"], row["offer_id"]) for row in proposals(files)] == [("a", "1"), ("b", "2")]


def test_codes_are_suggested(tmp_path: Path) -> None:
    said: list[str] = []
    assert run_hs("cà phê rang xay", None, None, 5, "en", said.append) == 0
    assert said[0].startswith("0901")
    (tmp_path / "texts.csv").write_text("id,text\n1,xoài sấy\n2,\n", encoding="utf-8")
    assert run_hs(None, tmp_path / "texts.csv", tmp_path / "out.csv", 3, "vi", said.append) == 1
    assert proposals(tmp_path)[0]["code"].startswith("0804")
    assert run_hs(None, None, None, 3, "vi", said.append) == 2
