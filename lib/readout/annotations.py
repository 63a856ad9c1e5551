"""What an article is read into: plain, frozen records that carry character offsets, never tokens.

Offsets are half-open and count in `Article.text`. Records refer to one another by position: an
`int` that names a mention, time, quote or event is its index in the list of that kind for the
same article. `readout.frames` turns these positions into the ids of the tables.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Form = Literal["name", "nominal", "pronoun"]
QuoteKind = Literal["direct", "indirect", "mixed"]
SourceForm = Literal["named", "nominal", "pronoun", "anonymous", "none"]
SourceType = Literal["person", "institution", "document"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
TimeBasis = Literal["explicit", "relative", "publication", "none"]
Certainty = Literal["certain", "probable", "possible"]
Factuality = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"]
Polarity = Literal["pos", "neg"]

PLACES = frozenset({"GPE", "LOC", "FAC"})  # OntoNotes types of entities that are somewhere


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether every character of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """A stretch of an article's text that is not part of its story, and what it was taken for."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article; every offset counts in `text`, which is exactly as it was given. Of one that is
    not in English only names are read."""

    doc_id: str
    text: str
    title: str | None = None
    published: datetime | None = None
    outlet: str | None = None
    byline: str | None = None
    boilerplate: tuple[Boilerplate, ...] = ()
    is_english: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A noun phrase or pronoun that refers to somebody or something.

    `span` is the mention without its title and possessive ending ("Michael Anton"); `head` is its
    syntactic head word. `label` is an OntoNotes entity type (PERSON, ORG, GPE, LOC, FAC, NORP,
    EVENT, ...). `title` is what stands before a name ("President", "first lady"); `role` is what
    the text says the person is, in its own words ("director of the Eurasia Program").
    `is_unnamed` marks people who are spoken of as unnamed sources ("a senior official").
    `refers` is the head of the mention that grammar makes this one the same as: the word before a
    relative clause for "who", the name beside a noun phrase in apposition. `modifiers` are the
    words of a noun phrase between its determiner and its head. `affiliation` is the head of the
    organisation or place named in a person's title or role. `stands_for` tells what a place is
    spoken of as ("government": "Moscow said").
    """

    span: Span
    head: Span
    form: Form
    text: str
    label: str | None = None
    title: str | None = None
    role: str | None = None
    sentence: int = 0
    is_subject: bool = False
    is_plural: bool = False
    is_unnamed: bool = False
    is_definite: bool = False
    modifiers: frozenset[str] = frozenset()
    refers: Span | None = None
    affiliation: Span | None = None
    stands_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something in one article; `mentions` are positions in the list of mentions.

    `key` is the same for the same entity in every article; what has no name has none. `names` are
    all names that the article gives it. `affiliation` and `group` are positions among the entities:
    the organisation or place that a person belongs to, or the country of a nationality; those that
    "the two leaders" stands for. `pronouns` is "he" or "she", as the article calls a person;
    `may_be` are the names of those whom a surname alone may mean.
    """

    name: str
    label: str
    role: str | None
    mentions: tuple[int, ...]
    key: str = ""
    names: tuple[str, ...] = ()
    affiliation: int | None = None
    group: tuple[int, ...] = ()
    pronouns: str | None = None
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A TIMEX3 expression. `begins` and `ends` are the first and the last day (or moment) meant,
    both inclusive; None where the article and its publication date don't give them."""

    span: Span
    type: TimeType
    value: str
    basis: TimeBasis
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One attribution: a content, and as far as the text gives them its cue, source and audience.

    `content` may be split around the cue. `parent` is the position of the attribution that this
    one is nested in; `entity` the position of the speaker among the entities.
    """

    content: tuple[Span, ...]
    kind: QuoteKind
    confidence: float
    cue: tuple[Span, ...] = ()
    cue_lemma: str | None = None
    stance: str | None = None
    source: Span | None = None
    source_form: SourceForm = "none"
    source_type: SourceType | None = None
    audience: tuple[Span, ...] = ()
    parent: int | None = None
    entity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A participant or circumstance of an event; `entity` is a position among the entities.

    `understood` marks one that stands with another word of the sentence and that grammar alone
    makes take part ("the minister flew home to meet": the minister meets). `pronoun` is the
    relative pronoun that stands for it in the clause of the event ("the minister, who flew home").
    """

    role: str
    span: Span
    entity: int | None = None
    understood: bool = False
    pronoun: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention of an event. `type` and `mode` are PLOVER's; `duration` is a TIMEX3 duration.

    `time`, `quote` and `same_as` are positions among the times, quotes and events. `light_verb` is
    the verb that a noun is said with ("held" a meeting).
    """

    span: Span
    lemma: str
    type: str
    confidence: float
    mode: str | None = None
    light_verb: Span | None = None
    arguments: tuple[Argument, ...] = ()
    time: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    time_basis: TimeBasis = "none"
    duration: str | None = None
    certainty: Certainty = "certain"
    polarity: Polarity = "pos"
    future: bool = False
    factuality: Factuality = "CT+"
    quote: int | None = None
    same_as: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """That an event stands `before`, `after` or `during` another event (`other`) or a time, or goes
    on `until`, `since` or `by` it; all are positions. `span` is the word that says so."""

    event: int
    relation: str
    span: Span
    other: int | None = None
    time: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one article, each kind in the order of the text."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    order: tuple[Order, ...] = ()
