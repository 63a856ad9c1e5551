"""On whose word: what kinds of sources there are, and through whom their words come to us."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from readout.frames import Tables

NOBODY = "nobody in particular"
NO_OUTLET = "no outlet given"
VIA = " via "
KINDS = {
    "named people": "people given by name",
    "people by role": 'people without a name who are still told apart ("the judge")',
    "anonymous": 'people who are not to be known ("an official", "sources")',
    "institutions": "organisations and states, by name or not",
    "documents": "polls, reports and other texts",
    "pronouns": "pronouns that readout can't resolve",
    "others": "sources of which readout doesn't know what they are",
    "nobody": 'hedges ("reportedly") and words without a source',
}


def kinds_of_sources(quotes: pd.DataFrame) -> pd.Series:
    """For each attribution the kind of its source, a key of `KINDS`; the index is that of `quotes`.

    What a source is goes before how it is given: a named poll is a document. A pronoun that is
    resolved counts as its speaker: as a name.
    """
    form, type_ = quotes["source_form"], quotes["source_type"]
    resolved = form.eq("named") | (form.eq("pronoun") & quotes["speaker"].notna())
    kinds = pd.Series("others", index=quotes.index, dtype="str")
    kinds[form.eq("pronoun")] = "pronouns"
    kinds[type_.eq("person") & form.eq("nominal")] = "people by role"
    kinds[type_.eq("person") & resolved] = "named people"
    kinds[type_.eq("institution")] = "institutions"
    kinds[type_.eq("document")] = "documents"
    kinds[form.eq("anonymous")] = "anonymous"
    kinds[form.eq("none")] = "nobody"
    return kinds


def relays(tables: "Tables") -> pd.DataFrame:
    """The attributions that come through another one: one row each.

    Columns: quote_id, doc_id, source (the speaker, or the source as written), through (the sources
    that it is nested in, the nearest first, joined by " via "), steps (how many they are), outlet
    and content.
    """
    quotes = tables.quotes.set_index("quote_id")
    names = quotes["speaker"].fillna(quotes["source"]).fillna(NOBODY).to_dict()
    given = quotes["parent_id"].dropna()
    parents: dict[str, str] = dict(zip(given.index.astype("str"), given, strict=True))
    outlets = tables.articles.set_index("doc_id")["outlet"].fillna(NO_OUTLET)
    nested = quotes.loc[list(parents)]
    above = [_above(quote_id, parents) for quote_id in nested.index]
    return pd.DataFrame(
        {
            "quote_id": nested.index.astype("str"),
            "doc_id": nested["doc_id"].to_numpy(),
            "source": pd.Series([names[i] for i in nested.index], dtype="str").to_numpy(),
            "through": [VIA.join(names[i] for i in outer) for outer in above],
            "steps": pd.Series([len(outer) for outer in above], dtype="int64").to_numpy(),
            "outlet": nested["doc_id"].map(outlets).to_numpy(),
            "content": nested["content"].to_numpy(),
        }
    )


def _above(quote_id: str, parents: dict[str, str]) -> list[str]:
    """The attributions that one is nested in, from the nearest to the outermost; in tables by
    others they may go in a circle, which ends where it closes."""
    found: list[str] = []
    while (quote_id := parents.get(quote_id, "")) and quote_id not in found:
        found.append(quote_id)
    return found
