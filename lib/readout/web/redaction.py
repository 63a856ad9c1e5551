"""Tables that can be shared where the articles can't: without their texts but for what is quoted.

Hidden characters are replaced one by one, so that every offset still counts in the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from readout.schema import TABLES, doc_ids

if TYPE_CHECKING:
    from readout.frames import Tables

HIDDEN = "\N{LIGHT SHADE}"

Stretch = tuple[int, int]


def redacted(tables: "Tables", *, context: int) -> "Tables":
    """The tables with every article's text hidden, but for the characters that rows give anyway and
    `context` characters on either side of each source, cue and content.

    A character is hidden by "░"; white space stays. `sha256` remains that of the whole text, so
    that one who has the article can check that it is the one that was read. Raises ValueError for
    a negative `context`.
    """
    if context < 0:
        raise ValueError(f"The context is {context} characters; give 0 or more.")
    kept = _kept(tables, context)
    articles = tables.articles
    texts = [
        _hide(text, kept[doc_id])
        for doc_id, text in zip(articles["doc_id"], articles["text"], strict=True)
    ]
    return replace(tables, articles=articles.assign(text=pd.Series(texts, dtype="str")))


def _kept(tables: "Tables", context: int) -> defaultdict[str, list[Stretch]]:
    """For each article the stretches that stay."""
    kept: defaultdict[str, list[Stretch]] = defaultdict(list)
    for name, frame in tables.frames.items():
        if TABLES[name].spanned:
            margin = context if name == "quote_spans" else 0
            places = (doc_ids(frame, name, tables.frames), frame["start"], frame["end"])
            for doc_id, start, end in zip(*places, strict=True):
                kept[doc_id].append((max(start - margin, 0), end + margin))
    return kept


def _hide(text: str, kept: Iterable[Stretch]) -> str:
    pieces, position = [], 0
    for start, end in sorted(kept):
        pieces += [_hidden(text[position:start]), text[max(start, position) : end]]
        position = max(position, end)
    return "".join([*pieces, _hidden(text[position:])])


def _hidden(text: str) -> str:
    return re.sub(r"\S", HIDDEN, text)
