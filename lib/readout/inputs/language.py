"""Whether an article is in English, told by its function words; else what it looks like."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from readout import lexicon

ENGLISH, UNKNOWN = "English", "an unknown language"
SAMPLE = 4_000  # characters at the beginning that are looked at
FEWEST_WORDS = 20  # too few to tell
# Function words make up a third of prose. A list of names has few of any language, so that a
# text is only said to be in an unknown one if it has next to no English ones.
LEAST, NEXT_TO_NONE = 0.1, 0.03
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-zÀ-ɏ]")
SCRIPTS = {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}


def foreign_language(text: str) -> str | None:
    """The language that a text looks like where that is not English: "German", "Arabic" (for
    most alphabets that is their name), "an unknown language"; None for English, for texts that are
    partly English and for those too short to tell.

    By the share of a language's commonest short words among all words, after Grefenstette (1995),
    "Comparing two language identification schemes".
    """
    words = WORD.findall(text[:SAMPLE].casefold())
    if script := _other_script(words):
        return script
    if len(words) < FEWEST_WORDS:
        return None
    known = _languages()
    counts = Counter(language for word in words for language in known.get(word, ()))
    best, most = max(counts.items(), key=lambda item: item[1], default=(ENGLISH, 0))
    english, least = counts[ENGLISH], LEAST * len(words)
    if best == ENGLISH or 2 * english >= most:
        return None
    if most >= least:
        return best
    return UNKNOWN if english < NEXT_TO_NONE * len(words) else None


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Word -> the languages in which it is common."""
    known: dict[str, tuple[str, ...]] = {}
    for row in lexicon.rows("languages"):
        known[row["lemma"]] = (*known.get(row["lemma"], ()), row["kind"])
    return known


def _other_script(words: Sequence[str]) -> str | None:
    """The script of most letters, unless the lexicon has languages that are written in it."""
    letters = "".join(words)
    if letters.isascii() or len(letters) < FEWEST_WORDS:
        return None
    if 2 * len(LATIN.findall(letters)) >= len(letters):
        return None
    scripts = Counter(unicodedata.name(letter, "?").split()[0].title() for letter in letters)
    if "Hiragana" in scripts:
        return SCRIPTS["Hiragana"]
    script = scripts.most_common(1)[0][0]
    return None if script in ("Latin", "Cyrillic") else SCRIPTS.get(script, script)
