"""Which articles tell the same story, and which are copies of one another.

Stories are found in one pass over the articles in the order of publication, each joining the story
that it is most like or beginning a new one, as in topic detection and tracking (Allan, Papka and
Lavrenko 1998; Yang, Pierce and Carbonell 1998), and in a second pass in which each may still change
over. Likeness is the mean cosine of the words' tf-idf weights (Salton and Buckley 1988).

Copies share most of their shingles, stretches of words (Broder 1997): candidates by those shingles
whose hash is divisible by `SAMPLED`, then containment counted over all.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from zlib import crc32

import pandas as pd

from readout.comparing.linking import candidates, groups
from readout.comparing.wording import plain, stems, words

# Least mean cosine of an article and a story: inverse document frequencies, and with them the
# differences that they make, grow with the logarithm of the number of articles.
ALIKE, ALIKE_PER_LOG = 0.1, 0.027
PASSES = 2
TELLING_WORDS = 25  # the weightiest words of an article, by which stories are looked for
STORIES_COMPARED = 25  # those stories that share most of them; not one alone where more do
SHINGLE, SAMPLED = 4, 8
COPIED = 0.7  # least share of the shorter article's shingles in the longer
SHORTEST_COPY = 20  # shingles

Weights = dict[str, float]


def stories(articles: pd.DataFrame) -> dict[str, str]:
    """The story of each article: doc_id -> the doc_id of the article with which it began."""
    weights = _weights(articles)
    found = _Stories(max(ALIKE, ALIKE_PER_LOG * math.log(max(1, len(articles)))))
    for _ in range(PASSES):
        for doc_id in in_order(articles):
            found.place(doc_id, weights[doc_id])
    return found.names()


def reprints(articles: pd.DataFrame) -> pd.DataFrame:
    """The table `reprints`: articles that are nearly the same as an earlier one."""
    order = list(in_order(articles))
    texts = dict(zip(articles["doc_id"], articles["text"], strict=True))
    shingles = {doc_id: frozenset(_shingles(texts[doc_id])) for doc_id in order}
    fullest = sorted(order, key=lambda doc_id: (-len(shingles[doc_id]), doc_id))
    sampled = [sorted(s for s in shingles[i] if crc32(s.encode()) % SAMPLED == 0) for i in fullest]
    pairs = [(fullest[i], fullest[j]) for i, j in candidates(sampled)]
    links = [(a, b) for a, b in pairs if _containment(shingles[a], shingles[b]) >= COPIED]
    rows = [
        (doc_id, first, _containment(shingles[first], shingles[doc_id]))
        for first, *others in groups(order, links)
        for doc_id in others
    ]
    return pd.DataFrame(rows, columns=["doc_id", "original_id", "likeness"])


def in_order(articles: pd.DataFrame) -> Sequence[str]:
    """The ids of articles by date of publication, those without one last; on one date those last
    that carry another outlet's name as their byline: they are copies."""
    is_copy = articles["byline"].isin(articles["outlet"].dropna()) & (
        articles["byline"] != articles["outlet"]
    )
    ranked = articles.assign(is_copy=is_copy).sort_values(["published", "is_copy", "doc_id"])
    return list(ranked["doc_id"])


class _Stories:
    """Stories as sums of their articles' weights, and an index from words to stories."""

    def __init__(self, alike: float) -> None:
        self.alike = alike
        self.of: dict[str, int] = {}
        self.members: list[dict[str, None]] = []
        self.sums: list[defaultdict[str, float]] = []
        self.having: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def place(self, doc_id: str, weights: Weights) -> None:
        """Let an article join the story that it is most like, or begin one."""
        if doc_id in self.of:
            self._change(self.of.pop(doc_id), doc_id, weights, -1)
        likeness = {story: self._likeness(story, weights) for story in self._near(weights)}
        best = max(likeness, key=lambda story: (likeness[story], -story), default=-1)
        if best < 0 or likeness[best] < self.alike:
            best = len(self.sums)
            self.sums.append(defaultdict(float))
            self.members.append({})
        self.of[doc_id] = best
        self._change(best, doc_id, weights, 1)

    def names(self) -> dict[str, str]:
        """For each article the first one of its story."""
        return {doc_id: next(iter(self.members[story])) for doc_id, story in self.of.items()}

    def _near(self, weights: Weights) -> list[int]:
        hits: Counter[int] = Counter()
        for word in islice(weights, TELLING_WORDS):
            hits.update(self.having[word].keys())
        chance = 1 if len(hits) > STORIES_COMPARED else 0
        near = sorted(story for story, n in hits.items() if n > chance)
        return sorted(near, key=hits.__getitem__, reverse=True)[:STORIES_COMPARED]

    def _likeness(self, story: int, weights: Weights) -> float:
        of_story = self.sums[story]
        shared = weights.keys() & of_story.keys()
        return math.fsum(weights[w] * of_story[w] for w in shared) / len(self.members[story])

    def _change(self, story: int, doc_id: str, weights: Weights, sign: int) -> None:
        if sign > 0:
            self.members[story][doc_id] = None
        else:
            del self.members[story][doc_id]
        for word, weight in weights.items():
            self.sums[story][word] += sign * weight
        for word in islice(weights, TELLING_WORDS):
            self.having[word][story] += sign
            if not self.having[word][story]:
                del self.having[word][story]


def _weights(articles: pd.DataFrame) -> dict[str, Weights]:
    """For each article its words' tf-idf weights, of length 1, the weightiest word first; words of
    one article count not."""
    counts = {
        doc_id: Counter(stems(words(text)))
        for doc_id, text in zip(articles["doc_id"], articles["text"], strict=True)
    }
    articles_with = Counter(word for own in counts.values() for word in own)
    total = len(counts) + 1
    return {
        doc_id: _normal(
            {
                word: (1 + math.log(n)) * math.log(total / articles_with[word])
                for word, n in own.items()
                if articles_with[word] > 1
            }
        )
        for doc_id, own in counts.items()
    }


def _normal(weights: Weights) -> Weights:
    ranked = sorted(weights.items(), key=lambda of: (-of[1], of[0]))
    length = math.sqrt(sum(weight * weight for _, weight in ranked))
    return {word: weight / length for word, weight in ranked} if length else {}


def _shingles(text: str) -> Iterator[str]:
    said = plain(text).split()
    for i in range(len(said) - SHINGLE + 1):
        yield " ".join(said[i : i + SHINGLE])


def _containment(here: frozenset[str], there: frozenset[str]) -> float:
    shorter = min(len(here), len(there))
    return len(here & there) / shorter if shorter >= SHORTEST_COPY else 0.0
