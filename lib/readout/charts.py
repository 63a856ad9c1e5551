"""Tables -> charts, each with a caption, its numbers as text, and a description of what it shows.

All words are computed from the tables, and a chart of nothing is a sentence.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from readout.schema import TABLES

if TYPE_CHECKING:
    from readout.frames import Tables

STYLE = Path(__file__).with_name("readout.mplstyle")
WIDTH = 6.0  # inches
BAR_HEIGHT, MARGIN_HEIGHT = 0.34, 0.7  # inches
LONGEST_LABEL = 34
LIGHT, DARK, HATCH = "#56b4e9", "#0072b2", "///"
LONGEST_TIMELINE = 60  # days before a timeline counts by month
UNTYPED = ("OTHER", "STATEMENT")
NO_OUTLET = "no outlet given"


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture (SVG, or None where there is nothing to draw), its words and its numbers."""

    image: bytes | None
    alt: str
    caption: str
    data: pd.DataFrame

    def _repr_html_(self) -> str:
        if self.image is None:
            return f"<p>{escape(self.caption)}</p>"
        source = "data:image/svg+xml;base64," + b64encode(self.image).decode("ascii")
        return (
            f'<figure style="margin: 0; max-width: 44rem">'
            f'<img alt="{escape(self.alt)}" src="{source}" style="width: 100%; height: auto">'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )

    def __repr__(self) -> str:
        """The caption and the numbers."""
        if self.data.empty:
            return self.caption
        return f"{self.caption}\n{self.data.to_string(index=False)}"


def most_mentioned(tables: "Tables", *, n: int = 12) -> Chart:
    """The people who appear in most articles.

    `n` is how many. The chart's data has one row per person, the most frequent first, with
    columns `name` (the most frequent of the names for one `key`), `articles` and `mentions`.
    """
    people = tables.entities[tables.entities["type"] == "PERSON"]
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
    return Chart(_bars(data, "name", ["articles"]), alt, caption, data)


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
    return Chart(_bars(data, "speaker", ["quoted", "indirect"]), alt, caption, data)


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
    return Chart(_multiples(data, forms), alt, caption, data)


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
    return Chart(_bars(data, "type", ["certain", "uncertain"]), alt, caption, data)


def timeline(tables: "Tables") -> Chart:
    """Dated events of a PLOVER type by the day (or month) on which they begin.

    By month where they span more than 60 days. `STATEMENT` and `OTHER` are left out. The chart's
    data has one row per day or month that has events, with columns `when` and `mentions`.
    """
    events = _typed(tables)
    begins = events["begins"].dropna()
    is_long = len(begins) > 0 and (begins.max() - begins.min()).days > LONGEST_TIMELINE
    unit, pattern = ("month", "%Y-%m") if is_long else ("day", "%Y-%m-%d")
    counts = begins.dt.strftime(pattern).value_counts().sort_index()
    data = pd.DataFrame({"when": counts.index.astype("str"), "mentions": counts.to_numpy()})
    if data.empty:
        return _nothing("No event of a PLOVER type has a date in these articles.", data)
    busiest = data.nlargest(1, "mentions").iloc[0]
    caption = (
        f"{len(begins):,} of {_count(len(events), 'mention')} of events of a PLOVER type have a "
        f"date: here by {unit}, without the {unit}s that have none."
    )
    alt = (
        f"Bar chart over {_count(len(data), unit)} from {data['when'].iloc[0]} to "
        f"{data['when'].iloc[-1]}: most mentions, {busiest['mentions']}, are of {busiest['when']}."
    )
    return Chart(_bars(data, "when", ["mentions"]), alt, caption, data)


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


def _bars(data: pd.DataFrame, label: str, parts: Sequence[str]) -> bytes:
    """Horizontal bars, the first row on top, one number at the end of each."""
    with mpl.rc_context(fname=STYLE):
        figure = Figure(figsize=(WIDTH, MARGIN_HEIGHT + BAR_HEIGHT * len(data)))
        axes = figure.add_subplot()
        _draw(axes, [_short(text) for text in data[label]], data[list(parts)])
        return _svg(figure)


def _multiples(data: pd.DataFrame, forms: Sequence[str]) -> bytes:
    """One small chart per outlet, with the same bars in the same order, in percent."""
    with mpl.rc_context(fname=STYLE):
        height = (MARGIN_HEIGHT + BAR_HEIGHT * len(forms)) * len(data)
        figure = Figure(figsize=(WIDTH, height))
        grid = figure.subplots(len(data), 1, sharex=True, squeeze=False)
        for axes, (_, row) in zip(grid[:, 0], data.iterrows(), strict=True):
            percent = 100 * row[list(forms)].astype(float) / row["attributions"]
            _draw(axes, list(forms), pd.DataFrame({"percent": percent.round().astype(int)}))
            count = _count(row["attributions"], "attribution")
            axes.set_title(f"{_short(row['outlet'])}: {count}")
        return _svg(figure)


def _draw(axes: Axes, labels: Sequence[str], parts: pd.DataFrame) -> None:
    places = range(len(labels))
    left = pd.Series(0, index=parts.index)
    for number, part in enumerate(parts):
        axes.barh(
            places,
            parts[part],
            left=left,
            height=0.72,
            linewidth=0,
            color=LIGHT if number else DARK,
            hatch=HATCH if number else None,
            edgecolor=DARK,
        )
        left = left + parts[part]
    for place, total in zip(places, left, strict=True):
        axes.annotate(
            f"{total:,}", (total, place), xytext=(4, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(places, labels)
    axes.invert_yaxis()


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_LABEL else plain[: LONGEST_LABEL - 1].rstrip() + "…"


def _svg(figure: Figure) -> bytes:
    """The same bytes for the same data: without a date, with fixed ids."""
    file = BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": "readout"})
    return file.getvalue()
