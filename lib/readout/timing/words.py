"""The words of time expressions, from the lexicon `times`: numbers, ordinals, units, days."""

import re
from collections.abc import Mapping
from functools import cache

from readout import lexicon

LAST = re.compile(r"last|past|this past|previous|preceding|the previous|the preceding")
COMING = re.compile(r"next|the next|coming|this coming|the coming|upcoming|following|the following")
FROM_TOLD = re.compile(r"(?:the )?(?:following|previous|preceding)|that|the (?:same|next)")


def number_of(words: str) -> float | None:
    """The number that words or digits stand for ("two and a half" is 2.5); None for "several"."""
    words = plain(words).replace("-", " ")
    if any(words.startswith(quantifier) for quantifier in meanings("quantifier")):
        return None
    if quarters := re.match(r"(?:an? |(three) )?quarters?(?: of an?)?$", words):
        return 0.75 if quarters[1] else 0.25
    half = 0.5 if re.search(r"\bhalf\b", words) else 0
    words = re.sub(r"(?:and a |an? )?\bhalf(?: an?)?$", "", words).strip()
    if digits := re.match(r"[\d,]+(?:\.\d+)?", words):
        return float(digits[0].replace(",", "")) + half
    total = 0.0
    for word in words.split(" "):
        value = 1.0 if word in {"a", "an"} and half else float(meanings("number").get(word, 0))
        total = (total or 1) * value if value >= 12 and value in {12, 100, 1000} else total + value
    return total + half or 1


def step(which: str, otherwise: int) -> int:
    """-1, 0 or 1 for "last", "this", "next" and their like."""
    if LAST.fullmatch(which):
        return -1
    return 1 if COMING.fullmatch(which) else otherwise


def daypart(word: str | None) -> str:
    """TIMEX3's code for a part of the day, with its T ("TEV"), or ""."""
    if not word:
        return ""
    return "T" + meanings("daypart").get(plain(word), "NI")


def ordinal(word: str) -> int:
    """3 for "third" or "3rd"."""
    return int(meanings("ordinal").get(word) or re.sub(r"\D", "", word))


def value_of(kind: str, word: str) -> str:
    """What the name of a month, weekday or season means, also where it is abbreviated."""
    word = word.rstrip(".")
    return meanings(kind).get(word) or meanings(f"{kind}_short")[word]


def plain(words: str) -> str:
    """With single spaces."""
    return " ".join(words.split())


@cache
def meanings(kind: str) -> Mapping[str, str]:
    """Word -> value, of one kind in the lexicon."""
    return {r["lemma"]: r["value"] for r in lexicon.rows("times") if r["kind"] == kind}
