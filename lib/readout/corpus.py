"""The tables that compare articles; `readout.across` fills them."""

from readout.layout import DOC, Column, Table, date, span, text

ABOUT = text("about", "whether it is about an utterance or a happening", allowed=("quote", "event"))
COVERAGE = Table(
    "coverage",
    "one row per group of quotes or events and article: who carries what, and who had it first",
    (
        text("group", "the utterance or the happening: `quotes.group` or `events.group`"),
        ABOUT,
        DOC,
        text("row_id", "the quote or event of the article that carries most of it"),
        Column("rows", "int64", "how many quotes or events of the article are in the group"),
        text("outlet", "who published it", nullable=True),
        date("published", "when"),
        Column(
            "is_first",
            "bool",
            "whether no dated article of the group is earlier; by the day "
            "where one has no time of day; no for articles without a date",
        ),
        Column("is_reprint", "bool", "whether the article is nearly the same as an earlier one"),
        Column(
            "share",
            "float64",
            "the share of the fullest version's words that it carries; missing for events",
            nullable=True,
        ),
        text("kind", "how a quote is carried; the factuality of an event"),
        text(
            "speaker",
            "who speaks, as named there; for events on whose word it is told",
            nullable=True,
        ),
    ),
    of_corpus=True,
)
DISAGREEMENTS = Table(
    "disagreements",
    "one row per attribute in which accounts of one thing differ, one passage for either side",
    (
        text("group", "the utterance or the happening"),
        ABOUT,
        text(
            "attribute",
            "what differs",
            allowed=("number", "negation", "name", "speaker", "date", "place", "factuality"),
        ),
        text(
            "value",
            "what more articles have than have the other value, or where as many have either, what "
            "was published first",
        ),
        Column("articles", "int64", "how many articles have it, those that are copies left aside"),
        DOC,
        *span("the passage"),
        text("text", "the passage as written"),
        text("row_id", "its quote or event"),
        text("other_value", "what another has"),
        Column("other_articles", "int64", "how many articles have that"),
        text("other_doc_id", "that article", refers_to="articles.doc_id"),
        Column("other_start", "int64", "offset of the first character of its passage"),
        Column("other_end", "int64", "offset after the last character of its passage"),
        text("other_text", "its passage as written"),
        text("other_row_id", "its quote or event"),
        text("other_group", "the group of that row: another one where alike quotes are at odds"),
    ),
    spanned="text",
    of_corpus=True,
)
CREDITS = Table(
    "credits",
    "one row per attribution to an outlet of the corpus: who reports on whose reporting",
    (
        text("quote_id", "the attribution", refers_to="quotes.quote_id"),
        DOC,
        text("outlet", "who credits", nullable=True),
        text("credited", "the outlet that is credited, as `articles.outlet` has it"),
        text(
            "part",
            "where it is named: as the source, or as who was told",
            allowed=("source", "audience"),
        ),
        text("text", "as written"),
        text(
            "credited_id",
            "its article that this one goes back to",
            nullable=True,
            refers_to="articles.doc_id",
        ),
        text(
            "basis",
            "why that article: the same utterance is in it, the same happening, or it is "
            "the latest before on the same story",
            allowed=("quote", "event", "story"),
            nullable=True,
        ),
    ),
    of_corpus=True,
)
REPRINTS = Table(
    "reprints",
    "one row per article that is nearly the same as an earlier one",
    (
        DOC,
        text("original_id", "the earliest of these articles, by the date or else by the id",
              refers_to="articles.doc_id"),
        Column("likeness", "float64", "the share of the shorter one's stretches of four words "
               "that are in the longer"),
    ),
    key="doc_id",
    of_corpus=True,
)  # fmt: skip
