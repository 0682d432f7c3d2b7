"""Learning from answers, learned translations, and products against plain matrix algebra."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from matchmaker.matching.engine import learn_weights
from matchmaker.matching.engine.kernel import block_products, stacked, top_pairs
from matchmaker.matching.engine.spelling import Speller, misspelled
from matchmaker.matching.engine.tables import Table
from matchmaker.matching.engine.translation import Dictionary, learn
from matchmaker.matching.engine.weights import ENOUGH, FEATURES, FIXED, as_array


def test_fixed_weights_are_a_convex_sum() -> None:
    assert sum(FIXED.values()) == pytest.approx(1)
    assert set(FIXED) == set(FEATURES)
    assert as_array({}).sum() == pytest.approx(1)


def test_weights_are_learned_only_where_they_predict_better() -> None:
    features = np.random.default_rng(3).random((400, len(FEATURES)))
    telling = features[:, FEATURES.index("form")] > 0.5
    learned = learn_weights(features, telling.tolist())
    assert learned.used
    assert learned.learned_loss < learned.fixed_loss
    assert max(learned.weights, key=lambda name: learned.weights[name]) == "form"
    assert sum(learned.weights.values()) == pytest.approx(1)
    as_fixed = features @ as_array(FIXED)
    same = learn_weights(features, (as_fixed > np.median(as_fixed)).tolist())
    assert same.used == (same.learned_loss < same.fixed_loss)


@pytest.mark.parametrize("answers", [[True] * (ENOUGH * 2), [True, False] * 5, []])
def test_few_or_one_sided_answers_teach_nothing(answers: list[bool]) -> None:
    learned = learn_weights(np.zeros((len(answers), len(FEATURES))), answers)
    assert not learned.used
    assert learned.weights == FIXED


def test_translations_are_learned_from_pairs() -> None:
    pairs = [(["nhà", "lớn"], ["big", "house"]), (["nhà"], ["house"]), (["lớn"], ["big"]), ([], ["x"])]
    dictionary = learn(pairs)
    assert dictionary.translations("nhà")[0][0] == "house"
    assert max(dictionary.meaning(["nhà"]), key=dictionary.meaning(["nhà"]).__getitem__) == "house"
    assert learn([]).translations("nhà") == Dictionary().translations("nhà") == ()


def test_products_equal_matrix_algebra() -> None:
    draw = np.random.default_rng(5)
    blocks = [(sparse.random(30, width, 0.3, "csr", np.float32, rng=draw)) for width in (7, 11)]
    left = stacked([block[:12] for block in blocks], [0.4, 0.6])
    right = stacked([block[12:] for block in blocks], [0.4, 0.6])
    n, o = next(top_pairs(left, right.T.tocsr(), 3, 0.0))
    exact = (left @ right.T).toarray()
    parts = block_products(left, right, (n, o), np.array([7, 18]))
    assert parts.sum(axis=1) == pytest.approx(exact[n, o], abs=1e-5)
    for row in set(n.tolist()):
        assert min(exact[row, o[n == row]]) >= np.sort(exact[row])[-3] - 1e-6


def test_one_typo_is_mended_where_there_is_no_choice() -> None:
    known = {"ginger": 9, "cashew": 3, "mango": 8, "mangy": 4, "milk": 5, "silk": 5, "juice": 9, "jute": 1}
    words = Table.of({word: [used] for word, used in known.items()})
    speller = Speller(words, Table.of(misspelled(words)))
    assert speller.mend("gignger") == "ginger"
    assert speller.mend("cahsew") == "cashew"
    assert speller.mend("mangp") is None  # two would do, none is much more usual
    assert speller.mend("imlk") == "milk"
    assert speller.mend("wilk") is None  # too short for another letter
    assert speller.mend("juic") == "juice"
    assert speller.mend("x" * 100_000) is None


@given(
    st.dictionaries(st.text(alphabet="abgừ생 ", min_size=1), st.lists(st.integers(0, 2**31 - 1), max_size=4))
)
def test_a_table_answers_as_the_dictionary_it_was_made_of(rows: dict[str, list[int]]) -> None:
    shares = {text: [value / 2**31 for value in values] for text, values in rows.items()}
    with TemporaryDirectory() as folder:
        Table.of(rows, shares).save(Path(folder), "x")
        loaded = Table.load(Path(folder), "x")
        assert {text: loaded.get(text) for text in rows} == rows
        assert {text: [value for value, _share in loaded.get_shares(text)] for text in rows} == rows
        assert loaded.get("absent") == loaded.get_shares("absent") == []
        assert len(loaded) == len(rows)
