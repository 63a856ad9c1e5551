"""spaCy's recogniser of names, which finds the same names in fewer steps.

spaCy goes from word to word and asks at each which of its actions (a name begins, goes on, ends,
..., for each label) are allowed; that takes longer than the network. But outside a name what the
network says of a word doesn't depend on what was decided before. So here all words are judged at
once as words outside names, and then the names that begin somewhere are followed to their ends, all
of them a word further at a time.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model

Positions = NDArray[np.integer]
Found = list[tuple[int, int, str]]  # first word, word after the last, label

BLOCKED = "U-"  # spaCy's action for a word that a pipe before has barred from names
FEATURES = 3  # that spaCy's network for names looks at: word, first word of the name, word before


class Recogniser(EntityRecognizer):
    """`EntityRecognizer`, where it decides for the best action at once."""

    def predict(self, docs: Sequence[Doc]) -> Any:
        """The names in each document; spaCy's own states where a pipe before has set some."""
        if any(doc.has_annotation("ENT_IOB") for doc in docs) or not any(map(len, docs)):
            return super().predict(docs)
        actions = [self.moves.get_class_name(i) for i in range(self.moves.n_moves)]
        return _by_document(docs, _names(_Network(self.model, docs), _Words(docs), actions))

    def set_annotations(self, docs: Sequence[Doc], found: Any) -> None:
        """Set the names as the entities of each document."""
        for doc, names in zip(docs, found, strict=True):
            if isinstance(names, list):
                doc.set_ents([Span(doc, *name) for name in names])
            else:
                super().set_annotations([doc], [names])


@Language.factory("recogniser", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def recogniser(
    nlp: Language,
    name: str,
    model: Model,
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Callable | None,
) -> EntityRecognizer:
    """What spaCy's factory `ner` makes of the same; for networks of the usual build a
    `Recogniser`."""
    lower = model.maybe_get_ref("lower")
    is_usual = lower and lower.get_dim("nF") == FEATURES and not model.attrs["unseen_classes"]
    kind = Recogniser if is_usual and model.attrs["has_upper"] else EntityRecognizer
    return kind(
        nlp.vocab,
        model,
        name,
        moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )


class _Network:
    """What the network says of the words of documents, one document after the other."""

    def __init__(self, model: Model, docs: Sequence[Doc]) -> None:
        to_vectors, lower, self._upper = model.layers
        by_feature = lower.predict(to_vectors.predict(docs))
        self._none, self._features = by_feature[0], by_feature[1:]
        self._bias = lower.get_param("b")

    def outside(self) -> NDArray[np.floating]:
        """The score of each action for each word, if no name is open there."""
        return self._scores(self._features[:, 0] + self._none[1] + self._none[2])

    def inside(self, words: Positions, starts: Positions) -> NDArray[np.floating]:
        """The score of each action for some words, each in a name that begins at a word before."""
        features = self._features
        return self._scores(features[words, 0] + features[starts, 1] + features[words - 1, 2])

    def _scores(self, summed: NDArray[np.floating]) -> NDArray[np.floating]:
        hidden, _ = self._upper.ops.maxout(summed + self._bias)  # pyright: ignore[reportArgumentType]
        return self._upper.predict(hidden)


class _Words:
    """Where names can be: none begins or ends with white space or runs into another sentence."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        columns = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        first_of_next = np.append(columns[1:, 0] == 1, True)
        first_of_next[np.cumsum([len(doc) for doc in docs]) - 1] = True
        self.goes_on = ~first_of_next
        self.is_space = columns[:, 1] == 1


def _names(network: _Network, words: _Words, actions: list[str]) -> Found:
    """All names; `actions` are spaCy's: "B-ORG" begins a name, "I-ORG" goes on, "L-ORG" ends it;
    "U-ORG" is one of one word."""
    kinds = np.array([action[0] if action != BLOCKED else "" for action in actions])
    scores = network.outside()
    scores[:, ~np.isin(kinds, ["B", "U", "O"])] = -np.inf
    scores[np.ix_(words.is_space | ~words.goes_on, kinds == "B")] = -np.inf
    scores[np.ix_(words.is_space, kinds == "U")] = -np.inf
    best = scores.argmax(axis=1)
    starts = np.flatnonzero(kinds[best] != "O")
    labels = [actions[action][2:] for action in best[starts]]
    ends = starts + 1
    long = np.flatnonzero(kinds[best[starts]] == "B")
    number = {action: i for i, action in enumerate(actions)}
    further, last = (
        np.array([number[f"{kind}-{labels[i]}"] for i in long], dtype=int) for kind in "IL"
    )
    ends[long] = _followed(network, words, starts[long], further, last)
    return _apart(zip(starts.tolist(), ends.tolist(), labels, strict=True))


def _followed(
    network: _Network, words: _Words, starts: Positions, further: Positions, last: Positions
) -> Positions:
    """The words after names of several words, which go on by the actions `further` and end by
    `last`."""
    ends = starts + 1
    open_ = np.arange(len(starts))
    while len(open_):
        at = ends[open_]
        scores, row = network.inside(at, starts[open_]), np.arange(len(open_))
        goes_on = scores[row, further[open_]] >= scores[row, last[open_]]
        ends[open_] += 1
        open_ = open_[goes_on & words.goes_on[at]]
    return ends


def _apart(names: Iterable[tuple[int, int, str]]) -> Found:
    """Names without those that begin within another."""
    found: Found = []
    free = 0
    for start, end, label in names:
        if start >= free:
            found.append((start, end, label))
            free = end
    return found


def _by_document(docs: Sequence[Doc], names: Found) -> list[Found]:
    first = np.cumsum([0, *map(len, docs)])
    found: list[Found] = [[] for _ in docs]
    homes = np.searchsorted(first, [start for start, _, _ in names], side="right") - 1
    for home, (start, end, label) in zip(homes.tolist(), names, strict=True):
        found[home].append((start - int(first[home]), end - int(first[home]), label))
    return found
