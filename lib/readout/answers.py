"""The answer to a notebook's question, in words computed from the tables.

Every function takes the tables and returns an `Answer` of one or two sentences that hold for any
tables: none, one or thousands of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from readout import networks, retellings, scores
from readout.plain import for_terminal, visible
from readout.provenance import kinds_of_sources, relays

if TYPE_CHECKING:
    from readout.frames import Tables

UNATTRIBUTED = ("none", "anonymous")


@dataclass(frozen=True)
class Answer:
    """Sentences that show as a paragraph in a notebook and on the site."""

    text: str

    def __repr__(self) -> str:
        return for_terminal(self.text)

    def _repr_html_(self) -> str:
        words = escape(visible(self.text))
        return f'<p class="readout-answer mathjax_ignore tex2jax_ignore">{words}</p>'


def of_one_article(tables: "Tables", doc_id: str) -> Answer:
    """What one article says, on whose word: attributions, speakers, and what it vouches for."""
    quotes = _of(tables, "quotes", doc_id)
    events = _of(tables, "events", doc_id)
    title = _of(tables, "articles", doc_id)["title"].iloc[0]
    own = int(events["quote_id"].isna().sum())
    return Answer(
        f"In “{title if pd.notna(title) else doc_id}” readout finds "
        f"{_count(len(quotes), 'attribution')} to {_count(quotes['speaker'].nunique(), 'speaker')}"
        f"{_list(_most(quotes['speaker']), before=', most of all to ')}. "
        f"It finds {_count(len(events), 'event')}: {own} told in the newsroom's own words and "
        f"{len(events) - own} on the word of others."
    )


def who_is_in_the_news(tables: "Tables") -> Answer:
    """Which people appear in most articles, and how often we learn their role."""
    entities = tables.entities.query("named")
    read = _count(len(tables.articles), "article")
    if entities.empty:
        return Answer(f"readout finds nobody and nothing named in {read}.")
    people = entities[entities["type"] == "PERSON"]
    n_people = people["key"].nunique()
    with_role = people.loc[people["role"].notna(), "key"].nunique()
    return Answer(
        f"In {read} readout finds {_count(n_people, 'person')} and "
        f"{_count(entities['key'].nunique() - n_people, 'other entity')}"
        f"{_list(_in_most_articles(people), before='; in most articles appear ')}. "
        f"The articles say what role {with_role} of the people have."
    )


def who_gets_to_speak(tables: "Tables") -> Answer:
    """Who is quoted most, and how much rests on nobody in particular."""
    quotes = tables.quotes
    if quotes.empty:
        return Answer("readout finds no attributions in these articles: nobody is quoted.")
    marked = int((quotes["kind"] != "indirect").sum())
    hidden = int(quotes["source_form"].isin(UNATTRIBUTED).sum())
    return Answer(
        f"readout finds {_count(len(quotes), 'attribution')} to "
        f"{_count(quotes['speaker'].nunique(), 'speaker')}"
        f"{_list(_most(quotes['speaker']), before=', most often to ')}. "
        f"Of all attributions {_share(marked, len(quotes))} carry words in quotation marks and "
        f"{_share(hidden, len(quotes))} rest on an unnamed source or on none."
    )


def on_whose_word(tables: "Tables") -> Answer:
    """How much rests on names, on unnamed people and on institutions, and what is passed on."""
    quotes = tables.quotes
    if quotes.empty:
        return Answer("readout finds no attributions in these articles: all is on their own word.")
    kinds, total = kinds_of_sources(quotes).value_counts(), len(quotes)
    named, anonymous, institutions = (
        _share(int(kinds.get(kind, 0)), total)
        for kind in ("named people", "anonymous", "institutions")
    )
    passed_on = len(relays(tables))
    denied = int(quotes["stance"].eq("denies").sum())
    return Answer(
        f"Of {_count(total, 'attribution')} {named} are to people by name, {institutions} to "
        f"institutions and {anonymous} to people who are not named on purpose. "
        f"{_share(passed_on, total)} reach us through another source, and {denied} are denials."
    )


def who_meets_and_speaks(tables: "Tables") -> Answer:
    """Who meets, who speaks to and who speaks about whom most."""
    links = networks.links(tables)
    if links.empty:
        return Answer("readout finds nobody who meets, speaks to or speaks about another by name.")
    meet, speak_to, speak_about = (links[links["link"] == kind] for kind in networks.LINKS)
    return Answer(
        f"By name readout finds {_pairs(meet, 'who meet or talk')}; "
        f"{_pairs(speak_to, 'of a speaker and whoever is spoken to')}; and "
        f"{_pairs(speak_about, 'of a speaker and somebody spoken about')}."
    )


def _pairs(links: pd.DataFrame, what: str) -> str:
    """How many there are, and the most frequent one."""
    rows = links.head(1)[["who", "whom", "times"]].itertuples(index=False)
    most = [f"{who} and {whom} ({times:,})" for who, whom, times in rows]
    pairs = _count(len(links), "pair") if len(links) else "no pair"
    before = ": " if len(links) == 1 else ", most often "
    return f"{pairs} {what}{_list(most, before=before)}"


def how_it_was_told(tables: "Tables", *, reprints: bool = True) -> Answer:
    """What outlets share, who was first most often, and in how many points accounts differ.

    The tables must have been compared by `readout.across`.
    """
    copies = len(tables.reprints)
    if len(tables.articles) < 2:
        return Answer("With fewer than two articles there is nothing to compare.")
    carried = [retellings.carried(tables, about, reprints=reprints) for about in ("quote", "event")]
    quotes, events = (rows.drop_duplicates("group") for rows in carried)
    articles, aside = tables.articles, 0 if reprints else copies
    if aside:
        articles = articles[~articles["doc_id"].isin(tables.reprints["doc_id"])]
    told = (
        f"In {_of_outlets(articles)} readout finds "
        f"{_count(len(quotes), 'utterance')}, {(quotes['outlets'] > 1).sum():,} of "
        f"them in several outlets, and {_count(len(events), 'happening')}, "
        f"{(events['outlets'] > 1).sum():,} of them in several."
    )
    return Answer(
        f"{told}{_first_carrier(pd.concat(carried))} Accounts differ in "
        f"{_count(len(tables.disagreements), 'point')}"
        f"{_list(_most(tables.disagreements['attribute']), before=': ')}. "
        f"{_count(copies, 'article') if copies else 'No article'} "
        f"{'are copies' if copies > 1 else 'is a copy'} of another"
        f"{', and left aside here.' if aside else '.'}"
    )


def _of_outlets(articles: pd.DataFrame) -> str:
    """How many articles of how many outlets there are."""
    known, total = articles["outlet"].dropna(), _count(len(articles), "article")
    if known.empty:
        return f"{total} of no known outlet, each counted for itself,"
    of_outlets = f"{total} by {_count(known.nunique(), 'outlet')}"
    if len(known) == len(articles):
        return of_outlets
    unknown = _count(len(articles) - len(known), "article")
    return f"{of_outlets}, with {unknown} of no known outlet, each counted for itself,"


def _first_carrier(carried: pd.DataFrame) -> str:
    """Which outlets were first with most of what several carry, or that nobody can say; nothing
    where several carry nothing."""
    shared = carried[carried["outlets"] > 1]
    if shared.empty:
        return ""
    firsts = shared["is_first"].groupby(shared["outlet"]).sum()
    if not firsts.any():
        return " Who was first can't be told: the articles that carry these have no date."
    best = sorted(firsts.index[firsts == firsts.max()])
    was = "was" if len(best) == 1 else "were each"
    return f"{_list(best, before=' ')} {was} first with {firsts.max():,} of these."


def how_often_wrong(tables: "Tables", gold: Mapping[str, pd.DataFrame]) -> Answer:
    """Precision and recall of attributions, names and events on the labelled articles."""
    known = set(gold["quotes"]["doc_id"]) | set(gold["mentions"]["doc_id"])
    labelled = scores.of_articles(gold, tables.articles["doc_id"])
    n_read = len(known & set(tables.articles["doc_id"]))
    if not n_read:
        return Answer(
            f"None of the {_count(len(known), 'labelled article')} is among the articles that were "
            "read, so that nothing can be measured here. The figures of this release stand below."
        )
    figures = scores.score(labelled, tables.frames).set_index("measure")
    said = [
        f"{figures.loc[measure, 'precision']:.0f}% of the {what} that it finds are right and "
        f"{figures.loc[measure, 'recall']:.0f}% of those there are found"
        for measure, what in (
            ("content and source", "attributions"),
            ("names, exact span and type", "names"),
            ("trigger, overlap", "events"),
        )
    ]
    return Answer(
        f"On {_count(n_read, 'labelled article')}, {'; '.join(said)}. "
        "So few articles tell little: the intervals below say how little."
    )


def what_was_read(tables: "Tables") -> Answer:
    """What became of the files, and how much is in them."""
    status = tables.intake["status"].value_counts()
    words = int(tables.articles["text"].str.count(r"\S+").sum())
    return Answer(
        f"Of {_count(len(tables.intake), 'article')} found, {_were(status.get('read', 0))} read, "
        f"{status.get('noted', 0):,} read with a remark and {status.get('skipped', 0):,} left out. "
        f"In {_count(words, 'word')} readout finds {_count(len(tables.quotes), 'attribution')}, "
        f"{_count(len(tables.events), 'mention')} of events and "
        f"{_count(tables.entities['key'].nunique(), 'different entity')}."
    )


def what_happened(tables: "Tables") -> Answer:
    """How many events there are, how many are dated, how many certain for whoever tells them."""
    events = tables.events
    if events.empty:
        return Answer("readout finds no events in these articles.")
    total = len(events)
    dated = events["begins"].dropna()
    between = f", between {_day(dated.min())} and {_day(dated.max())}" if len(dated) else ""
    certain = int((events["factuality"] == "CT+").sum())
    told = int(events["quote_id"].notna().sum())
    return Answer(
        f"readout finds {_count(total, 'mention')} of events, {_share(len(dated), total)} "
        f"with a date{between}. {_share(certain, total)} are certain for whoever tells them; "
        f"{_share(told, total)} are told on the word of a source, the others on the newsroom's."
    )


def _of(tables: "Tables", name: str, doc_id: str) -> pd.DataFrame:
    frame = tables.frames[name]
    return frame[frame["doc_id"] == doc_id]


def _most(values: pd.Series, n: int = 3) -> list[str]:
    """The most frequent values, the earlier in the alphabet first where they tie."""
    counts = values.value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [f"{value} ({count})" for value, count in ranked[:n]]


def _in_most_articles(entities: pd.DataFrame) -> list[str]:
    names = entities.groupby("key")["name"].agg(lambda group: group.mode().iloc[0])
    return _most(entities.drop_duplicates(["doc_id", "key"])["key"].map(names))


def _count(n: int, noun: str) -> str:
    plurals = {"person": "people"}
    if noun.endswith("y"):
        plurals[noun] = f"{noun[:-1]}ies"
    return f"{n:,} {noun if n == 1 else plurals.get(noun, noun + 's')}"


def _were(n: int) -> str:
    return f"{n:,} {'was' if n == 1 else 'were'}"


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.0%})"


def _list(items: list[str], *, before: str) -> str:
    if not items:
        return ""
    *most, last = items
    return before + (f"{', '.join(most)} and {last}" if most else last)


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B %Y}"
