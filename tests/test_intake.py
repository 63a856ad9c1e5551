"""Files in, articles out: formats, metadata, text kept exactly, and bad input in sentences."""

import json

import pandas as pd
import pytest

import readout
from readout.boilerplate import find_boilerplate, headline
from readout.schema import check

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
        ("Talks fail\nThe talks failed.", None),
        ("The talks failed.\n\nNobody won.", None),
        ("Talks fail", None),
        ("", None),
    ],
)
def test_a_headline_stands_apart(text, title):
    assert headline(text) == title
