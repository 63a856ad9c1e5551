"""The same happening in several articles: mentions of events that report one event.

Within one story (`readout.comparing.stories`) mentions whose words are of one kind are taken to
report one event, unless who takes part or when it was forbids it. That is the bag of events of
Cybulska and Vossen 2015 in small: first the story, then the action, its participants and its time.
What is said is one event only where the same speaker says it. Words of general meaning ("begin",
"ask", "make") need a participant in common, or several words beside them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from readout import lexicon
from readout.comparing.linking import groups
from readout.comparing.wording import stem, stems, words
from readout.layout import rows

if TYPE_CHECKING:
    from readout.frames import Tables

FAR = pd.Timedelta(days=7)  # events that lie this far apart are two
NEWS = pd.Timedelta(days=1)  # articles tell of one undated event within this time
DATED = frozenset({"explicit", "relative"})
TAKES_PART = frozenset({"actor", "recipient", "object"})
TOLD = "say"  # the kind of happening that telling is
NAMED = 2  # known participants on either side, of which two mentions of one event share some
AROUND = 90  # characters on either side of a mention that are what stands beside it
BESIDE = 3  # words beside two mentions that stand for a participant in common
_SENTENCE_END = re.compile(r"[.!?]\W*\s|\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A participant: its role, its key or last word, and whether it is known by name."""

    role: str
    who: str
    is_known: bool

    @property
    def tells_apart(self) -> bool:
        """Whether it takes part, and is more than a pronoun."""
        return self.role in TAKES_PART and (self.is_known or self.who not in _pronouns())


@dataclass(frozen=True, slots=True)
class _Facts:
    """What speaks for or against two mentions being of one event: who takes part, by key (`known`)
    or by the last word too (`who`), the words beside the mention, whether its own word is general,
    when it was, and when it was published."""

    known: frozenset[str]
    who: frozenset[str]
    beside: frozenset[str]
    is_general: bool
    begins: pd.Timestamp | None
    ends: pd.Timestamp | None
    told: pd.Timestamp | None

    def along_with(self, other: "_Facts") -> "_Facts":
        """What two mentions of one article tell together."""
        dated = other if self.begins is None else self
        return _Facts(
            self.known | other.known,
            self.who | other.who,
            self.beside,
            self.is_general and other.is_general,
            dated.begins,
            dated.ends,
            self.told,
        )

    def suggests(self, other: "_Facts") -> bool:
        """Whether the words of two mentions, being of one kind, are enough for one event."""
        if not (self.is_general or other.is_general) or self.who & other.who:
            return True
        return len(self.beside & other.beside) >= BESIDE

    def forbids(self, other: "_Facts") -> bool:
        """Whether two mentions with these facts are not of one event."""
        if min(len(self.known), len(other.known)) >= NAMED and not self.known & other.known:
            return True
        gap = self._gap(other)
        if gap is not None:
            return gap >= FAR
        if len(self.known & other.known) >= NAMED or not (self.told and other.told):
            return False
        return abs(self.told - other.told) > NEWS

    def _gap(self, other: "_Facts") -> pd.Timedelta | None:
        """How long lies between two dated events: less than nothing where they meet."""
        if not (self.begins and self.ends and other.begins and other.ends):
            return None
        return max(self.begins - other.ends, other.begins - self.ends)


def same_happenings(
    tables: "Tables", keys: Mapping[str, str], story: Mapping[str, str]
) -> list[list[str]]:
    """Group mentions of events by what happened: lists of event ids, each id in exactly one.

    `keys` are entity_id -> key of the entity in the corpus, `story` is doc_id -> story. The order
    of rows doesn't matter. What an article itself says to be one event (`same_as`) is one.
    """
    parts = parts_of(tables.arguments, keys)
    columns = ["doc_id", "published", "text"]
    articles = tables.articles[columns].rename(columns={"published": "told"})
    events = tables.events.merge(articles, on="doc_id")
    mentions = list(rows(events.sort_values(["doc_id", "start", "event_id"])))
    ids = {mention.event_id for mention in mentions}
    again = {m.event_id: m.same_as for m in mentions if m.same_as in ids}
    for event_id, first in again.items():
        parts[first] += parts[event_id]
    alike: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for mention in mentions:
        if mention.event_id not in again:
            kind = _kind(mention, parts[mention.event_id])
            alike[story[mention.doc_id], *kind].append(mention)
    links = [link for together in alike.values() for link in _links(together, parts)]
    return groups((mention.event_id for mention in mentions), [*links, *again.items()])


def parts_of(arguments: pd.DataFrame, keys: Mapping[str, str]) -> dict[str, list[Part]]:
    """The arguments of each event: who by key, or by the last word where nobody is known."""
    parts: dict[str, list[Part]] = defaultdict(list)
    columns = ["event_id", "role", "text", "entity_id"]
    for row in rows(arguments.sort_values(["event_id", "start"]), *columns):
        key = keys.get(row.entity_id, "")
        is_known = bool(key) and key != row.entity_id
        who = key if is_known else stem(row.text.split()[-1].lower())
        parts[row.event_id].append(Part(row.role, who, is_known))
    return parts


def _kind(event: Any, parts: Sequence[Part]) -> Iterator[str]:
    """What two mentions must have in common: the kind of happening, and who tells it where it is
    something said."""
    kind = _happening(event.lemma)
    yield kind
    if kind == TOLD:
        yield " ".join(sorted({p.who for p in parts if p.role == "actor"})) or event.event_id


def _happening(lemma: str) -> str:
    """The kind of happening that a word names: that of the lexicon, or its stem."""
    kinds = lexicon.table("happenings", "kind")
    return kinds.get(lemma) or _kinds_by_stem().get(stem(lemma)) or stem(lemma)


@cache
def _kinds_by_stem() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in lexicon.rows("happenings"):
        found.setdefault(stem(row["lemma"]), row["kind"])
    return found


def _links(
    mentions: Sequence[Any], parts: Mapping[str, Sequence[Part]]
) -> Iterator[tuple[str, str]]:
    """Each mention with the first of the earlier ones whose group has something for it and nothing
    against it. What one article tells of a group counts together."""
    if len(mentions) == 1:
        return
    found: list[tuple[str, dict[str, _Facts]]] = []
    needs_words = any(is_general(mention.lemma) for mention in mentions)
    for mention in mentions:
        facts = _facts(mention, parts[mention.event_id], needs_words=needs_words)
        for first, told in found:
            own = told.get(mention.doc_id, facts)
            others = told.values()
            forbids = facts.along_with(own).forbids
            if any(map(facts.suggests, others)) and not any(map(forbids, others)):
                told[mention.doc_id] = own.along_with(facts)
                yield first, mention.event_id
                break
        else:
            found.append((mention.event_id, {mention.doc_id: facts}))


def _facts(event: Any, parts: Sequence[Part], *, needs_words: bool) -> _Facts:
    is_dated = event.time_basis in DATED and pd.notna(event.begins) and pd.notna(event.ends)
    return _Facts(
        frozenset(part.who for part in parts if part.role in TAKES_PART and part.is_known),
        frozenset(part.who for part in parts if part.tells_apart),
        frozenset(beside(event.text, event.start, event.end) if needs_words else ()),
        is_general(event.lemma),
        *((event.begins, event.ends) if is_dated else (None, None)),
        event.told if pd.notna(event.told) else None,
    )


def is_general(lemma: str) -> bool:
    """Whether a word tells what happened only together with who took part."""
    return lemma in lexicon.words("general_words")


def beside(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words beside a mention in its sentence, as they are compared."""
    before, after = sentence_around(text, start, end)
    return stems(words(before)) + stems(words(after))


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a mention in its sentence, as far as it is near."""
    before = _SENTENCE_END.split(text[max(0, start - AROUND) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + AROUND])[0]
    return before, after


@cache
def _pronouns() -> frozenset[str]:
    """Pronouns and the like, also as stems, that name nobody."""
    found = lexicon.words("pronouns") | lexicon.words("wording")
    return found | {stem(word) for word in found if word.isalpha()}
