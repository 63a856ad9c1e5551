"""The sample corpus is what data/README.md says: invented, varied, comparable."""

import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from readout import scores
from readout.schema import check_all

DATA = Path(__file__).parents[1] / "data"
PATHS = sorted((DATA / "articles").glob("*.md"))
REAL = re.compile(
    r"\b(?:Trump|Putin|Biden|London|Paris|Berlin|Washington|Moscow|Russia|America|Europe|China|"
    r"Germany|France|Reuters|BBC|CNN|NATO|United Nations)\b"
)


def front_matter(path):
    _, matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(matter), body


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_article(path):
    matter, body = front_matter(path)
    assert matter["invented"] is True
    assert set(matter) == {"title", "published", "outlet", "byline", "url", "invented"}
    assert re.match(r"https://[\w.-]+\.example/", matter["url"])
    assert path.name.startswith(f"{matter['published']}-")
    assert 250 <= len(body.split()) <= 700
    assert not REAL.search(body)


def test_there_are_enough_articles_outlets_and_weeks():
    matters = [front_matter(path)[0] for path in PATHS]
    days = [matter["published"] for matter in matters]
    assert len(PATHS) >= 24
    assert len({matter["outlet"] for matter in matters}) >= 4
    assert (max(days) - min(days)).days >= 21


def test_the_same_words_are_in_several_outlets():
    said = "The Council does not keep the minutes of dinners"
    outlets = [m["outlet"] for m, body in map(front_matter, PATHS) if said in body]
    assert len(set(outlets)) >= 3


def test_one_article_is_nearly_another():
    paragraphs = [set(front_matter(path)[1].split("\n\n")) for path in PATHS]
    assert max(len(a & b) / len(a | b) for a, b in combinations(paragraphs, 2)) > 0.5


def test_readme_says_at_the_top_that_all_is_invented():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert "Everything in this folder is invented" in readme[:60]


def test_gold_is_sound_and_of_six_articles(sample_tables):
    gold = scores.load_gold(DATA / "gold")
    assert gold["quotes"]["doc_id"].nunique() == 6
    empty = {name: frame.head(0) for name, frame in sample_tables.frames.items()}
    assert check_all({**empty, "articles": sample_tables.articles, **gold}) == []
