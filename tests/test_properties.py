"""What holds for any text, any file and any table, with inputs that hypothesis makes up.

`make fuzz` tries 20,000 of them and more, each run others; CI the same few on every run. Texts are
read ten at a time, for tables take longer to make than such texts take to read.
"""

import json
import shutil
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import readout
from handmade import tables
from readout import schema, store
from readout.frames import Tables
from readout.inputs import documents
from readout.inputs.boilerplate import find_boilerplate
from readout.inputs.databases import articles_in
from readout.inputs.files import Limits

PIECES = [
    "Orla Venn", "the mayor of Norburg", "said", "told", "on Tuesday", "13 May 2031", "“", "”", '"',
    "‘", "'", "no talks had taken place", ".", "?", "…", ":", ",", "—", "\n", "\n\n", "\r\n", "\t", " ",
    "\u00a0", "\u200b", "Advertisement", "שלום", "مرحبا", "中文", "🙂", "👩\u200d👩\u200d👧", "e\u0301",
    "\u202e", "\0", "\x1b[2J", "=1+1", "-", "<b>", "&amp;", "http://a.example/?q=1", "7%", "$5",
    "she", "who", "according to", "reportedly", "according", "did not", "x" * 1200, "(" * 30,
]  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
GLUED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TEXT = st.one_of(NEWS, GLUED, st.text(max_size=200), st.text("“”\"' \n.", max_size=200))
STORABLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
FORMULA = st.text("'=+-@\t\r＝＋ ab\"\n,", min_size=1)
TOGETHER = 10  # texts that are read at once
TEXTS = st.lists(TEXT, min_size=TOGETHER, max_size=TOGETHER)
EXAMPLES = settings.default.max_examples if settings.default else 100
TENTH, TWENTIETH = (settings(max_examples=EXAMPLES // n) for n in (TOGETHER, 2 * TOGETHER))
SECONDS = 60  # of this process; work that grows with the square took ten times as long
FORMATS = ("txt", "md", "csv", "tsv", "json", "jsonl", "parquet", "xlsx", "zip", "yml", "gif")


def read_or_refused(path, **how):
    """The articles at a path, or None where a sentence says that there are none."""
    try:
        frame = readout.articles(path, **how)
    except ValueError as error:
        if "No article could be read" not in str(error):
            raise
        return None
    assert schema.check(frame, "articles") == []
    return frame


def as_articles(texts):
    """An articles table of texts, as far as they can be stored and aren't empty."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "all.jsonl"
        rows = [{"text": text, "id": f"a{i}"} for i, text in enumerate(texts)]
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return read_or_refused(path)


def assert_same(one, two):
    for name in ("entities", "quotes", "events", "mentions", "quote_spans", "arguments", "times"):
        pd.testing.assert_frame_equal(one.frames[name], two.frames[name])


@TENTH
@given(texts=TEXTS)
def test_any_text_gives_sound_tables_that_point_into_it(nlp, texts):
    articles = as_articles(texts)
    if articles is not None:
        made = readout.read(articles, nlp=nlp)
        assert schema.check_all(made.frames) == []
        assert len(made.articles) == len(articles), made.intake["note"].tolist()


@TWENTIETH
@given(texts=TEXTS)
def test_neither_order_nor_company_changes_what_is_read(nlp, texts):
    articles = as_articles(texts)
    if articles is None:
        return
    together = readout.read(articles, nlp=nlp)
    turned = readout.read(articles.iloc[::-1].reset_index(drop=True), nlp=nlp)
    alone = readout.read(articles.iloc[:1], nlp=nlp)
    for name in ("quotes", "events", "mentions"):
        for other in (turned, alone):
            in_order = other.frames[name].sort_values(["doc_id", "start"], kind="stable")
            expected = together.frames[name].sort_values(["doc_id", "start"], kind="stable")
            expected = expected[expected["doc_id"].isin(other.articles["doc_id"])]
            pd.testing.assert_frame_equal(
                in_order.reset_index(drop=True), expected.reset_index(drop=True)
            )


@given(data=st.binary(max_size=400), name=st.sampled_from(FORMATS))
def test_any_bytes_are_read_or_refused_with_a_sentence(data, name):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{name}"
        path.write_bytes(data)
        read_or_refused(path)


@given(text=TEXT, name=st.sampled_from(("csv", "md", "json", "jsonl", "txt")))
def test_any_text_in_any_format_is_read_or_refused(text, name):
    data = {"csv": f"id,text\n7,{text}\n", "md": f"---\ntitle: {text}\n---\n{text}", "json": f'[{{"text": "{text}"}}]'}  # fmt: skip
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{name}"
        path.write_text(str(data.get(name, text)), encoding="utf-8", errors="replace")
        read_or_refused(path, repair=True)


@given(body=st.lists(st.sampled_from([*PIECES, "<p>", "</p>", "<div>", "<!--", "<script>", "<table>", "&#0;", "&bad;"]), max_size=40).map("".join))  # fmt: skip
def test_any_page_gives_a_story_or_a_sentence(body):
    answer = documents.answer_to(
        "html", f"<html><body>{body}</body></html>".encode("utf-8", "replace")
    )
    assert answer.get("error") or answer["values"]["text"].strip()


@given(text=st.one_of(TEXT, st.text(max_size=300)))
def test_boilerplate_lies_in_the_text_and_in_order(text):
    spans = [boilerplate.span for boilerplate in find_boilerplate(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(text=st.text("ABDEHNOPST0123456789 of\nDOCUMENTSBODY:_Fulltext.", max_size=300))
def test_any_text_is_an_export_or_none(text):
    found = articles_in(text)
    assert found is None or all(isinstance(value, str) for row in found for value in row.values())


@TENTH
@given(texts=st.lists(st.one_of(STORABLE, FORMULA), min_size=TOGETHER, max_size=TOGETHER))
def test_no_cell_of_a_csv_file_is_a_formula_and_all_come_back(texts):
    texts = [text.replace("\0", " ") for text in texts]
    made = tables(
        articles=[
            {"doc_id": f"a{i}", "path": "p", "text": text, "sha256": "0", "title": text}
            for i, text in enumerate(texts)
        ]
    )
    with TemporaryDirectory() as folder:
        made.save(folder, format="csv")
        raw = pd.read_csv(Path(folder) / "articles.csv", dtype="str", keep_default_na=False)
        assert not raw["title"].str.match(r"[=+\-@\t\r＝＋－＠]").any()
        loaded = Tables.load(folder).articles
    assert loaded["text"].tolist() == texts
    assert loaded["title"].tolist() == texts


@pytest.fixture(scope="module")
def saved(nlp, tmp_path_factory):
    """The tables of one article, saved in every format."""
    folder = tmp_path_factory.mktemp("saved")
    articles = as_articles(["Orla Venn, the mayor, said on Tuesday: “No talks had taken place.”"])
    assert articles is not None
    for format_ in store.FORMATS:
        readout.read(articles, nlp=nlp).save(folder / format_, format=format_)
    return folder


@given(data=st.data(), format_=st.sampled_from(store.FORMATS))
def test_damaged_tables_are_refused_with_a_sentence_or_sound(saved, data, format_):
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(saved / format_, Path(folder) / "tables"))
        path = data.draw(st.sampled_from(sorted(copy.iterdir())))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
        path.write_bytes(content)
        try:
            loaded = Tables.load(copy)
        except ValueError:
            return
        assert schema.check_all(loaded.frames) == []


def test_reading_twice_or_with_more_workers_gives_equal_tables(nlp):
    articles = as_articles(
        [" ".join(PIECES), "".join(PIECES), "One word.", "“" * 50, "\u202e", "Orla Venn said so."]
    )
    assert articles is not None
    once = readout.read(articles, nlp=nlp)
    assert_same(once, readout.read(articles, nlp=nlp))
    assert_same(once, readout.read(articles, nlp=nlp, workers=2))


def test_limits_must_be_positive():
    from readout.inputs.files import limits_of

    assert limits_of({"page_mb": "50", "members": "7"}) == Limits(page_mb=50, members=7)
    for bad in (
        {"pages": "1"},
        {"page_mb": "-1"},
        {"page_mb": "much"},
        {"members": "1.5"},
        {"ratio": "nan"},
    ):
        with pytest.raises(ValueError, match=r"no limit 'pages'|must be a number above 0"):
            limits_of(bad)


@pytest.mark.parametrize(
    "text", ["´", "a ´ b", "\u0301", "👩\u200d👩\u200d👧 " * 50, "\u202e", "\0\0", "שלום", "word"]
)
def test_odd_texts_that_once_failed_or_might(nlp, text):
    articles = as_articles([text])
    assert articles is not None
    made = readout.read(articles, nlp=nlp)
    assert len(made.articles) == 1, made.intake["note"].tolist()
    assert schema.check_all(made.frames) == []


# What there is so much of that time would tell, if any work grew with its square.
MANY = {
    "quotation marks": '"' * 100_000,
    "quotation marks apart": '" ' * 10_000,
    "no full stop": "Orla Venn of Norburg said on Tuesday that nobody had met and " * 500,
    "nothing but blanks": " \n\t" * 30_000,
    "one word": "a" * 1_000_000,
    "NULs": "a\0 " * 10_000,
    "combining marks": "e\u0301\u0302" * 30_000,
    "right to left": "שלום עולם " * 5_000,
    "emoji": "👩\u200d👩\u200d👧 " * 2_000,
    "names": "Orla Venn, " * 5_000,
}


@pytest.mark.parametrize("kind", MANY)
def test_much_of_a_kind_takes_no_more_than_its_share(nlp, kind):
    articles = as_articles([MANY[kind]])
    begin = time.process_time()
    if articles is not None:
        made = readout.read(articles, nlp=nlp)
        assert len(made.articles) == 1, made.intake["note"].tolist()
        assert schema.check_all(made.frames) == []
    assert time.process_time() - begin < SECONDS
