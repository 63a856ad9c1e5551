"""How alike two stretches of words are, and whether they mean the same as far as that can be told.

Words that come and go when a quote is trimmed or retold (pronouns, auxiliaries, articles) are left
out; inflected forms are one word (Porter 1980, as Snowball has it). Likeness is the share of the
shorter one's words that the other has in the same order. It is not agreement: where two contents
differ in a number, a negation or a name, they are at odds however alike they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import LCSseq
from snowballstemmer import stemmer

from readout import lexicon
from readout.referring.spelling import places_of

Blocks = Sequence[tuple[int, int, int]]  # (first word here, first word there, how many)

NUMBER = "#"  # what words begin with that are numbers
NEIGHBOURS = 2  # words beyond the shared ones in which a number or a name can stand for another
ENDS, CUT = frozenset(".!?"), "…"
ROUGHLY = Decimal("0.1")  # how much of the larger one a rough number may differ
CALENDAR = {"month", "weekday"}  # kinds of words that name dates
KINDS = (("times", "month"), ("times", "weekday"), ("people", "office"), ("people", "role"))
LOOSEST = 3  # a match may stretch over this many times its own words
_WORD = re.compile(
    r"(?<![\w.,])\.\d+|\d[\d.,]*\d|\d|[^\W\d_]+?(?=n['’]t\b)|n['’]t\b|[^\W\d_]+|[.!?…]",
    re.IGNORECASE,
)
_NUMERAL = re.compile(rf"{NUMBER}(\d*\.?\d+)")
_PLAIN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: what it is compared as (a stem, or "#40"), how it is written, whether it
    may be a name, and whether a negation, an ellipsis or a word like "about" stands before it."""

    stem: str
    written: str
    may_be_name: bool
    negated: bool
    cut: bool
    rough: bool


@dataclass(frozen=True, slots=True)
class Odds:
    """What two contents are at odds in ("number", "negation", "date" or "name"), in the words of
    each, and whether these stand in the same place, so that one is said instead of the other."""

    attribute: str
    here: str
    there: str
    in_place: bool = True


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
    is_number = form.lstrip(".")[:1].isdigit()
    return NUMBER + form.replace(",", "") if is_number else _stemmer().stemWord(form)


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
    form = ""
    for written in (found[0] for found in _WORD.finditer(f"{text}.")):
        before, form = form, written.lower().replace("’", "'")
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
            rough = compared.startswith(NUMBER) and before in _approximations()
            last = _word(compared, written, negated, cut, rough)
            negated = is_last = cut = False
        else:
            is_last = False


@cache
def _word(compared: str, written: str, negated: bool, cut: bool, rough: bool) -> Word:
    """One object for all words that are the same: a corpus repeats few words many times."""
    return Word(compared, written, written[0].isupper(), negated, cut, rough)


@cache
def _approximations() -> frozenset[str]:
    """Words right before a number that is not exact, such as "than" in "more than"."""
    return frozenset(phrase.split()[-1] for phrase in lexicon.words("times", "approximation"))


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
    for mine, other, is_whole in _gaps(here, there, blocks):
        for attribute, is_such, is_same in (
            ("number", is_number, same_number), ("name", _is_name, same_name),
        ):  # fmt: skip
            a, b = [w for w in mine if is_such(w)], [w for w in other if is_such(w)]
            if a and b and not is_same(a, b):
                yield _odds(attribute, a, b, _in_place(mine, other, is_such) if is_whole else None)


def _odds(
    attribute: str,
    mine: Sequence[Word],
    other: Sequence[Word],
    in_place: tuple[Sequence[Word], Sequence[Word]] | None,
) -> Odds:
    """What two contents are at odds in; a day, a month, an office and a name stand for no other."""
    a, b = in_place or (mine, other)
    kinds = {_kind(a[-1]), _kind(b[-1])}
    if attribute == "name" and kinds & CALENDAR:
        attribute = "date"
    return Odds(attribute, _said(a), _said(b), bool(in_place) and len(kinds) == 1)


def _in_place(
    mine: Sequence[Word], other: Sequence[Word], is_such: Callable[[Word], bool]
) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Both sides of a gap, if they are nothing but words of a kind."""
    is_one_number = is_such is not is_number or len(mine) == len(other) == 1
    return (mine, other) if is_one_number and all(map(is_such, (*mine, *other))) else None


def same_number(here: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether numbers are the same, or may be, because one of them is not exact."""
    if set(stems(here)) & set(stems(there)) or _digits(here) == _digits(there):
        return True
    if not len(here) == len(there) == 1:
        return False
    a, b = _value(here[0]), _value(there[0])
    if a is None or b is None:
        return False
    one_is_rough = here[0].rough != there[0].rough
    return a == b or (one_is_rough and abs(a - b) <= ROUGHLY * max(a, b))


def _digits(numbers: Sequence[Word]) -> str:
    """All digits as if they were written together, "0800 555 111" or "0800.555.111"; a decimal
    point stays."""
    return "".join(
        word.stem if _NUMERAL.fullmatch(word.stem) else word.stem.replace(".", "")
        for word in numbers
    ).replace(NUMBER, "")


def _value(number: Word) -> Decimal | None:
    """What a number is, 0.5 for ".5" too; None for a date or a version, as "8.5.2031"."""
    numeral = _NUMERAL.fullmatch(number.stem)
    return Decimal(numeral[1]) if numeral else None


def same_name(here: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether names share a word or may be one: initials, the adjective of a country."""
    if set(stems(here)) & set(stems(there)):
        return True
    a, b = _said(here).lower(), _said(there).lower()
    if {a, b} & {_initials(here), _initials(there)}:
        return True
    return not _countries(a).isdisjoint(_countries(b))


def _initials(name: Sequence[Word]) -> str:
    return "".join(word.written[0] for word in name).lower() if len(name) > 1 else ""


def _countries(name: str) -> set[str]:
    """The country of an adjective; of an unlisted name itself, and those it may be formed from."""
    known = lexicon.entries("places").get((name, "nationality"))
    return {known["name"].lower()} if known else {name, *places_of(name)}


def _kind(word: Word) -> str:
    """Whether a word names a month, a weekday or an office; "" for all others."""
    form = word.written.lower()
    return next((kind for name, kind in KINDS if form in lexicon.words(name, kind)), "")


def is_number(word: Word) -> bool:
    """Whether a word is a number, in digits or letters."""
    return word.stem.startswith(NUMBER)


def _is_name(word: Word) -> bool:
    return word.may_be_name and not is_number(word)


def _said(found: Sequence[Word]) -> str:
    return " ".join(word.written for word in found)


def _gaps(
    here: Sequence[Word], there: Sequence[Word], blocks: Blocks
) -> Iterator[tuple[Sequence[Word], Sequence[Word], bool]]:
    """What stands on either side before, between and after the shared words, and whether that is
    all that stands there.

    Before and after them only what is near counts: the rest may have been trimmed.
    """
    (a, b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    yield (
        here[max(0, a - b - NEIGHBOURS) : a],
        there[max(0, b - a - NEIGHBOURS) : b],
        abs(a - b) <= NEIGHBOURS,
    )
    for (a, b, n), (next_a, next_b, _) in pairwise(blocks):
        yield here[a + n : next_a], there[b + n : next_b], True
    rest, other = here[last_a + size :], there[last_b + size :]
    is_whole = abs(len(rest) - len(other)) <= NEIGHBOURS
    yield rest[: len(other) + NEIGHBOURS], other[: len(rest) + NEIGHBOURS], is_whole


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
