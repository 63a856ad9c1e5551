"""What a lexicon says of a word, and of the fixed expression that ends in it ("in case of")."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from readout import lexicon
from readout.tree import Word

Row = Mapping[str, str]


def row_of(word: str, kind: str) -> Row | None:
    """What the lexicon `factuality` says of a word of a kind."""
    return lexicon.entries("factuality").get((word, kind))


def row_ending_at(word: Word, *kinds: str, of: str = "factuality") -> Row | None:
    """The row of the longest expression of some kinds that ends in a word: "to no avail"."""
    for before, row in _expressions(of, kinds).get(word.lower_, ()):
        is_there = word.i >= len(before)
        if is_there and all(word.nbor(-i).lower_ == before[-i] for i in range(1, len(before) + 1)):
            return row
    return None


@cache
def _expressions(
    name: str, kinds: Collection[str]
) -> Mapping[str, Sequence[tuple[list[str], Row]]]:
    """Last word -> what stands before it in the expressions of some kinds, the longest first."""
    found: dict[str, list[tuple[list[str], Row]]] = {}
    for row in lexicon.rows(name):
        if row["kind"] in kinds:
            words = row["lemma"].split()
            found.setdefault(words[-1], []).append((words[:-1], row))
    for expressions in found.values():
        expressions.sort(key=lambda expression: -len(expression[0]))
    return found


@cache
def first_words() -> frozenset[str]:
    """The words that expressions of the lexicon `factuality` begin with: "call" of "call off"."""
    expressions = (words.split() for words in lexicon.words("factuality"))
    return frozenset(words[0] for words in expressions if len(words) > 1)
