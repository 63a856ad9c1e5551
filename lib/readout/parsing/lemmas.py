"""spaCy's lemmatizer for English, which remembers the lemma of a word.

A lemma depends on a word's letters, its part of speech and its morphology alone. spaCy remembers
only lemmas that its rules had to make, and asks every time whether they have to.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.lang.en import English
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.tokens import Doc, Token
from thinc.api import Model

ASKED: list[int | str] = ["ORTH", "POS", "MORPH", "LEMMA"]  # a pipe before may have set the last
MANY = 1 << 17  # words to remember

Word = tuple[int, ...]  # its values of `ASKED`


class Lemmas(EnglishLemmatizer):
    """`EnglishLemmatizer`, sooner where words come again."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._known: dict[Word, str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of each word."""
        words = [tuple(word) for word in doc.to_array(ASKED).tolist()]
        if len(self._known) > MANY:
            self._known.clear()
        for token, word in zip(doc, words, strict=True):
            if word not in self._known:
                self._known[word] = self._lemma_of(token)
        # Strings are added again: those of a memory zone are gone after it.
        number = {word: self.vocab.strings.add(self._known[word]) for word in set(words)}
        doc.from_array(["LEMMA"], np.array([number[word] for word in words], dtype="uint64"))  # pyright: ignore[reportArgumentType]
        return doc

    def _lemma_of(self, token: Token) -> str:
        return token.lemma_ if token.lemma and not self.overwrite else self.lemmatize(token)[0]


@English.factory("lemmas", assigns=["token.lemma"])
def lemmas(
    nlp: English,
    name: str,
    model: Model | None,
    mode: str,
    overwrite: bool,
    scorer: Callable | None,
) -> Lemmas:
    """What spaCy's factory `lemmatizer` makes of the same for English."""
    return Lemmas(nlp.vocab, model, name, mode=mode, overwrite=overwrite, scorer=scorer)
