"""Work and memory grow with the text, and no faster: four times as much of a kind costs four times
as much, a little more allowed. Calls of functions are counted, and bytes: seconds tell of others."""

import cProfile
import pstats
import tracemalloc

import pyarrow as pa
import pytest

from readout.annotations import Article
from readout.parsing.sentences import LONGEST_SENTENCE
from readout.pipeline import TOGETHER, annotate, parse, pieces_of
from readout.running import folder

TIMES = 4
ALLOWED = 1.25 * TIMES
SMALL = 6_000  # characters
CONSONANTS = "bdfgklmnprst"


def names(n):
    """So many names, each another."""
    syllables = [
        f"{one}{vowel}{two}" for one in CONSONANTS for vowel in "aou" for two in CONSONANTS
    ]
    return [syllables[i * 7 % 431].title() + syllables[i * 11 % 431] for i in range(n)]


KINDS = {
    "no full stop": lambda n: "Orla Venn of Norburg said on Tuesday that nobody had met and " * n,
    "quotes": lambda n: "".join(f"“We saw {name},” said {name} Venn. " for name in names(n)),
    "one event": lambda n: "".join(f"Orla Venn met {name}. " for name in names(n)),
    "surnames": lambda n: "".join(f"{name} Venn said that Venn had left. " for name in names(n)),
    "the two leaders": lambda n: "".join(f"{name} Venn and Ada Bell met. The two leaders left. " for name in names(n)),
    "citing": lambda n: "The paper, citing an official, said that nobody had met. " * n,
    "lines": lambda n: "Norburg 3, Lindholm 1\n" * n,
    "times of day": lambda n: "9 a.m., 5 p.m. " * n,
    "single marks": lambda n: "‘a 'b " * n,
}  # fmt: skip


@pytest.fixture(scope="module")
def read_through(nlp):
    """What it costs to read so many characters of a kind, once they are parsed (and what is made once is there):
    calls of functions, and bytes at most."""

    for article, doc in parse(nlp, [Article(doc_id="a", text="“No,” Ada Bell said on Monday.")]):
        annotate(article, doc)

    def costs(kind, n_characters):
        text = KINDS[kind](n_characters)[:n_characters]
        article, doc = next(parse(nlp, [Article(doc_id="a", text=text)]))
        with cProfile.Profile() as profile:
            annotate(article, doc)
        tracemalloc.start()
        annotate(article, doc)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return pstats.Stats(profile).total_calls, peak  # pyright: ignore[reportAttributeAccessIssue]

    return costs


@pytest.mark.parametrize("kind", KINDS)
def test_four_times_the_text_is_four_times_the_work_and_memory(read_through, kind):
    calls, size = read_through(kind, SMALL)
    more_calls, larger = read_through(kind, TIMES * SMALL)
    assert more_calls <= ALLOWED * calls
    assert larger <= ALLOWED * size


@pytest.mark.parametrize("text", ['" ' * 2_000, "Norburg 3, Lindholm 1\n" * 300, "a\n" * 2_000, "word " * 2_000])  # fmt: skip
def test_no_sentence_is_longer_than_prose_has_them(nlp, text):
    assert max(map(len, nlp(text).sents)) <= LONGEST_SENTENCE


def test_a_long_text_is_parsed_in_pieces_that_make_it_up(nlp):
    text = "Orla Venn said no.\nIlan Marr left.\n\n" * (3 * TOGETHER // 30)
    assert len(list(pieces_of(text))) > 1
    assert "".join(pieces_of(text)) == text
    assert all(piece.endswith("\n\n") for piece in pieces_of(text))
    (_, doc), (_, other) = parse(
        nlp, [Article(doc_id="a", text=text), Article(doc_id="b", text="No.")]
    )
    assert doc.text == text
    assert other.text == "No."
    assert len(doc.tensor) == len(doc)
    assert all("\n\n" not in sentence.text.strip() for sentence in doc.sents)


@pytest.mark.parametrize("text", ["", "word", "a" * 200_000, " " * 200_000, "a " * 100_000])
def test_any_text_is_the_sum_of_its_pieces(text):
    assert "".join(pieces_of(text)) == text
    assert max(map(len, pieces_of(text))) <= max(TOGETHER, len(text.split(" ")[0]) + 1)


def test_gathering_small_tables_grows_with_their_number():
    def calls(n):
        pieces = [pa.table({"n": [i]}) for i in range(n)]
        with cProfile.Profile() as profile:
            gathered = list(folder._gathered(pieces))
        assert [table.num_rows for table in gathered] == [n]
        return pstats.Stats(profile).total_calls  # pyright: ignore[reportAttributeAccessIssue]

    assert calls(TIMES * 100) <= ALLOWED * calls(100)


def test_tables_are_gathered_until_they_have_enough_rows(monkeypatch):
    monkeypatch.setattr(folder, "ROWS", 5)
    pieces = [pa.table({"n": list(range(size))}) for size in (2, 2, 2, 1, 7, 3)]
    assert [table.num_rows for table in folder._gathered(pieces)] == [6, 8, 3]
