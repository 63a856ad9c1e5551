"""The pipes that readout builds otherwise find what spaCy's own do."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import readout
from readout.parsing.lemmas import Lemmas
from readout.parsing.recogniser import Recogniser
from readout.parsing.ruler import Ruler
from readout.pipeline import load, numpy_is_faster, products
from readout.running.installed import package_of

DATA = Path(__file__).parents[1] / "data" / "articles"
FOUND: list[int | str] = [
    "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE",
]  # fmt: skip
ODD = (
    "",
    " ",
    "\n\n",
    "Ada",
    "Ada ",
    "Ada Bell",
    "the Bank of",
    "Ada Bell\n\nOslo Times\n\n\nNorburg , Ohio",
    "There's no deal, let's go, you ain't gonna get it. There are two.",
    "— “ ” … 12 % $ 3 million\tin May 2031 - June 2032 ( New York )",
    "ADA BELL " * 40,
)


@pytest.fixture(scope="module")
def plain() -> Language:
    with products(numpy_is_faster()):
        return spacy.load(package_of())


def found_in(docs: list[Doc]) -> list[list[list[int]]]:
    return [doc.to_array(FOUND).tolist() for doc in docs]


def test_our_pipes_find_what_those_of_spacy_find(nlp, plain):
    texts = [*readout.articles(DATA)["text"].tolist(), *ODD]
    ours, theirs = (
        list(model.pipe(texts, batch_size=8, disable=["sentence_limits"])) for model in (nlp, plain)
    )
    assert sum(len(doc.ents) for doc in theirs) > 100
    assert found_in(ours) == found_in(theirs)


def test_one_text_alone_is_read_as_among_others(nlp):
    alone = [nlp(text) for text in ODD]
    assert found_in(alone) == found_in(list(nlp.pipe(ODD, batch_size=4)))


def test_names_that_a_pipe_before_has_set_stay_as_with_spacy(plain):
    models = load(), spacy.load(package_of())
    for model in models:
        rules = model.add_pipe("entity_ruler", before="ner")
        rules.add_patterns([{"label": "PRODUCT", "pattern": "Norburg Council"}])  # pyright: ignore[reportFunctionMemberAccess]
    text = "Ada Bell told the Norburg Council in Oslo on Monday that it was late."
    ours, theirs = (model(text) for model in models)
    assert "Norburg Council" in {name.text for name in ours.ents if name.label_ == "PRODUCT"}
    assert found_in([ours]) == found_in([theirs])


def test_a_loaded_model_has_the_pipes_of_readout(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    for model in (nlp, load(str(tmp_path))):
        assert isinstance(model.get_pipe("ner"), Recogniser)
        assert isinstance(model.get_pipe("attribute_ruler"), Ruler)
        assert isinstance(model.get_pipe("lemmatizer"), Lemmas)


def test_rules_are_forgotten_with_the_ruler_cleared(nlp):
    ruler = Ruler(nlp.vocab)
    ruler.add([[{"LOWER": "norburg"}]], {"LEMMA": "Norburg"})
    ruler.add([[{"LOWER": "norburg"}, {"LOWER": "city"}]], {"LEMMA": "Norburg City"}, index=-2)
    ruler.add([[{"LOWER": "norburg", "OP": "+"}]], {"LEMMA": "NORBURG"})
    doc = Doc(nlp.vocab, words=["norburg", "is", "norburg", "city"])
    assert [word.lemma_ for word in ruler(doc)] == ["NORBURG", "", "NORBURG", ""]
    ruler.clear()
    ruler.add([[{"LOWER": "norburg"}, {"LOWER": "city"}]], {"LEMMA": "Norburg City"}, index=-2)
    ruler.add([[{"LOWER": "city"}]], {"LEMMA": "town"})
    doc = Doc(nlp.vocab, words=["norburg", "is", "norburg", "city"])
    assert [word.lemma_ for word in ruler(doc)] == ["", "", "Norburg City", "town"]


def test_what_is_remembered_has_bounds(nlp, monkeypatch):
    monkeypatch.setattr("readout.parsing.ruler.MANY", 2)
    ruler = Ruler(nlp.vocab)
    ruler.add([[{"IS_ALPHA": True}]], {"POS": "NOUN"})
    for word in ("ada", "bell", "oslo", "norburg", "ada"):
        assert ruler(Doc(nlp.vocab, words=[word]))[0].pos_ == "NOUN"
    assert len(ruler._known) <= 3


@pytest.mark.parametrize(("overwrite", "lemma"), [(False, "bridges"), (True, "bridge")])
def test_a_lemma_that_a_pipe_before_has_set_stays_unless_it_is_overwritten(overwrite, lemma):
    model = load()
    model.get_pipe("lemmatizer").overwrite = overwrite  # pyright: ignore[reportFunctionMemberAccess]
    model.get_pipe("attribute_ruler").add([[{"LOWER": "bridges"}]], {"LEMMA": "bridges"})  # pyright: ignore[reportFunctionMemberAccess]
    doc = model("Ada Bell saw bridges, boats and bridges.")
    assert [doc[i].lemma_ for i in (2, 3, 5, 7)] == ["see", lemma, "boat", lemma]


def test_a_lemma_is_known_after_the_memory_zone_in_which_it_was_first_found(nlp):
    for _ in range(2):
        with nlp.memory_zone():
            assert [word.lemma_ for word in nlp("Two zorbelings slept.")][1:3] == [
                "zorbeling",
                "sleep",
            ]


def test_lemmas_that_are_remembered_are_bounded(nlp, monkeypatch):
    monkeypatch.setattr("readout.parsing.lemmas.MANY", 2)
    lemmatizer = load().get_pipe("lemmatizer")
    for word in ("one", "two", "three", "four", "five"):
        doc = Doc(nlp.vocab, words=[word], pos=["NOUN"])
        assert lemmatizer(doc)[0].lemma_ == word  # pyright: ignore[reportCallIssue]
    assert len(lemmatizer._known) <= 3  # pyright: ignore[reportFunctionMemberAccess]
