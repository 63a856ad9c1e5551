"""Files in, articles out: formats, metadata, text kept exactly, and bad input in sentences."""

import json

import pandas as pd
import pytest

import readout
from readout.inputs.boilerplate import find_boilerplate, headline
from readout.inputs.language import foreign_language
from readout.intake import by_file
from readout.schema import TABLES, check

STORY = "Talks fail\n\nThe talks failed.\r\nNobody “won”.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def intake(frame):
    return pd.DataFrame(frame.attrs["intake"])


def test_text_is_kept_exactly_and_the_headline_found(folder):
    put(folder / "a.txt", STORY)
    frame = readout.articles("a.txt")
    assert check(frame, "articles") == []
    row = frame.iloc[0]
    assert (row["doc_id"], row["title"], row["path"]) == ("a", "Talks fail", "a.txt")
    assert row["text"] == STORY


def test_metadata_stands_beside_a_text(folder):
    put(folder / "a.txt", STORY)
    put(
        folder / "a.yml", "title: Other\npublished: 2031-05-13T09:30:00+02:00\noutlet: The Ledger\n"
    )
    row = readout.articles("a.txt").iloc[0]
    assert (row["title"], row["outlet"]) == ("Other", "The Ledger")
    assert row["published"] == pd.Timestamp(2031, 5, 13, 9, 30)


def test_front_matter_is_not_text(folder):
    put(folder / "a.md", "---\ntitle: Talks\npublished: 2031-05-13\ninvented: true\n---\n\nBody.\n")
    row = readout.articles("a.md").iloc[0]
    assert (row["title"], row["text"]) == ("Talks", "\nBody.\n")


ROWS = [
    {"id": "007", "text": "One.", "title": "NA", "published": "2031-05-13"},
    {"id": "8", "text": "=SUM(1)", "title": "null", "outlet": "The Ledger"},
]
WRITERS = {
    "csv": lambda frame, path: frame.to_csv(path, index=False),
    "tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t"),
    "parquet": lambda frame, path: frame.to_parquet(path),
    "xlsx": lambda frame, path: frame.to_excel(path, index=False, engine="openpyxl"),
    "jsonl": lambda frame, path: path.write_text("\n".join(map(json.dumps, ROWS))),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_tables_are_read_as_text(folder, suffix):
    rows = ROWS if suffix != "xlsx" else [ROWS[0], ROWS[1] | {"text": "SUM(1)"}]
    WRITERS[suffix](pd.DataFrame(rows), folder / f"all.{suffix}")
    frame = readout.articles(f"all.{suffix}")
    assert frame["doc_id"].tolist() == ["007", "8"]
    assert frame["title"].tolist() == ["NA", "null"]
    assert frame["text"].tolist() == [row["text"] for row in rows]
    assert frame["published"].isna().tolist() == [False, True]
    assert frame["path"].tolist() == [f"all.{suffix}#row 1", f"all.{suffix}#row 2"]


def test_a_folder_is_searched_in_order_without_hidden_files_and_readmes(folder):
    for name in ("b/two.txt", "a/one.txt", ".git/x.txt", "README.md", "a/README.md", "b/two.yml"):
        put(folder / "press" / name, STORY)
    put(folder / "press" / "b" / "two.yml", "title: Two\n")
    frame = readout.articles("press")
    assert frame["doc_id"].tolist() == ["one", "two"]
    assert frame["path"].tolist() == ["press/a/one.txt", "press/b/two.txt"]


def test_equal_names_in_two_folders_get_their_folders(folder):
    for name in ("a/story.txt", "b/story.txt"):
        put(folder / name, STORY)
    assert readout.articles(folder)["doc_id"].tolist() == ["a/story", "b/story"]


# name, content, what the intake says: status, words of the note
NOTED = [
    ("bom.txt", b"\xef\xbb\xbfText here.", "noted", "byte order mark"),
    ("old.txt", "It’s “off”.".encode("cp1252"), "noted", "read as cp1252"),
    ("japan.txt", ("これは試験です。" * 20).encode("shift_jis"), "noted", "which it looks like"),
    ("date.md", "---\npublished: soonish\n---\nText.", "noted", "'soonish' could not be read"),
    ("half.md", "---\npublished: May\n---\nText.", "noted", "'May' could not be read"),
    ("dots.md", "---\npublished: 03.04.2017\n---\nText.", "noted", "taken as day/month/year; as it is where dots"),
    ("us.md", "---\npublished: 03/04/2017\n---\nText.", "noted", "ambiguous"),
    ("sure.md", "---\npublished: 25/04/2017\n---\nText.", "read", None),
    ("half.jsonl", '{"text": "a \\ud800 b"}', "noted", "lone surrogates"),
    ("empty.txt", "", "skipped", "the text is empty"),
    ("blank.txt", " \n", "skipped", "the text is empty"),
    ("picture.gif", "GIF89a", "skipped", "'.gif' files are not read; those that are: .txt"),
    ("no_text.csv", "title,lede\na,b\n", "skipped", "no column is known to hold the text; the columns are title, lede"),
    ("bad.jsonl", '{"text": ', "skipped", "this line is no JSON"),
    ("list.jsonl", "[1]", "skipped", "must be an object"),
    ("bad.parquet", "PAR0", "skipped", "Parquet"),
    ("bad.xlsx", "PK", "skipped", "no sound zip archive"),
    ("bad.md", "---\n: [\n---\nText.", "skipped", "no YAML"),
    ("list.md", "---\n- a\n---\nText.", "skipped", "must be lines such as"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "status", "note"), NOTED, ids=lambda v: str(v)[:20])
def test_what_is_wrong_is_said_and_costs_only_itself(folder, name, content, status, note):
    put(folder / name, content)
    put(folder / "good.txt", STORY)
    frame = readout.articles([name, "good.txt"])
    first, second = frame.attrs["intake"]
    assert (first["status"], second["status"]) == (status, "read")
    assert first["path"].startswith(name)
    assert (first["note"] is None) if note is None else (note in first["note"])
    assert len(frame) == (1 if status == "skipped" else 2)


def test_a_repeated_id_is_skipped_and_both_rows_named(folder):
    put(folder / "all.csv", "id,text\n1,One.\n1,Two.\n")
    frame = readout.articles("all.csv")
    assert frame["text"].tolist() == ["One."]
    assert "'1' is already that of all.csv#row 1" in intake(frame)["note"][1]
    assert intake(frame)["path"][1] == "all.csv#row 2"


def test_a_missing_path_is_named(folder):
    with pytest.raises(FileNotFoundError, match=r"no file or folder 'nowhere'"):
        readout.articles("nowhere")


def test_nothing_readable_gives_all_reasons(folder):
    put(folder / "a.txt", "")
    put(folder / "b.gif", "")
    with pytest.raises(ValueError, match=r"(?s)No article .*a\.txt: the text is empty.*b\.gif"):
        readout.articles(["a.txt", "b.gif"])


@pytest.mark.parametrize(
    ("line", "is_boilerplate"),
    [
        ("This story is over 5 years old.", True),
        ("Advertisement", True),
        ("Sign up for our daily newsletter.", True),
        ("Read the rest here.", True),
        ("Follow us on Example", True),
        ("Share this article", True),
        ("Related: Minister denies talks", True),
        ("© 2031 The Calder Ledger. All rights reserved.", True),
        ("This story is over 5 years old, and still nobody knows how it ended.", False),
        ("Share this burden, she told the assembly, or lose the peace.", False),
        ("Advertisement spending fell by a third in May.", False),
        ("“Follow us,” the guide said, and they did.", False),
        ("Sign up for the army or leave, he told them, before the newsletters of the unions changed everything in this town.", False),
        ("He asked readers to subscribe to the paper.", False),
    ],
)  # fmt: skip
def test_boilerplate_is_a_whole_line(line, is_boilerplate):
    text = f"First paragraph.\n\n  {line}\r\n\nLast paragraph."
    found = find_boilerplate(text)
    assert [b.span.of(text) for b in found] == ([line] if is_boilerplate else [])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks fail\n\nThe talks failed.", "Talks fail"),
        ("Advertisement\n\nTalks fail\r\n\r\nThe talks failed.", "Talks fail"),
        ("\n  Talks fail \n\nThe talks failed.", "Talks fail"),
        ("Talks fail\nThe talks failed.", None),
        ("The talks failed.\n\nNobody won.", None),
        ("Talks fail", None),
        ("", None),
    ],
)
def test_a_headline_stands_apart(text, title):
    found = headline(text)
    assert (found and found.of(text)) == title


def test_what_became_of_each_file_is_one_row(folder):
    put(folder / "a.csv", "id,text\n1,One.\n1,Two.\n2,\n3,\n4,Three.\n")
    put(folder / "b.txt", STORY)
    put(folder / "c.txt", "It’s “off”.".encode("cp1252"))
    files = by_file(intake(readout.articles(["b.txt", "c.txt", "a.csv"])))
    assert files["file"].tolist() == ["a.csv", "c.txt", "b.txt"]
    assert files[["read", "noted", "skipped"]].to_numpy().tolist() == [
        [2, 0, 3],
        [0, 1, 0],
        [1, 0, 0],
    ]
    assert "the text is empty; leave the article out or give its text (2 times)" in files["why"][0]
    assert "read as cp1252" in files["why"][1]
    assert pd.isna(files["why"][2])


def test_nothing_found_is_no_row():
    assert by_file(TABLES["intake"].empty()).empty


GERMAN = "Die Ministerin sagte am Dienstag, dass es keine Gespräche mit der Regierung gegeben habe, und dass sie auch nicht geplant seien. Das ist nach wie vor die Linie der Partei. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "German"),
        ("Le ministre a dit mardi que les négociations avec le gouvernement ne sont pas dans une bonne phase et que la paix est loin.", "French"),
        ("Министр сказал во вторник, что переговоры не состоялись и что они не были в планах, но это не всё, как он сказал по радио.", "Russian"),
        ("部長は火曜日に、交渉は行われなかったと述べた。これは試験です。これは試験です。", "Japanese"),
        ("قالت رئيسة البلدية يوم الثلاثاء إن المحادثات لم تجر وإنها لم تلتق أحدا في المدينة", "Arabic"),
        ("Orla Venn said on Tuesday that no talks had taken place and that none of them were planned for the coming weeks or months.", None),
        (GERMAN + "The minister said on Tuesday that there had been no talks with the government, and that they were not planned. That is still the line of the party, he said to us.", None),
        ("Northwire 3 Bay Post 1 Calder 2 Lindholm 0 Norburg 4 Tolmin 4 Vesper 1 Ostrey 2 Marrow 0 Harbour 5", None),
        ("Ja.", None),
    ],
)  # fmt: skip
def test_the_language_is_looked_at(text, language):
    assert foreign_language(text) == language


def test_an_article_in_another_language_is_read_for_names_alone(folder, nlp):
    put(folder / "de.txt", f"Halvard Brandt traf Mirela Sovan. „Nein“, sagte Brandt. {GERMAN}" * 2)
    tables = readout.read(readout.articles("de.txt"), nlp=nlp)
    assert tables.intake["note"].tolist() == [
        "not in English but in German, it seems: only names are read"
    ]
    assert {len(tables.quotes), len(tables.events), len(tables.times)} == {0}
    assert set(tables.mentions["form"]) <= {"name"}
    assert "Halvard Brandt" in set(tables.entities["name"])


def test_mojibake_is_repaired_when_asked_and_said(folder):
    put(folder / "a.md", "---\ntitle: CafÃ©\n---\nShe â€œdidnâ€™tâ€\x9d say so, “really”.")
    assert readout.articles("a.md")["text"][0].startswith("She â€œ")
    frame = readout.articles("a.md", repair=True)
    assert (frame["title"][0], frame["text"][0]) == ("Café", "She “didn’t” say so, “really”.")
    assert "mojibake" in intake(frame)["note"][0]


def test_the_day_comes_first_when_asked(folder):
    put(folder / "a.csv", "text,date\nOne.,03/04/2017\nTwo.,2017-03-04\nThree.,3/4/17\n")
    usual = readout.articles("a.csv")
    turned = readout.articles("a.csv", day_first=True)
    assert usual["published"].dt.strftime("%m-%d").tolist() == ["03-04", "03-04", "03-04"]
    assert turned["published"].dt.strftime("%m-%d").tolist() == ["04-03", "03-04", "04-03"]
    assert (
        "taken as month/day/year; if the day comes first, say --day-first"
        in intake(usual)["note"][0]
    )
    assert "taken as day/month/year" in intake(turned)["note"][2]
    assert intake(turned)["status"].tolist() == ["noted", "read", "noted"]


def test_equal_names_from_two_places_are_both_kept(folder):
    for place in ("a", "b"):
        put(folder / place / "story.txt", STORY)
    assert readout.articles(["a", "b"])["doc_id"].tolist() == ["story", "story-2"]
