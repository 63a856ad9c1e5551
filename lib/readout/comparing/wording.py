"""How alike two stretches of words are, and whether they mean the same as far as that can be told.

Words that come and go when a quote is trimmed or retold (pronouns, auxiliaries, articles) are left
out; inflected forms are one word (Porter 1980, as Snowball has it). Likeness is the share of the
shorter one's words that the other has in the same order. It is not agreement: where two contents
differ in a number, a negation or a name, they are at odds however alike they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import LCSseq
from snowballstemmer import stemmer

from readout import lexicon

Blocks = Sequence[tuple[int, int, int]]  # (first word here, first word there, how many)

NUMBER = "#"  # what words begin with that are numbers
NEIGHBOURS = 2  # words beyond the shared ones in which a number or a name can stand for another
ENDS, CUT = frozenset(".!?"), "…"
LOOSEST = 3  # a match may stretch over this many times its own words
_WORD = re.compile(
    r"\d[\d.,]*\d|\d|[^\W\d_]+?(?=n['’]t\b)|n['’]t\b|[^\W\d_]+|[.!?…]", re.IGNORECASE
)
_PLAIN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: what it is compared as (a stem, or "#40"), how it is written, whether it
    may be a name, whether a negation stands before it, and whether an ellipsis does."""

    stem: str
    written: str
    may_be_name: bool
    negated: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class Odds:
    """What two contents are at odds in ("number", "negation" or "name"), in the words of each."""

    attribute: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Match:
    """Two contents side by side: how many words they share, how many of these are no names, the
    share of the shorter one that these are and those at odds, and what they are at odds in."""

    likeness: float
    shared: int
    telling: int
    odds: tuple[Odds, ...] = ()


def words(text: str) -> tuple[Word, ...]:
    """The words of a text that can be compared."""
    return tuple(_words(text))


def plain(text: str) -> str:
    """All words of a text in small letters, each between blanks: " no comment "."""
    return f" {' '.join(found[0].lower() for found in _PLAIN.finditer(text))} "


def stems(said: Sequence[Word]) -> tuple[str, ...]:
    """What words are compared as."""
    return tuple(word.stem for word in said)


@cache
def stem(form: str) -> str:
    """What a word in small letters is compared as: its stem, or "#40" for a number in digits."""
    return NUMBER + form.replace(",", "") if form[0].isdigit() else _stemmer().stemWord(form)


def match(here: Sequence[Word], there: Sequence[Word]) -> Match:
    """Lay two texts side by side along their longest common subsequence of words.

    A match that is scattered over much more text than it has words counts as none.
    """
    blocks = [
        (block.a, block.b, block.size)
        for block in LCSseq.opcodes(stems(here), stems(there)).as_matching_blocks()
        if block.size
    ]
    shared = sum(size for *_, size in blocks)
    if not shared or _stretch(blocks) > LOOSEST * shared:
        return Match(0.0, shared, 0)
    pairs = [(here[a + k], there[b + k]) for a, b, n in blocks for k in range(n)]
    telling = sum(not (one.may_be_name and other.may_be_name) for one, other in pairs)
    other = tuple(_other_words(here, there, blocks))
    replaced = sum(min(len(o.here.split()), len(o.there.split())) for o in other)
    likeness = (shared + replaced) / min(len(here), len(there))
    return Match(min(1.0, likeness), shared, telling, (*other, *_negations(here, there, blocks)))


def _words(text: str) -> Iterator[Word]:
    """A negation belongs to the next word of its sentence, or to the one right before it where the
    sentence ends ("hid nothing")."""
    last: Word | None = None
    negated = is_last = cut = False
    for written in (found[0] for found in _WORD.finditer(f"{text}.")):
        form = written.lower().replace("’", "'")
        kind = _kinds().get(form)
        if kind == "negation":
            negated = is_last = True
        elif form in ENDS or form == CUT:
            if last:
                yield replace(last, negated=last.negated or is_last)
            last, negated, is_last, cut = None, False, False, form == CUT
        elif compared := stem(form) if kind is None else kind:
            if last:
                yield last
            last = _word(compared, written, negated, cut)
            negated = is_last = cut = False
        else:
            is_last = False


@cache
def _word(compared: str, written: str, negated: bool, cut: bool) -> Word:
    """One object for all words that are the same: a corpus repeats few words many times."""
    return Word(compared, written, written[0].isupper(), negated, cut)


@cache
def _kinds() -> dict[str, str]:
    """What words are that are no stems: "negation", a number as "#40", or "" for no word at all."""
    kinds = {row["lemma"]: row["kind"] for row in lexicon.rows("wording")}
    dropped = {form: "negation" if kind == "negation" else "" for form, kind in kinds.items()}
    numbers = (row for row in lexicon.rows("times") if row["kind"] == "number")
    return {row["lemma"]: NUMBER + row["value"] for row in numbers} | dropped


@cache
def _stemmer():
    return stemmer("english")


def _stretch(blocks: Blocks) -> int:
    """How many words the longer side of a match goes over, from its first to its last."""
    (a, b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    return max(last_a - a, last_b - b) + size


def _other_words(here: Sequence[Word], there: Sequence[Word], blocks: Blocks) -> Iterator[Odds]:
    """Numbers and names of one that stand where the other has different ones."""
    for mine, other in _gaps(here, there, blocks):
        for attribute, is_such in (("number", is_number), ("name", _is_name)):
            a, b = [w for w in mine if is_such(w)], [w for w in other if is_such(w)]
            if a and b and not set(stems(a)) & set(stems(b)):
                yield Odds(attribute, _said(a), _said(b))


def is_number(word: Word) -> bool:
    """Whether a word is a number, in digits or letters."""
    return word.stem.startswith(NUMBER)


def _is_name(word: Word) -> bool:
    return word.may_be_name and not is_number(word)


def _said(found: Sequence[Word]) -> str:
    return " ".join(word.written for word in found)


def _gaps(
    here: Sequence[Word], there: Sequence[Word], blocks: Blocks
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """What stands on either side before, between and after the shared words.

    Before and after them only what is near counts: the rest may have been trimmed.
    """
    (a, b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    yield here[max(0, a - b - NEIGHBOURS) : a], there[max(0, b - a - NEIGHBOURS) : b]
    for (a, b, n), (next_a, next_b, _) in pairwise(blocks):
        yield here[a + n : next_a], there[b + n : next_b]
    rest, other = here[last_a + size :], there[last_b + size :]
    yield rest[: len(other) + NEIGHBOURS], other[: len(rest) + NEIGHBOURS]


def _negations(here: Sequence[Word], there: Sequence[Word], blocks: Blocks) -> Iterator[Odds]:
    """Shared words that a negation leads to in one alone; behind an ellipsis nobody knows."""
    end_a, end_b = blocks[0][:2]
    for a, b, n in blocks:
        for k in range(n):
            mine, other = here[end_a : a + k + 1], there[end_b : b + k + 1]
            is_known = not (here[a + k].cut or there[b + k].cut)
            if is_known and any(w.negated for w in mine) != any(w.negated for w in other):
                yield Odds("negation", _polar(mine), _polar(other))
            end_a, end_b = a + k + 1, b + k + 1


def _polar(passed: Sequence[Word]) -> str:
    return " ".join(f"not {w.written}" if w.negated else w.written for w in passed)
