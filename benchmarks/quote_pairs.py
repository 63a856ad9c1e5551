"""Pairs of contents that are the same utterance, and near misses that are not, made from sentences.

The same: trimmed, split by an ellipsis, retold in indirect speech, trimmed and retold. Near misses:
one number, one negation or one name changed, in whole sentences and in trimmed or retold ones. The
same sentences and seed give the same pairs.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

RETOLD = {
    "i": "he", "me": "him", "my": "his", "mine": "his", "myself": "himself", "we": "they",
    "us": "them", "our": "their", "ours": "theirs", "you": "they", "your": "their",
    "am": "was", "is": "was", "are": "were", "have": "had", "has": "had", "do": "did",
    "does": "did", "don't": "didn't", "doesn't": "didn't", "isn't": "wasn't", "aren't": "weren't",
    "will": "would", "won't": "wouldn't", "can": "could", "can't": "couldn't", "may": "might",
    "i'm": "he was", "we're": "they were", "i've": "he had", "we've": "they had",
    "i'll": "he would", "we'll": "they would", "it's": "it was", "that's": "that was",
    "this": "that", "these": "those", "here": "there", "now": "then", "today": "that day",
    "tomorrow": "the next day", "yesterday": "the day before", "think": "thought",
    "want": "wanted", "believe": "believed", "know": "knew", "need": "needed", "say": "said",
}  # fmt: skip
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty")
AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|should|must|has|have|had)\b")
NEGATION = re.compile(r"\b(?:not|never) |n['’]t\b")
NUMBER = re.compile(rf"\b(?:\d[\d,.]*\d|\d|{'|'.join(NUMBERS)})\b")
NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )*[A-Z][a-z]{2,}\b")
FEWEST_WORDS, MOST_WORDS = 8, 60
FEWEST_KEPT = 6  # words, after trimming

Edit = Callable[[str, Random], str]


@dataclass(frozen=True)
class Pair:
    """Two contents, how the second was made of the first, and whether they are one utterance."""

    first: str
    second: str
    made_by: str
    is_same: bool


def pairs(contents: Sequence[str], n: int = 200, *, seed: int = 0) -> list[Pair]:
    """`n` pairs, half of them the same utterance, evenly over the ways in which they are made.

    Raises ValueError where the contents do not give enough, because too few have a number, say.
    """
    random = Random(seed)
    fitting = [text for text in contents if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS]
    names = sorted({found[0] for text in fitting for found in NAME.finditer(text)})
    near_misses = {
        "number": _other_number, "negation": _other_polarity,
        "name": lambda text, r: _other_name(text, r, names),
    }  # fmt: skip
    same: dict[str, Edit] = {
        "trimmed": _trimmed, "split": _split, "retold": _retold,
        "trimmed and retold": lambda text, r: _retold(_trimmed(text, r), r),
    }  # fmt: skip
    found = [
        *_made(fitting, same, n // 2, random, is_same=True),
        *_made(fitting, near_misses, n - n // 2, random, is_same=False),
    ]
    if len(found) < n:
        raise ValueError(f"{len(contents)} contents give {len(found)} pairs, not {n}: give more.")
    return found


def _made(
    texts: Sequence[str], ways: dict[str, Edit], n: int, random: Random, *, is_same: bool
) -> Iterator[Pair]:
    """Pairs made in turn by each way, from texts in random order, each used once by a way."""
    left = {way: random.sample(texts, len(texts)) for way in ways}
    made = 0
    while made < n and any(left.values()):
        for way, edit in ways.items():
            pair = _next(left[way], way, edit, random, is_same=is_same)
            if pair and made < n:
                made += 1
                yield pair


def _next(left: list[str], way: str, edit: Edit, random: Random, *, is_same: bool) -> Pair | None:
    """The first of the texts that are left of which this way makes another text."""
    while left:
        text = left.pop()
        second = edit(text, random)
        if second and second != text:
            if not is_same and random.random() < 0.5:
                second = _retold(second, random)
            return Pair(text, second, way, is_same)
    return None


def _trimmed(text: str, random: Random) -> str:
    """A stretch of half to four fifths of the words."""
    words = text.split()
    length = max(FEWEST_KEPT, round(len(words) * random.uniform(0.5, 0.8)))
    start = random.randint(0, len(words) - length)
    return " ".join(words[start : start + length])


def _split(text: str, random: Random) -> str:
    """Both ends, with some words in the middle left out, as a newsroom marks it."""
    words = text.split()
    cut = random.randint(len(words) // 3, len(words) // 2)
    gap = random.randint(2, max(2, len(words) // 4))
    return " ".join([*words[:cut], "…", *words[cut + gap :]])


def _retold(text: str, _random: Random) -> str:
    """In indirect speech: pronouns and tenses shifted, quotation marks gone."""
    plain = re.sub(r"[\"“”‘]|(?<!\w)'|'(?!\w)", "", text).replace("’", "'").rstrip(" .,!?")
    words = [RETOLD.get(word.lower(), word) for word in plain.split()]
    return f"that {' '.join(words)}"


def _other_number(text: str, random: Random) -> str:
    found = random.choice(list(NUMBER.finditer(text)) or [None])
    if not found:
        return ""
    other = random.choice([n for n in NUMBERS if n != found[0]])
    if found[0][0].isdigit():
        other = str(int(re.sub(r"\D", "", found[0])) + random.randint(1, 9))
    return text[: found.start()] + other + text[found.end() :]


def _other_polarity(text: str, _random: Random) -> str:
    if found := NEGATION.search(text):
        return text[: found.start()] + text[found.end() :]
    return AUXILIARY.sub(r"\1 not", text, count=1)


def _other_name(text: str, random: Random, names: Sequence[str]) -> str:
    found = random.choice(list(NAME.finditer(text)) or [None])
    others = [name for name in names if found and not set(name.split()) & set(found[0].split())]
    if not found or not others:
        return ""
    return text[: found.start()] + random.choice(others) + text[found.end() :]
