"""The same utterance in several articles: whole or trimmed, quoted here and retold there.

Two contents are the same utterance when the words of the shorter one are nearly all in the other
and they are not at odds in a number, a negation or a name (`readout.comparing.wording`). How many
words it takes depends on who speaks: fewer for one known speaker, many for two different ones,
whose likeness may be chance.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from readout.collecting import no_collecting
from readout.comparing.linking import candidates, groups
from readout.comparing.wording import Match, Odds, Word, is_number, match, plain, stems, words
from readout.layout import rows

# Who speaks: the fewest words that two contents must share, and what share of the shorter one's.
NEEDED = {"same": (3, 0.7), "unknown": (3, 0.75), "different": (6, 0.9)}
LEAST_LIKENESS = min(likeness for _, likeness in NEEDED.values())
TELLING = 2  # how many of few shared words must be no names; enough where one speaker is quoted
FEW = 5
SURELY_ALIKE = 0.85  # likeness of contents that surely say the same but for one thing
SURELY_ALONG = 0.6  # how long the shorter of two is, where they share few words
VERBATIM = 5  # words, small ones too, that are enough when all of one content is in the other


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two alike attributions that are at odds: rows of `quotes` by their ids, and how alike they
    are, surely so or not."""

    quote_id: str
    other_quote_id: str
    is_sure: bool
    odds: tuple[Odds, ...]


@dataclass(frozen=True, slots=True)
class _Saying:
    """What one speaker (a key, or "") says in the same words in one or several attributions.

    `firm` are the words that no others may stand for: neither names nor numbers.
    """

    said: tuple[Word, ...]
    stems: frozenset[str]
    firm: tuple[str, ...]
    speaker: str
    is_quoted: bool
    plain: str
    quote_ids: tuple[str, ...]


@no_collecting()
def same_utterances(
    quotes: pd.DataFrame, speakers: pd.Series
) -> tuple[list[list[str]], list[Rivals]]:
    """Group attributions by what is said, and find those that are alike but at odds.

    `quotes` are rows of the table, `speakers` the key of each row's speaker, or missing. Returns
    groups of quote ids, each id in exactly one, and the rivals. The order of rows doesn't matter.
    """
    sayings = _sayings(quotes, speakers)
    compared = (
        (i, j, match(sayings[i].said, sayings[j].said))
        for i, j in candidates(_keys(stems(saying.said)) for saying in sayings)
        if _can_be_alike(sayings[i], sayings[j])
    )
    alike = [(i, j, m) for i, j, m in compared if _is_alike(sayings[i], sayings[j], m)]
    alike.sort(key=lambda found: (-found[2].likeness, -found[2].shared, found[:2]))
    links = [(i, j) for i, j, m in alike if not m.odds]
    at_odds = [(i, j, m) for i, j, m in alike if m.odds]
    apart = [*((i, j) for i, j, _ in at_odds), *_nested(quotes, sayings)]
    found = groups(range(len(sayings)), links, apart)
    rivals = [
        Rivals(
            sayings[i].quote_ids[0],
            sayings[j].quote_ids[0],
            _is_surely_alike(sayings[i], sayings[j], m),
            m.odds,
        )
        for i, j, m in at_odds
    ]
    return [[q for i in group for q in sayings[i].quote_ids] for group in found], rivals


def _sayings(quotes: pd.DataFrame, speakers: pd.Series) -> list[_Saying]:
    """Attributions with the same words and speaker taken together, those with most words first.

    Few words of nobody known are nobody else's.
    """
    together: dict[tuple[str, str, bool, str], list[str]] = defaultdict(list)
    said: dict[str, tuple[Word, ...]] = {}
    columns = ("quote_id", "content", "kind")
    for speaker, (quote_id, content, kind) in zip(
        speakers.fillna(""), rows(quotes, *columns), strict=True
    ):
        own = said.setdefault(content, words(content))
        is_telling = own and (speaker or len(own) >= NEEDED["unknown"][0])
        together[content, speaker, kind != "indirect", "" if is_telling else quote_id] += [quote_id]
    sayings = [
        _saying(said[content], speaker, is_quoted, content, ids)
        for (content, speaker, is_quoted, _), ids in together.items()
    ]
    return sorted(sayings, key=lambda saying: (-len(saying.said), saying.quote_ids))


def _saying(
    said: tuple[Word, ...], speaker: str, is_quoted: bool, content: str, quote_ids: Iterable[str]
) -> _Saying:
    firm = [word for word in said if not (word.may_be_name or is_number(word))]
    return _Saying(
        said,
        frozenset(stems(said)),
        stems(firm),
        speaker,
        is_quoted,
        plain(content),
        tuple(sorted(quote_ids)),
    )


def _keys(own: Sequence[str]) -> Iterator[str]:
    """Pairs of neighbouring words, or the only word."""
    yield from map(" ".join, pairwise(own)) if len(own) > 1 else own


def _can_be_alike(here: _Saying, there: _Saying) -> bool:
    """Whether enough words of the shorter one are in the other, in whatever order, or may stand for
    others: what is not alike even so need not be laid side by side."""
    shorter, longer = (here, there) if len(here.said) <= len(there.said) else (there, here)
    missing = len(shorter.firm) - sum(map(longer.stems.__contains__, shorter.firm))
    return len(shorter.said) - missing >= LEAST_LIKENESS * len(shorter.said)


def _is_alike(here: _Saying, there: _Saying, found: Match) -> bool:
    known = here.speaker and there.speaker
    who = "unknown" if not known else "same" if here.speaker == there.speaker else "different"
    shared, likeness = NEEDED[who]
    if who == "same" and here.is_quoted and there.is_quoted:
        shared = TELLING
    if _is_verbatim(here.plain, there.plain):
        return True
    is_whole = found.shared == len(here.said) == len(there.said)
    says_something = is_whole or found.shared >= FEW or found.telling >= TELLING
    return found.shared >= shared and found.likeness >= likeness and says_something


def _is_surely_alike(here: _Saying, there: _Saying, found: Match) -> bool:
    """Whether what two contents are at odds in can be said with some certainty."""
    if (here.speaker and here.speaker == there.speaker) or found.shared >= FEW:
        return found.likeness >= SURELY_ALIKE
    lengths = sorted((len(here.said), len(there.said)))
    return found.likeness >= SURELY_ALIKE and lengths[0] >= SURELY_ALONG * lengths[1]


def _is_verbatim(here: str, there: str) -> bool:
    shorter, longer = sorted((here, there), key=len)
    return len(shorter.split()) >= VERBATIM and shorter in longer


def _nested(quotes: pd.DataFrame, sayings: Sequence[_Saying]) -> Iterator[tuple[int, int]]:
    """Sayings of which one is told within the other: alike, but of two mouths."""
    place = {quote_id: i for i, saying in enumerate(sayings) for quote_id in saying.quote_ids}
    around: list[tuple[str, int, str]] = []
    in_order = quotes.sort_values(["doc_id", "start", "end"])
    for doc_id, start, end, quote_id in rows(in_order, "doc_id", "start", "end", "quote_id"):
        around = [outer for outer in around if outer[0] == doc_id and outer[1] > start]
        for *_, outer_id in around:
            if place[outer_id] != place[quote_id]:
                yield place[outer_id], place[quote_id]
        around.append((doc_id, end, quote_id))
