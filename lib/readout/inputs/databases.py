"""Plain-text exports of newspaper databases: many articles a file, each with its fields.

Three layouts, as docs/inputs.md describes them: LexisNexis and Nexis Uni, ProQuest, Factiva.
"""

import re
from collections.abc import Callable, Sequence

Values = dict[str, str]

NEXIS_START = re.compile(r"^[^\S\n]*\d+ of \d+ DOCUMENTS[^\S\n]*$", re.MULTILINE)
NEXIS_END = re.compile(r"^End of Document[^\S\n]*$", re.MULTILINE)
NEXIS_BODY = re.compile(r"^(?:BODY:?|Body)[^\S\n]*$", re.MULTILINE)
NEXIS_FIELD = re.compile(
    r"^(BYLINE|HEADLINE|LENGTH|SECTION|DATELINE|HIGHLIGHT|GRAPHIC|URL|LANGUAGE|LOAD-DATE|SUBJECT"
    r"|PUBLICATION-TYPE|Byline|Section|Length|Dateline|Highlight|Graphic|Load-Date|Classification"
    r"|Language|Publication-Type|Subject):[^\S\n]*(.*(?:\n(?![A-Z][\w-]+:)\S.*)*)",
    re.MULTILINE,
)
NEXIS_AFTER_BODY = re.compile(
    r"^(?:LOAD-DATE|Load-Date|GRAPHIC|Graphic|URL|SUBJECT|LANGUAGE|PUBLICATION-TYPE|Classification"
    r"|DOCUMENT-TYPE|JOURNAL-CODE)(?::|[^\S\n]*$)|^[^\S\n]*(?:Copyright|©)[^\n]*$",
    re.MULTILINE,
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = re.compile(rf"^[^\S\n]*({MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {MONTH} \d{{4}})\b")

PROQUEST_RULE = re.compile(r"^_{20,}[^\S\n]*$", re.MULTILINE)
PROQUEST_FIELD = re.compile(r"^([A-Z][A-Za-z /]{2,40}): (.*)$", re.MULTILINE)
PROQUEST_TEXT = re.compile(r"^Full text:[^\S\n]*", re.MULTILINE)
PROQUEST_AFTER_TEXT = re.compile(
    r"^(?:Subject|Location|People|Company / organization|Business indexing term"
    r"|Identifier / keyword|Classification|Credit|CREDIT|Title|Publication title"
    r"|Publication year|Publication date|Copyright|Word count|Illustration|Caption):",
    re.MULTILINE,
)

FACTIVA_FIELD = re.compile(
    r"^[^\S\n]{0,4}(?:(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|CO|IN|NS|RE|AN|RF)"
    r"(?:[^\S\n]{2,4}|[^\S\n]*$)|(?:VOL|ART|PUB|IPC|IPD)[^\S\n])",
    re.MULTILINE,
)
FACTIVA_END = re.compile(r"^[^\S\n]{0,4}AN[^\S\n]{1,4}Document \w+[^\S\n]*$", re.MULTILINE)


def articles_in(text: str) -> list[Values] | None:
    """The articles of an export, each as the values of its fields; None for any other text."""
    text = text.replace("\r\n", "\n")
    for is_one, parts, values in LAYOUTS:
        if is_one(text):
            found = [values(part) for part in parts(text)]
            return [article for article in found if article]
    return None


# LexisNexis and Nexis Uni: "1 of 25 DOCUMENTS" before each, or "End of Document" after each


def _is_nexis(text: str) -> bool:
    marked = NEXIS_START.search(text) or NEXIS_END.search(text)
    return bool(marked and NEXIS_BODY.search(text))


def _nexis_parts(text: str) -> Sequence[str]:
    if NEXIS_START.search(text):
        return NEXIS_START.split(text)[1:]
    return [part for part in NEXIS_END.split(text) if part.strip()]


def _nexis_values(part: str) -> Values:
    body = NEXIS_BODY.search(part)
    if body is None:
        return _known(title=_first_lines(part)[0] if part.strip() else "", text=" ")
    head, rest = part[: body.start()], part[body.end() :]
    after = NEXIS_AFTER_BODY.search(rest)
    fields = {name.upper(): _joined(value) for name, value in NEXIS_FIELD.findall(head)}
    lines = _first_lines(head)
    dated = next((i for i, line in enumerate(lines) if DATE.match(line)), None)
    date = DATE.match(lines[dated]) if dated is not None else None
    before = lines[:dated]
    # Nexis Uni puts the headline before the outlet; LexisNexis sets it off below the date.
    title = fields.get("HEADLINE") or (before[0] if len(before) > 1 else _set_off(head))
    return _known(
        text=rest[: after.start() if after else None].strip(),
        title=title,
        outlet=before[-1] if before else "",
        published=date[1] if date else "",
        byline=fields.get("BYLINE", ""),
        url=fields.get("URL", ""),
    )


def _set_off(head: str) -> str:
    """The first paragraph that is neither centred nor a field."""
    paragraphs = re.split(r"\n\s*?\n", head)
    plain = (p.strip("\n") for p in paragraphs if not NEXIS_FIELD.match(p.strip("\n")))
    return next((_joined(p) for p in plain if p[:1].strip()), "")


# ProQuest: rules of underscores between them, "Full text:" before the text, fields after it


def _is_proquest(text: str) -> bool:
    return bool(PROQUEST_RULE.search(text) and PROQUEST_TEXT.search(text))


def _proquest_parts(text: str) -> Sequence[str]:
    return [part for part in PROQUEST_RULE.split(text) if PROQUEST_FIELD.search(part)]


def _proquest_values(part: str) -> Values:
    begins = PROQUEST_TEXT.search(part)
    fields = {name.lower(): value.strip() for name, value in PROQUEST_FIELD.findall(part)}
    if begins is None:
        return {}
    rest = part[begins.end() :]
    after = PROQUEST_AFTER_TEXT.search(rest)
    lines = [line for line in _first_lines(part) if not re.match(r"Document \d+ of \d+", line)]
    return _known(
        text=rest[: after.start() if after else None].strip(),
        title=fields.get("title") or (lines[0] if lines else ""),
        outlet=fields.get("publication title", ""),
        published=fields.get("publication date", ""),
        byline=fields.get("author", ""),
        url=fields.get("document url", ""),
    )


# Factiva: a field code of two or three capitals at the beginning of a line, "AN Document ..." last


def _is_factiva(text: str) -> bool:
    return bool(FACTIVA_END.search(text) and re.search(r"^[^\S\n]{0,4}HD\b", text, re.MULTILINE))


def _factiva_parts(text: str) -> Sequence[str]:
    ends = [match.end() for match in FACTIVA_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _factiva_values(part: str) -> Values:
    _, *cut = FACTIVA_FIELD.split(part)
    fields = dict(zip(cut[::2], (value.strip() for value in cut[1::2]), strict=True))
    date = " ".join(fields[code] for code in ("PD", "ET") if fields.get(code))
    return _known(
        text="\n\n".join(fields[code] for code in ("LP", "TD") if fields.get(code)),
        title=_joined(fields.get("HD", "")),
        outlet=fields.get("SN", ""),
        published=date,
        byline=_joined(fields.get("BY", "")),
        doc_id=fields.get("AN", "").removeprefix("Document "),
    )


def _known(**values: str) -> Values:
    return {field: value for field, value in values.items() if value}


def _joined(value: str) -> str:
    return " ".join(value.split())


def _first_lines(text: str) -> list[str]:
    """The lines that aren't blank, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


LAYOUTS: tuple[
    tuple[Callable[[str], bool], Callable[[str], Sequence[str]], Callable[[str], Values]],
    ...,
] = (
    (_is_nexis, _nexis_parts, _nexis_values),
    (_is_proquest, _proquest_parts, _proquest_values),
    (_is_factiva, _factiva_parts, _factiva_values),
)
