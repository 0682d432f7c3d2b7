"""Reading lexicon files and other people's word lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchmaker.catalogue.nomenclature.lexicon import load, shipped
from matchmaker.catalogue.nomenclature.wordlists import LexiconError, joined, read_word_list

HEADER = "concept\ths\tbroader\tlatin\tvi\ten\tko\tlo\tkm\tth\thi\tzh\tja\tmy\tfr"


def test_files_are_read_with_ancestors(tmp_path: Path) -> None:
    rows = [
        "# notes",
        HEADER,
        "spice\t09\t\t\tgia vị\tspice",
        "ginger\t0910\tspice\tZingiber\tgừng|củ gừng\tginger",
    ]
    (tmp_path / "products_x.tsv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "attributes_x.tsv").write_text(
        "attribute\tkind\tvi\ten\ndried\tstate\tkhô\tdried", encoding="utf-8"
    )
    lexicon = load(tmp_path)
    assert lexicon.ancestors("ginger") == ["spice"]
    assert lexicon.concepts["ginger"].labels["vi"] == ("gừng", "củ gừng")
    assert lexicon.concepts["@dried"].attribute
    assert lexicon.concepts["ginger"].label("ko") == "ginger"


def test_cycles_end(tmp_path: Path) -> None:
    rows = [HEADER, "a\t\tb\t\tmột\tone", "b\t\ta\t\thai\ttwo"]
    (tmp_path / "products_x.tsv").write_text("\n".join(rows), encoding="utf-8")
    assert load(tmp_path).ancestors("a") == ["b"]


def test_word_list_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(
        "concept,language,label,broader\nx,vi,măng le,bamboo\nx,en,le bamboo shoot,\n", encoding="utf-8"
    )
    (concept,) = read_word_list(path)
    assert concept.labels == {"vi": ("măng le",), "en": ("le bamboo shoot",)}
    assert concept.broader == "bamboo"


def test_word_list_as_skos(tmp_path: Path) -> None:
    path = tmp_path / "words.rdf"
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="urn:x">'
        '<skos:prefLabel xml:lang="en">mace</skos:prefLabel><skos:altLabel xml:lang="fr">macis</skos:altLabel>'
        "</skos:Concept></rdf:RDF>",
        encoding="utf-8",
    )
    (concept,) = read_word_list(path)
    assert concept.labels == {"en": ("mace",), "fr": ("macis",)}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b\n1,2\n",
        "<rdf",
        "<rdf/>",
        "concept,language,label\nx,vi,\n",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        "\0",
        "concept,language,label\nx,12,y\n",
        "concept,language,label,hs\nx,vi,y,abc\n",
        f"concept,language,label\nx,vi,{'y' * 300}\n",
    ],
)
def test_bad_word_lists_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"bad\.csv"):
        read_word_list(path)


def test_a_concept_that_shares_a_name_is_the_lexicons_own(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(
        "concept;language;label;broader;hs\nx1;en;ginger;;\nx1;vi;zorbal;;\nx2;EN-gb;quimby;x1;0910.11\n"
    )
    known, new = joined(shipped(), read_word_list(path))
    assert (known.id, known.labels["vi"]) == ("ginger", ("zorbal",))
    assert (new.id, new.broader, new.hs) == ("x2", "ginger", "091011")
