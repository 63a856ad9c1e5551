"""The program that takes the text out of web pages, PDFs and Word documents for `apart`.

    python -m readout.inputs.documents BYTES_OF_MEMORY

reads requests from standard input, a line of JSON and the bytes it announces, and answers each
with a line of JSON: the `values` and `notes` of an article, or an `error`.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from io import BytesIO
from typing import IO, Any

NEWEST_DATE = "2100-01-01"  # trafilatura leaves out dates after today by default
DEEP = "Excessive depth"
LINE_END_IN_SENTENCE = re.compile(r"(?<![.?!:”\"])\n(?=\S)")
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
Answer = dict[str, Any]


def main() -> None:
    """Answer requests until there are no more."""
    limit_memory(int(sys.argv[1]))
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not end up among the answers
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        answer = answer_to(request["kind"], _exactly(sys.stdin.buffer, request["bytes"]))
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def limit_memory(n_bytes: int) -> None:
    """Let this process have so much memory and no more, where the system can hold it to that."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))


def answer_to(kind: str, data: bytes) -> Answer:
    """The article in a page or document, or why there is none."""
    try:
        values, notes = KINDS[kind](data)
    except MemoryError:
        return {"error": "taking its text out needs more memory than the limit memory_mb allows"}
    except Exception as error:  # parsers of others' files raise many kinds
        return {"error": " ".join(str(error).split()) or type(error).__name__}
    return {"values": values, "notes": notes}


def _exactly(file: IO[bytes], n_bytes: int) -> bytes:
    data = file.read(n_bytes)
    if len(data) != n_bytes:
        raise EOFError("the request ended early")
    return data


def _from_html(data: bytes) -> tuple[Mapping[str, Any], list[str]]:
    """The story on a web page, and what the page says of it (trafilatura, Barbaresi 2021)."""
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    # Elements that are nested too deeply are left out by the parser, which only its log says.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    page = document_fromstring(data, parser=parser)
    if any(DEEP in entry.message for entry in parser.error_log):
        raise ValueError("its elements are nested too deeply for a page of text")
    n_words = len(page.text_content().split())
    story = bare_extraction(
        page, favor_precision=True, with_metadata=True, include_comments=False,
        date_extraction_params={
            "extensive_search": False, "original_date": True, "max_date": NEWEST_DATE,
        },
    )  # fmt: skip
    text = story.text if isinstance(story, Document) else None
    if not isinstance(story, Document) or not text or not text.strip():
        raise ValueError("no story was found on this page; save its text as .txt")
    values = {  # trafilatura gives a paragraph a line
        "text": text.replace("\n", "\n\n"), "title": story.title, "published": story.date,
        "byline": story.author, "outlet": story.sitename, "url": story.url,
    }  # fmt: skip
    kept = len(text.split())
    left_out = f"{max(n_words - kept, 0):,} of the page's {n_words:,} words left out as boilerplate"
    return values, [f"a web page: the story kept, {left_out}"]


def _from_pdf(data: bytes) -> tuple[Mapping[str, Any], list[str]]:
    _needs("pypdf")
    from pypdf import PdfReader  # noqa: PLC0415

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("this PDF is locked with a password; save it without one")
    pages = [page.extract_text() for page in reader.pages]
    text = "\n\n".join(page for page in pages if page.strip())
    if not text:
        raise ValueError("this PDF has no layer of text: run it through a program that reads scans")
    title = reader.metadata and reader.metadata.title
    joined = LINE_END_IN_SENTENCE.sub(" ", HYPHENATED.sub("", text))
    return {"text": joined.strip(), "title": title}, [
        "a PDF: lines joined where a sentence went on"
    ]


def _from_docx(data: bytes) -> tuple[Mapping[str, Any], list[str]]:
    _needs("docx")
    from docx import Document  # noqa: PLC0415

    document = Document(BytesIO(data))
    paragraphs = [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]
    titles = [p.text for p in paragraphs if p.style is not None and p.style.name == "Title"]
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    title = titles[0] if titles else document.core_properties.title
    notes = [f"a Word document: {n} tables left out"] if (n := len(document.tables)) else []
    return {"text": text, "title": title}, notes


def _needs(module: str) -> None:
    if find_spec(module) is None:
        raise ValueError(
            "PDF and Word documents need two more packages: pip install 'readout[documents]'"
        )


KINDS: Mapping[str, Callable[[bytes], tuple[Mapping[str, Any], list[str]]]] = {
    "html": _from_html,
    "pdf": _from_pdf,
    "docx": _from_docx,
}

if __name__ == "__main__":
    main()
