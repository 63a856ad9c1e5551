"""One file -> the articles in it, as raw values, whatever its format."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from readout.inputs import databases, tabular
from readout.inputs.apart import Apart
from readout.inputs.archives import check_package
from readout.inputs.columns import FIELDS
from readout.inputs.encodings import decode, decode_page
from readout.inputs.files import MEGABYTE, SIDECARS, File, Found, How, too_large

FRONT_MATTER = re.compile(r"---[^\S\n]*\r?\n(.*?\r?\n)?---[^\S\n]*(?:\r?\n|\Z)", re.DOTALL)
LONGEST_METADATA = MEGABYTE // 10


def read_file(file: File, how: How, apart: Apart) -> Iterator[Found]:
    """Every article in a file. What is wrong with the file, or with one row, is its `error`."""
    if file.refused:
        yield Found(error=file.refused)
        return
    try:
        if file.suffix in PAGES:
            yield from _read_page(file, how, apart)
        else:
            yield from READERS[file.suffix](file, how)
    except (ValueError, OSError) as error:
        yield Found(error=one_line(error))
    except (MemoryError, RecursionError):
        yield Found(error="it is nested too deeply, or too large for this computer's memory")


def can_read(suffix: str) -> bool:
    """Whether files with this ending are of a format that is read here."""
    return suffix in READERS or suffix in PAGES


def one_line(error: Exception) -> str:
    """What an exception says, without line breaks."""
    return " ".join(str(error).split())


# Texts


def _read_text(file: File, how: How) -> Iterator[Found]:
    text, notes = decode(file.read())
    if (several := databases.articles_in(text)) is not None:
        for number, values in enumerate(several, start=1):
            yield Found(f"article {number}", values, notes if number == 1 else ())
        return
    yield Found(values={**_beside(file), "text": text}, notes=notes)


def _read_markdown(file: File, how: How) -> Iterator[Found]:
    text, notes = decode(file.read())
    front = FRONT_MATTER.match(text)
    values = _metadata(front[1] or "", file.name) if front else {}
    body = text[front.end() :] if front else text
    yield Found(values={**_beside(file), **values, "text": body}, notes=notes)


def _beside(file: File) -> dict[str, Any]:
    """What the `.yml` file beside a text says of it."""
    for suffix in SIDECARS:
        if (beside := file.beside(suffix)) is not None:
            if beside.refused:
                raise ValueError(f"the metadata beside it: {beside.refused}")
            return _metadata(decode(beside.read())[0], beside.name)
    return {}


def _metadata(text: str, name: str) -> dict[str, Any]:
    if len(text) > LONGEST_METADATA:
        raise ValueError(f"the metadata in {name} have more than {LONGEST_METADATA:,} characters")
    try:
        # The base loader leaves every value as it is written, so a date is not reinterpreted.
        values = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"the metadata in {name} is no YAML: {one_line(error)}") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ValueError(f"the metadata in {name} must be lines such as 'title: ...'")
    return {key: value for key, value in values.items() if key in FIELDS and key != "text"}


# Pages and documents, whose text another process takes out


def _read_page(file: File, how: How, apart: Apart) -> Iterator[Found]:
    data, kind, limits = file.read(), PAGES[file.suffix], how.limits
    if len(data) > limits.page_mb * MEGABYTE:
        raise ValueError(too_large("the page", len(data), "page_mb", limits.page_mb))
    notes: tuple[str, ...] = ()
    if kind == "html":
        text, notes = decode_page(data)
        data = text.encode("utf-8", "replace")
    elif kind == "docx":
        check_package(data, limits)
    taken = apart.text_of(data, kind, limits)
    values = {**taken["values"], **_beside(file)}
    yield Found(values=values, notes=(*notes, *taken["notes"]))


PAGES: Mapping[str, str] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
READERS: Mapping[str, Callable[[File, How], Iterator[Found]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".csv": tabular.read_separated,
    ".tsv": tabular.read_separated,
    ".json": tabular.read_json,
    ".jsonl": tabular.read_json_lines,
    ".ndjson": tabular.read_json_lines,
    ".parquet": tabular.read_parquet,
    ".xlsx": tabular.read_excel,
}
