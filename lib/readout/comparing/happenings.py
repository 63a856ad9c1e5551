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
class _Part:
    """A participant: its role, its key or last word, and whether it is known by name."""

    role: str
    who: str
    is_known: bool


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
    of rows doesn't matter.
    """
    parts = _parts(tables.arguments, keys)
    columns = ["doc_id", "published", "text"]
    articles = tables.articles[columns].rename(columns={"published": "told"})
    events = tables.events.merge(articles, on="doc_id")
    mentions = list(rows(events.sort_values(["doc_id", "start", "event_id"])))
    alike: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for mention in mentions:
        kind = _kind(mention, parts[mention.event_id])
        alike[story[mention.doc_id], *kind].append(mention)
    links = [link for together in alike.values() for link in _links(together, parts)]
    ids = {mention.event_id: mention.same_as for mention in mentions}
    links += [(event_id, first) for event_id, first in ids.items() if first in ids]
    return groups(ids, links)


def _parts(arguments: pd.DataFrame, keys: Mapping[str, str]) -> dict[str, list[_Part]]:
    """The arguments of each event: who by key, or by the last word where nobody is known."""
    parts: dict[str, list[_Part]] = defaultdict(list)
    columns = ["event_id", "role", "text", "entity_id"]
    for row in rows(arguments.sort_values(["event_id", "start"]), *columns):
        key = keys.get(row.entity_id, "")
        is_known = bool(key) and key != row.entity_id
        who = key if is_known else stem(row.text.split()[-1].lower())
        parts[row.event_id].append(_Part(row.role, who, is_known))
    return parts


def _kind(event: Any, parts: Sequence[_Part]) -> Iterator[str]:
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
    mentions: Sequence[Any], parts: Mapping[str, Sequence[_Part]]
) -> Iterator[tuple[str, str]]:
    """Each mention with the first of the earlier ones whose group has something for it and nothing
    against it."""
    found: list[tuple[str, set[_Facts]]] = []
    for mention in mentions:
        facts = _facts(mention, parts[mention.event_id])
        for first, others in found:
            if any(map(facts.suggests, others)) and not any(map(facts.forbids, others)):
                others.add(facts)
                yield first, mention.event_id
                break
        else:
            found.append((mention.event_id, {facts}))


def _facts(event: Any, parts: Sequence[_Part]) -> _Facts:
    taking = [part for part in parts if part.role in TAKES_PART]
    is_dated = event.time_basis in DATED and pd.notna(event.begins) and pd.notna(event.ends)
    return _Facts(
        frozenset(part.who for part in taking if part.is_known),
        frozenset(part.who for part in taking if part.is_known or _tells_apart(part.who)),
        frozenset(_beside(event.text, event.start, event.end)),
        event.lemma in lexicon.words("general_words"),
        *((event.begins, event.ends) if is_dated else (None, None)),
        event.told if pd.notna(event.told) else None,
    )


def _tells_apart(word: str) -> bool:
    """Whether a participant's last word says more than a pronoun."""
    return word not in lexicon.words("pronouns") and word not in lexicon.words("wording")


def _beside(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words beside a mention in its sentence."""
    before = _SENTENCE_END.split(text[max(0, start - AROUND) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + AROUND])[0]
    return stems(words(before)) + stems(words(after))
