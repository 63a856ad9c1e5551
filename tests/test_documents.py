"""Web pages, PDFs and Word documents: the story and what is known of it, within bounds."""

import time
from importlib.util import find_spec

import pandas as pd
import pytest

import readout
from readout.inputs import documents
from readout.inputs.files import Limits

PARAGRAPHS = [
    "Orla Venn, the mayor of Norburg, said on Tuesday that no talks had taken place.",
    "“We met nobody,” she told reporters outside the town hall, where it rained.",
    "Her opponents say that two meetings were held in May, both of them in Lindholm.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Talks denied | The Ledger</title>
<meta property="og:title" content="Mayor denies talks"><meta name="author" content="Ada Bell">
<meta property="og:site_name" content="The Ledger">
<meta property="article:published_time" content="2031-05-13T09:30:00+02:00">
<link rel="canonical" href="https://ledger.example/talks"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Mayor denies talks</h1>{body}</article>
<aside><ul><li><a href="/1">Ten things to know about harbours</a></li></ul></aside>
<script>document.title = "run"</script><footer>Copyright. All rights reserved.</footer></body></html>"""


def became(path, **options):
    frame = readout.articles(path, **options)
    return {row["path"].rsplit("/", 1)[-1]: (row["status"], row["note"] or "") for row in frame.attrs["intake"]}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.txt").write_text("Talks fail.\n")
    return tmp_path


def test_a_page_gives_its_story_and_what_it_says_of_it(folder):
    (folder / "talks.html").write_text(PAGE.format(body=BODY), encoding="utf-8")
    row = readout.articles(folder / "talks.html").iloc[0]
    assert (row["title"], row["byline"], row["outlet"]) == (
        "Mayor denies talks",
        "Ada Bell",
        "The Ledger",
    )
    assert (row["published"], row["url"]) == (
        pd.Timestamp(2031, 5, 13),
        "https://ledger.example/talks",
    )
    assert all(paragraph in row["text"] for paragraph in PARAGRAPHS)
    assert not any(word in row["text"] for word in ("Sport", "Ten things", "Copyright", "run"))
    status, note = became(folder)["talks.html"]
    assert status == "noted"
    assert "words left out as boilerplate" in note


def test_what_a_page_says_is_overruled_by_the_file_beside_it(folder):
    (folder / "talks.htm").write_text(PAGE.format(body=BODY), encoding="utf-8")
    (folder / "talks.yml").write_text("outlet: The Bay Post\n")
    assert readout.articles(folder / "talks.htm")["outlet"].tolist() == ["The Bay Post"]


def test_pages_do_not_depend_on_those_before_them(folder):
    for name in ("a", "b", "c"):
        (folder / f"{name}.html").write_text(PAGE.format(body=BODY), encoding="utf-8")
    texts = readout.articles(sorted(folder.glob("*.html")))["text"]
    assert texts.nunique() == 1


def test_entities_are_not_expanded(folder):
    levels = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    bomb = f'<!DOCTYPE html [<!ENTITY e0 "lol">{levels}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    page = PAGE.replace("<!DOCTYPE html>", bomb).format(body=f"{BODY}<p>&e9; &file;</p>")
    (folder / "bomb.html").write_text(page, encoding="utf-8")
    begin = time.monotonic()
    text = readout.articles(folder / "bomb.html")["text"][0]
    assert time.monotonic() - begin < 20
    assert "lollol" not in text
    assert "root:" not in text


def test_deep_nesting_is_refused(folder):
    (folder / "deep.html").write_text(PAGE.format(body="<div>" * 100_000 + BODY), encoding="utf-8")
    assert "nested too deeply" in became(folder)["deep.html"][1]


def test_a_page_of_50_mb_is_refused(folder):
    (folder / "big.html").write_text(PAGE.format(body=BODY * 200_000), encoding="utf-8")
    assert (folder / "big.html").stat().st_size > 50_000_000
    assert "more than the 10 MB allowed" in became(folder)["big.html"][1]


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read(folder):
    (folder / "a.html").write_text(
        PAGE.format(body="<p>" + "<span>word</span> " * 200_000), encoding="utf-8"
    )
    (folder / "b.html").write_text(PAGE.format(body=BODY), encoding="utf-8")
    begin = time.monotonic()
    said = became(folder, limits=Limits(seconds=3))
    assert "within 3 seconds" in said["a.html"][1]
    assert said["b.html"][0] == "noted"
    assert time.monotonic() - begin < 20


def test_a_page_that_needs_too_much_memory_is_given_up(folder):
    (folder / "a.html").write_text(PAGE.format(body=BODY * 30_000), encoding="utf-8")
    (folder / "b.html").write_text(PAGE.format(body=BODY), encoding="utf-8")
    said = became(folder, limits=Limits(memory_mb=250))
    assert "memory_mb" in said["a.html"][1]
    assert said["b.html"][0] == "noted"


def test_a_page_without_a_story_is_said(folder):
    (folder / "none.html").write_text("<html><body></body></html>")
    assert "no story was found" in became(folder)["none.html"][1]


def test_a_word_document_is_read(folder):
    from docx import Document

    document = Document()
    document.add_paragraph("Mayor denies talks", style="Title")
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    document.add_table(1, 1)
    document.save(str(folder / "talks.docx"))
    row = readout.articles(folder / "talks.docx").iloc[0]
    assert row["title"] == "Mayor denies talks"
    assert row["text"] == "\n\n".join(("Mayor denies talks", *PARAGRAPHS))
    assert "1 tables left out" in became(folder)["talks.docx"][1]


def pdf_of(lines):
    """A PDF with a layer of text, written by hand."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, table, size, len(data))  # fmt: skip


def test_a_pdf_is_read_and_its_lines_joined(folder):
    (folder / "talks.pdf").write_bytes(
        pdf_of(
            ["The mayor of Norburg", "denied all talks, and rep-", "orters left.", "Nobody won."]
        )
    )
    text = readout.articles(folder / "talks.pdf")["text"][0]
    assert text == "The mayor of Norburg denied all talks, and reporters left.\nNobody won."


def test_a_pdf_without_text_is_said(folder):
    (folder / "scan.pdf").write_bytes(pdf_of([]))
    assert "no layer of text" in became(folder)["scan.pdf"][1]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bad.pdf", b""),
        ("bad.pdf", b"%PDF-1.7 nothing"),
        ("bad.pdf", bytes(range(256))),
        ("bad.html", b""),
        ("bad.html", bytes(range(32)) * 9),
    ],
)
def test_damaged_files_are_skipped_with_a_sentence(folder, name, data):
    (folder / name).write_bytes(data)
    status, note = became(folder)[name]
    assert status == "skipped"
    assert note


def test_without_the_extra_packages_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(
        documents, "find_spec", lambda name: None if name == "pypdf" else find_spec(name)
    )
    answer = documents.answer_to("pdf", pdf_of(["Text."]))
    assert "pip install 'readout[documents]'" in answer["error"]
