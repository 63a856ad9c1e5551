"""spaCy's rules for parts of speech, which remember what they said of a word.

Nearly all of these rules look at a word alone: its letters, its tag, its label in the tree. What
they match need not be found again when the same word comes with the same tag and label.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

ASKED: list[int | str] = [
    "ORTH",
    "TAG",
    "DEP",
]  # what a rule that is remembered may look at; all else is in ORTH
NOT_ASKED = frozenset(
    {"OP", "_", "POS", "MORPH", "LEMMA", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID", "SPACY"}
    | {"SENT_START", "IS_SENT_START"}
)
MANY = 1 << 17  # words to remember

Word = tuple[int, ...]  # its values of `ASKED`


class Ruler(AttributeRuler):
    """`AttributeRuler`, sooner where words come again."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._forget()

    def _forget(self) -> None:
        self._of_words, self._of_others = Matcher(self.vocab), Matcher(self.vocab)
        self._known: dict[Word, list[int]] = {}  # numbers of rules, ascending

    def clear(self) -> None:
        """Remove all rules."""
        super().clear()
        self._forget()

    def add(self, patterns: Iterable[Any], attrs: dict, index: int = 0) -> None:
        """Add a rule, which counts for more than those before."""
        key, patterns = str(len(self.attrs)), list(patterns)
        super().add(patterns, attrs, index)
        for pattern in patterns:
            is_of_word = len(pattern) == 1 and NOT_ASKED.isdisjoint(map(str.upper, pattern[0]))
            (self._of_words if is_of_word else self._of_others).add(key, [pattern])

    def __call__(self, doc: Doc) -> Doc:
        """Set what the rules say of each word."""
        words = [tuple(word) for word in doc.to_array(ASKED).tolist()]
        self._learn([word for word in dict.fromkeys(words) if word not in self._known])
        rules = [self._known[word] for word in words]
        for place, rule in self._matched(self._of_others, doc):
            rules[place] = sorted([*rules[place], rule])
        for token, numbers in zip(doc, rules, strict=True):
            for number in numbers:
                set_token_attrs(token, self.attrs[number])
        return doc

    def _learn(self, words: Sequence[Word]) -> None:
        """Find the rules for words that aren't known."""
        if not words:
            return
        if len(self._known) > MANY:
            self._known.clear()
        strings = self.vocab.strings
        doc = Doc(self.vocab, words=[strings[word[0]] for word in words])
        doc.from_array(ASKED[1:], np.array(words, dtype="uint64")[:, 1:])  # pyright: ignore[reportArgumentType]
        self._known.update((word, []) for word in words)
        for place, rule in sorted(self._matched(self._of_words, doc)):
            self._known[words[place]].append(rule)

    def _matched(self, matcher: Matcher, doc: Doc) -> Iterator[tuple[int, int]]:
        """Positions of words, each with the number of a rule that says something of it."""
        matches = matcher(doc, allow_missing=True) if len(matcher) else []
        for match, start, end in matches:
            number = int(self.vocab.strings[match])
            index = self.indices[number]
            yield (start if index >= 0 else end) + index, number


@Language.factory("ruler")
def ruler(nlp: Language, name: str, validate: bool, scorer: Callable | None) -> Ruler:
    """What spaCy's factory `attribute_ruler` makes of the same."""
    return Ruler(nlp.vocab, name, validate=validate, scorer=scorer)
