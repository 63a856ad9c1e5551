"""A tree answers as spaCy's tokens and spans do, and sooner."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

import readout
from readout.annotations import Span
from readout.tree import Tree, tree_of

DATA = Path(__file__).parents[1] / "data" / "articles"
ATTRIBUTES = (
    "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_",
    "is_space", "is_alpha", "is_title", "is_lower", "is_punct", "is_quote", "like_num", "is_sent_end",
)  # fmt: skip
RELATIVES = ("lefts", "rights", "children", "ancestors", "conjuncts")
ODD = ("", " ", "\n\n", "Ada", "Ada  left.\n\n\n“No,” she said (twice). İ 3/4 “", "to to to " * 30)


@st.composite
def heads(draw: st.DrawFn) -> list[int]:
    """Where each word of a few hangs: trees, in which arcs may cross."""
    order = draw(st.permutations(range(draw(st.integers(1, 9)))))
    above = [draw(st.sampled_from(order[:n] or order[:1])) for n in range(len(order))]
    return [head for _, head in sorted(zip(order, above, strict=True))]


@pytest.fixture(scope="module")
def docs(nlp) -> list[Doc]:
    return list(nlp.pipe([*readout.articles(DATA)["text"], *ODD]))


def test_words_answer_as_tokens(docs):
    pairs = [(w, t) for doc in docs for w, t in zip(tree_of(doc), doc, strict=True)]
    assert len(pairs) > 5_000
    for word, token in pairs:
        assert [getattr(word, a) for a in ATTRIBUTES] == [getattr(token, a) for a in ATTRIBUTES]
        assert word.is_sent_start == bool(token.is_sent_start)
        assert word.morph.strip("_") == str(token.morph)
        assert word.end == token.idx + len(token)
        assert word.head.i == token.head.i
        assert (word.left_edge.i, word.right_edge.i) == (token.left_edge.i, token.right_edge.i)
        assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)


def test_words_have_the_relatives_of_tokens(docs):
    for doc in docs:
        for word, token in zip(tree_of(doc), doc, strict=True):
            for relatives in RELATIVES:
                ours, theirs = getattr(word, relatives), getattr(token, relatives)
                assert [w.i for w in ours] == [t.i for t in theirs], (relatives, token)
            assert [w.i for w in word.subtree] == sorted(t.i for t in token.subtree)


def test_phrases_answer_as_spans(docs):
    for doc in docs:
        tree = tree_of(doc)
        assert [(s.start, s.end) for s in tree.sentences] == [(s.start, s.end) for s in doc.sents]
        names = [(phrase.start, phrase.end, phrase[0].ent_type_) for phrase in tree.entities]
        assert names == [(name.start, name.end, name.label_) for name in doc.ents]
        for start in range(0, len(doc), 3):
            for length in (1, 2, 5, 9):
                phrase, span = tree[start : start + length], doc[start : start + length]
                assert (phrase.text, phrase.root.i) == (span.text, span.root.i)
                assert (phrase[-1].i, len(phrase)) == (span[-1].i, len(span))


@pytest.mark.parametrize("mode", ["expand", "contract"])
def test_characters_lead_to_the_words_of_a_tree_as_to_those_of_a_doc(docs, mode):
    for doc in docs:
        tree = tree_of(doc)
        for start in range(0, min(len(doc.text), 400)):
            for end in (start + 1, start + 2, start + 7):
                if end > len(doc.text):
                    continue
                given = Span(start, end)
                phrase = tree.touched_by(given) if mode == "expand" else tree.within(given)
                span = doc.char_span(start, end, alignment_mode=mode)
                there = (span.start, span.end) if span is not None and len(span) else None
                assert ((phrase.start, phrase.end) if phrase else None) == there, (start, end)


@given(heads())
def test_edges_hold_all_that_hangs_on_a_word_also_where_arcs_cross(above):
    words = [f"w{i}" for i in range(len(above))]
    deps = ["ROOT" if head == i else "dep" for i, head in enumerate(above)]
    doc = Doc(Vocab(), words=words, heads=above, deps=deps)
    for word in Tree(doc):
        below = [other.i for other in word.subtree]
        assert (word.left_edge.i, word.right_edge.i) == (min(below), max(below))
        assert below == sorted(token.i for token in doc[word.i].subtree)


def test_a_tree_is_made_once_and_goes_with_its_document(nlp):
    doc = nlp("Ada Bell left.")
    assert tree_of(doc) is tree_of(doc)
    assert tree_of(nlp("Ada Bell left.")) is not tree_of(doc)


def test_there_is_no_word_before_the_first(nlp):
    tree = tree_of(nlp("Ada Bell left."))
    assert tree[0].nbor().text == "Bell"
    with pytest.raises(IndexError, match=r"no word 1 places before 'Ada'"):
        tree[0].nbor(-1)
    with pytest.raises(IndexError):
        tree[-1].nbor()
