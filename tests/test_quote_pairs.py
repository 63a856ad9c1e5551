"""Pairs of made-up sentences: what is one utterance is told from near misses."""

import pytest
from across import pair_figures, same
from quote_pairs import pairs

WHO = ("Ada Bell", "Ona Rask", "Lev Tarn", "Mirela Sovan", "Edda Lorne")
NUMBERS = ("two", "4", "five", "16", "nine")


def word(number):
    """A word that nobody else has."""
    return "".join("bdfgklmnprstvz"[number // 14**k % 14] + "aeio"[number % 4] for k in range(3))


SENTENCES = [
    f"I will tell {WHO[i % 5]} that the {word(9 * i)} and our {NUMBERS[i % 5]} {word(9 * i + 1)} are "
    f"not in the {word(9 * i + 2)} of Tolmin before their {word(9 * i + 3)} {word(9 * i + 4)} ends"
    for i in range(60)
]


def test_the_same_seed_gives_the_same_pairs():
    assert pairs(SENTENCES, 40, seed=3) == pairs(SENTENCES, 40, seed=3)
    assert pairs(SENTENCES, 40, seed=3) != pairs(SENTENCES, 40, seed=4)


def test_half_are_the_same_and_every_way_is_used():
    made = pairs(SENTENCES, 70)
    assert sum(pair.is_same for pair in made) == 35
    assert {pair.made_by for pair in made} == {
        "trimmed", "split", "retold", "trimmed and retold", "number", "negation", "name",
    }  # fmt: skip


def test_too_few_contents_are_refused():
    with pytest.raises(ValueError, match="give more"):
        pairs(SENTENCES[:1], 200)


def test_retelling_shifts_pronouns_and_tenses():
    made = [pair.second for pair in pairs(SENTENCES, 40) if pair.made_by == "retold"]
    assert made
    assert all(second.startswith("that he would tell") for second in made)


def test_near_misses_are_told_apart():
    made = pairs(SENTENCES, 70)
    figures = pair_figures(made, same(made))
    assert figures["n_gold"] == 35
    assert figures["f1"] >= 90
