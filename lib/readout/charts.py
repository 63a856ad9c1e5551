"""Tables -> charts, each with a caption, its numbers as text, and a description of what it shows.

All words are computed from the tables, and a chart of nothing is a sentence.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from readout import scores
from readout.plain import for_terminal, visible
from readout.provenance import KINDS, NO_OUTLET, kinds_of_sources, relays
from readout.schema import TABLES, UNTYPED
from readout.showing.drawing import bars, intervals, links, multiples, on_a_diagonal

if TYPE_CHECKING:
    from readout.frames import Tables

LONGEST_TIMELINE = 60  # days before a timeline counts by month
CONFIRMING, DENYING = ("confirms", "admits"), ("denies",)


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture (SVG, or None where there is nothing to draw), its words and its numbers."""

    image: bytes | None
    alt: str
    caption: str
    data: pd.DataFrame

    def _repr_html_(self) -> str:
        alt, caption = escape(visible(self.alt)), escape(visible(self.caption))
        if self.image is None:
            return f"<p>{caption}</p>"
        source = "data:image/svg+xml;base64," + b64encode(self.image).decode("ascii")
        return (
            f'<figure class="mathjax_ignore tex2jax_ignore" style="margin: 0; max-width: 44rem">'
            f'<img alt="{alt}" src="{source}" style="width: 100%; height: auto">'
            f"<figcaption>{caption}</figcaption></figure>"
        )

    def __repr__(self) -> str:
        """The caption and the numbers."""
        if self.data.empty:
            return for_terminal(self.caption)
        return for_terminal(f"{self.caption}\n{self.data.to_string(index=False)}")


def most_mentioned(tables: "Tables", *, n: int = 12) -> Chart:
    """The people named in most articles.

    `n` is how many. The chart's data has one row per person, the most frequent first, with
    columns `name` (the most frequent of the names for one `key`), `articles` and `mentions`.
    """
    people = tables.entities.query("type == 'PERSON' and named")
    counted = (
        people.groupby("key")
        .agg(
            name=("name", lambda names: names.mode().iloc[0]),
            articles=("doc_id", "nunique"),
            mentions=("n_mentions", "sum"),
        )
        .sort_values(["articles", "mentions", "name"], ascending=[False, False, True])
    )
    data = counted.head(n).reset_index(drop=True)
    if data.empty:
        return _nothing("No people are named in these articles.", data)
    first = data.iloc[0]
    caption = (
        f"{_first_of(len(data), len(counted), 'person', 'people')} by the number of articles that "
        f"mention them, of {_count(len(tables.articles), 'article')}."
    )
    alt = f"Bar chart: {first['name']} is in {_count(first['articles'], 'article')}{_rest(data)}."
    return Chart(bars(data, "name", ["articles"]), alt, caption, data)


def quotes_by_speaker(tables: "Tables", *, n: int = 12) -> Chart:
    """Attributions by speaker: a person or an organisation, or an unnamed source in one article.

    `n` is how many speakers. The chart's data has one row per speaker with columns `speaker`,
    `quoted` (attributions with words in quotation marks), `indirect` and `attributions`.
    """
    quotes = tables.quotes.dropna(subset=["speaker"])
    is_quoted = quotes["kind"] != "indirect"
    counted = _split(
        quotes["speaker"], is_quoted, ["speaker", "quoted", "indirect", "attributions"]
    )
    data = counted.head(n).reset_index(drop=True)
    if data.empty:
        return _nothing("No speaker is known in these articles.", data)
    first = data.iloc[0]
    caption = (
        f"{_first_of(len(data), len(counted), 'speaker', 'speakers')} by the number of "
        "attributions: dark with words in quotation marks, light and hatched without."
    )
    alt = (
        f"Stacked bar chart: {first['speaker']} has "
        f"{_count(first['attributions'], 'attribution')}, {first['quoted']} of them "
        f"with words in quotation marks{_rest(data)}."
    )
    return Chart(bars(data, "speaker", ["quoted", "indirect"]), alt, caption, data)


def sources_by_form(tables: "Tables", *, n: int = 6) -> Chart:
    """Who words are attributed to, outlet by outlet, as small multiples.

    `n` is the number of outlets, those with most attributions first. The chart's data has
    one row per outlet with columns `outlet`, one for each form of source in the schema (`named`,
    `nominal`, `pronoun`, `anonymous`, `none`) and `attributions`.
    """
    forms = list(_allowed("quotes", "source_form"))
    outlets = tables.articles.set_index("doc_id")["outlet"].fillna(NO_OUTLET)
    quotes = tables.quotes
    counts = pd.crosstab(quotes["doc_id"].map(outlets), quotes["source_form"])
    counts = counts.reindex(columns=forms, fill_value=0)
    data = counts.rename_axis(index="outlet", columns=None).reset_index()
    data["attributions"] = data[forms].sum(axis=1)
    data = data.sort_values(["attributions", "outlet"], ascending=[False, True], ignore_index=True)
    if data.empty:
        return _nothing("Nobody is quoted in these articles.", data)
    n_outlets, data = len(data), data.head(n)
    sums = data[forms].sum().sort_values(ascending=False, kind="stable")
    share = sums.iloc[0] / sums.sum()
    caption = (
        f"The form of the source in {_count(int(sums.sum()), 'attribution')}, in percent of each "
        f"outlet's attributions. {_first_of(len(data), n_outlets, 'outlet', 'outlets')}."
    )
    alt = (
        f"Small bar charts for {_count(len(data), 'outlet')}: the most frequent form of source "
        f"over all is '{sums.index[0]}' with {share:.0%} of attributions."
    )
    return Chart(multiples(data, forms), alt, caption, data)


def kinds_of_source(tables: "Tables") -> Chart:
    """Attributions by what kind of source they are to: named, anonymous, institutional and so on.

    The chart's data has one row for each kind that occurs (`readout.provenance.KINDS`), the most
    frequent first, with columns `source`, `quoted` (with words in quotation marks), `indirect`,
    and `attributions`.
    """
    quotes = tables.quotes
    columns = ["source", "quoted", "indirect", "attributions"]
    data = _split(kinds_of_sources(quotes), quotes["kind"] != "indirect", columns)
    if data.empty:
        return _nothing("Nobody is quoted in these articles.", data)
    total, first = int(data["attributions"].sum()), data.iloc[0]
    meanings = "; ".join(f"{kind}: {KINDS[kind]}" for kind in data["source"])
    caption = (
        f"{_count(total, 'attribution')} by kind of source: dark with words in quotation marks, "
        f"light and hatched without. {meanings[0].upper()}{meanings[1:]}."
    )
    alt = (
        f"Stacked bar chart: the most frequent kind of source is '{first['source']}' with "
        f"{first['attributions'] / total:.0%} of attributions{_rest(data)}."
    )
    return Chart(bars(data, "source", ["quoted", "indirect"]), alt, caption, data)


def confirmed_and_denied(tables: "Tables", *, n: int = 12) -> Chart:
    """Who confirms or admits, and who denies, by the stance of the cue.

    `n` is how many speakers. The chart's data has one row per speaker (or source as written) with
    columns `speaker`, `confirms`, `denies` and `attributions`.
    """
    quotes = tables.quotes[tables.quotes["stance"].isin([*CONFIRMING, *DENYING])]
    speakers = quotes["speaker"].fillna(quotes["source"]).dropna()
    confirms = quotes.loc[speakers.index, "stance"].isin(CONFIRMING)
    counted = _split(speakers, confirms, ["speaker", "confirms", "denies", "attributions"])
    data = counted.head(n).reset_index(drop=True)
    if data.empty:
        return _nothing("Nobody confirms, admits or denies anything in these articles.", data)
    first = data.iloc[0]
    caption = (
        f"{_first_of(len(data), len(counted), 'speaker', 'speakers')} who confirm, admit or deny: "
        "dark what they confirm or admit, light and hatched what they deny."
    )
    alt = (
        f"Stacked bar chart: {first['speaker']} confirms {first['confirms']} and denies "
        f"{first['denies']}{_rest(data)}."
    )
    return Chart(bars(data, "speaker", ["confirms", "denies"]), alt, caption, data)


def relay(tables: "Tables", *, n: int = 12) -> Chart:
    """Whose words come through whom, and in which outlet: a diagram of links.

    `n` is how many ways, the most frequent first. The chart's data has one row per way with
    columns `source`, `through` (see `readout.provenance.relays`), `outlet` and `attributions`.
    """
    ways = relays(tables).groupby(["source", "through", "outlet"]).size().reset_index(name="n")
    ways = ways.rename(columns={"n": "attributions"}).sort_values(
        ["attributions", "outlet", "through", "source"], ascending=[False, True, True, True]
    )
    data = ways.head(n).reset_index(drop=True)
    if data.empty:
        return _nothing("No attribution in these articles comes through another source.", data)
    first = data.iloc[0]
    caption = (
        f"{_first_of(len(data), len(ways), 'way', 'ways')} by which words are passed on: from the "
        "source (left) through whoever cites it (middle) to the outlet (right). Lines are as wide "
        "as the number of attributions."
    )
    alt = (
        f"Diagram of links: {first['outlet']} has {_count(first['attributions'], 'attribution')} "
        f"to {first['source']} through {first['through']}"
        f"{f'; {len(data) - 1} more in the table' if len(data) > 1 else ''}."
    )
    return Chart(links(data, ["source", "through", "outlet"], "attributions"), alt, caption, data)


def measured(figures: pd.DataFrame) -> Chart:
    """F1 with its 95% interval for each measure of a table that `readout.scores.score` returns.

    The chart's data is that table.
    """
    if figures.empty:
        return _nothing("Nothing was measured.", figures)
    labels = figures["table"] + ": " + figures["measure"]
    worst = int(figures["f1"].argmin())
    caption = "F1 in percent of each measure; the line is its 95% interval."
    alt = (
        f"Points with intervals for {_count(len(figures), 'measure')}: the lowest is "
        f"{labels.iloc[worst]} with {figures['f1'].iloc[worst]:.0f}%."
    )
    return Chart(intervals(figures.assign(label=labels)), alt, caption, figures)


def events_by_type(tables: "Tables") -> Chart:
    """Mentions of events by PLOVER type.

    `STATEMENT` and `OTHER` are left out. The chart's data has one row per type with columns
    `type`, `certain` (factuality CT+ or CT-), `uncertain` and `mentions`.
    """
    events = _typed(tables)
    is_certain = events["factuality"].isin(["CT+", "CT-"])
    data = _split(events["type"], is_certain, ["type", "certain", "uncertain", "mentions"])
    if data.empty:
        return _nothing("No events of a PLOVER type are told in these articles.", data)
    first = data.iloc[0]
    caption = (
        f"{_count(int(data['mentions'].sum()), 'mention')} of events by PLOVER type: dark what is "
        "certain for its source, light and hatched what is not."
    )
    alt = (
        f"Stacked bar chart: {first['type']} has {_count(first['mentions'], 'mention')}, "
        f"{first['certain']} of them certain{_rest(data)}."
    )
    return Chart(bars(data, "type", ["certain", "uncertain"]), alt, caption, data)


def timeline(tables: "Tables") -> Chart:
    """Dated events of a PLOVER type by the day (or month) on which they begin.

    By month where they span more than 60 days. `STATEMENT` and `OTHER` are left out. The chart's
    data has one row per day or month that has events, with columns `when`, `certain` (factuality
    CT+), `uncertain` and `mentions`.
    """
    events = _typed(tables)
    begins = events["begins"].dropna()
    is_long = len(begins) > 0 and (begins.max() - begins.min()).days > LONGEST_TIMELINE
    unit, pattern = ("month", "%Y-%m") if is_long else ("day", "%Y-%m-%d")
    is_certain = events.loc[begins.index, "factuality"] == "CT+"
    data = _split(
        begins.dt.strftime(pattern), is_certain, ["when", "certain", "uncertain", "mentions"]
    ).sort_values("when", ignore_index=True)
    if data.empty:
        return _nothing("No event of a PLOVER type has a date in these articles.", data)
    busiest = data.nlargest(1, "mentions").iloc[0]
    caption = (
        f"{len(begins):,} of {_count(len(events), 'mention')} of events of a PLOVER type have a "
        f"date: here by {unit}, without the {unit}s that have none. Dark what is certain for its "
        "source, light and hatched what is probable, possible, denied or left open."
    )
    alt = (
        f"Bar chart over {_count(len(data), unit)} from {data['when'].iloc[0]} to "
        f"{data['when'].iloc[-1]}: most mentions, {busiest['mentions']}, are of {busiest['when']}."
    )
    return Chart(bars(data, "when", ["certain", "uncertain"]), alt, caption, data)


def reliability() -> Chart:
    """How far the confidence of attributions can be believed: what it promises, what it keeps.

    Measured on annotated news, not on the reader's articles. The chart's data is
    `readout.scores.reliability()`.
    """
    data = scores.reliability()
    total = int(data["rows"].sum())
    worst = data.iloc[int((data["kept"] - data["promised"]).abs().argmax())]
    caption = (
        f"Of {total:,} attributions in PolNeAR's dev part: how many are right end to end (content "
        "and source) by confidence. On the line, confidence keeps what it promises."
    )
    alt = (
        f"Points near a diagonal: farthest from it, attributions of confidence "
        f"{worst['promised']:.0f}% are right in {worst['kept']:.0f}% of cases."
    )
    return Chart(on_a_diagonal(data), alt, caption, data)


def _typed(tables: "Tables") -> pd.DataFrame:
    return tables.events[~tables.events["type"].isin(UNTYPED)]


def _split(labels: pd.Series, is_first: pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    """How often each label occurs, the most frequent first: label, of the first part, of the
    second, in all."""
    counts = is_first.groupby(labels).agg(["sum", "size"]).astype("int64").reset_index()
    counts.columns = [columns[0], columns[1], columns[3]]
    counts.insert(2, columns[2], counts[columns[3]] - counts[columns[1]])
    return counts.sort_values([columns[3], columns[0]], ascending=[False, True], ignore_index=True)


def _allowed(table: str, column: str) -> Sequence[str]:
    return next(c.allowed for c in TABLES[table].columns if c.name == column)


def _nothing(sentence: str, data: pd.DataFrame) -> Chart:
    return Chart(None, sentence, sentence, data)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _first_of(shown: int, total: int, noun: str, nouns: str) -> str:
    """ "The 12 people" of more, or "All 3 people", or "The only person"."""
    if total == 1:
        return f"The only {noun}"
    return f"All {total} {nouns}" if shown == total else f"The first {shown} of {total} {nouns}"


def _rest(data: pd.DataFrame) -> str:
    """The second and the third row, by the first column and the last but for mentions."""
    value = "articles" if "articles" in data else str(data.columns[-1])
    rows = data.iloc[1:3]
    said = [f"{label}: {n}" for label, n in zip(rows.iloc[:, 0], rows[value], strict=True)]
    return f"; {', '.join(said)}" if said else ""
